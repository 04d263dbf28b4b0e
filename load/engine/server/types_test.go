package server_test

import (
	"testing"

	"github.com/apache/arrow/go/v17/arrow"

	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/server"
)

var (
	text       = arrow.BinaryTypes.String
	dictionary = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: text}
	millis     = &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}
)

func TestEveryTypeArrivesUnchanged(t *testing.T) {
	for _, compression := range []string{server.None, server.LZ4, server.ZSTD} {
		t.Run(compression, func(t *testing.T) {
			f := setup(t)
			enginetest.Types(t, open(t, server.Options{URL: f.url, Compression: compression}))
		})
	}
}

func TestNewestTupleWinsWhateverTheOrderOfArrival(t *testing.T) {
	enginetest.Tuples(t, setup(t).Engine)
}
