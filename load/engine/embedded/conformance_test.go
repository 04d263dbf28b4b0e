package embedded_test

import (
	"testing"

	"callrecords/load/engine/enginetest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	enginetest.Conformance(t, store)
}
