package scan_test

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/extract/graphtest"
	"callrecords/transform/scan"
)

// BenchmarkTokens reads the tokens of simulated call records with jsontext and with the scanner.
func BenchmarkTokens(b *testing.B) {
	var corpus []byte
	tenant := graphtest.New(graphtest.Options{Records: 100})
	for _, h := range tenant.Headers() {
		document, _ := tenant.Document(h.ID)
		corpus = append(corpus, document...)
	}
	b.Run("jsontext", func(b *testing.B) {
		b.SetBytes(int64(len(corpus)))
		for b.Loop() {
			for d := jsontext.NewDecoder(bytes.NewBuffer(corpus), scan.Options...); ; {
				if _, err := d.ReadToken(); err != nil {
					break
				}
			}
		}
	})
	b.Run("scan", func(b *testing.B) {
		b.SetBytes(int64(len(corpus)))
		for b.Loop() {
			var s scan.Scanner
			for s.Reset(corpus); !s.End(); {
				if err := s.Token(); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
