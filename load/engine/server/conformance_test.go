package server_test

import (
	"testing"

	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/server"
)

func TestConformance(t *testing.T) {
	enginetest.Conformance(t, setup(t))
}

func TestEveryTypeArrivesUnchangedWhateverTheCompression(t *testing.T) {
	for _, compression := range []string{server.LZ4, server.ZSTD} { // TestConformance has none
		t.Run(compression, func(t *testing.T) {
			f := setup(t)
			enginetest.Types(t, open(t, server.Options{URL: f.url, Compression: compression}))
		})
	}
}
