package embedded_test

import (
	"testing"

	"callrecords/load/engine/enginetest"
)

func TestEveryTypeArrivesUnchanged(t *testing.T) {
	t.Parallel()
	enginetest.Types(t, store)
}

func TestNewestTupleWinsWhateverTheOrderOfArrival(t *testing.T) {
	t.Parallel()
	enginetest.Tuples(t, store)
}
