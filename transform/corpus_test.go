package transform_test

import (
	"bytes"
	"errors"
	"io"
	"syscall"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/extract/graphtest"
	"callrecords/schema"
	"callrecords/transform"
	"callrecords/transform/scan"
)

// corpus are the documents of a simulated tenant: calls of two, meetings, and one large meeting.
func corpus(t testing.TB) (documents [][]byte, size int64) {
	t.Helper()
	tenant := graphtest.New(graphtest.Options{Records: 300, LargeSessions: 150})
	for _, h := range tenant.Headers() {
		document, ok := tenant.Document(h.ID)
		if !ok {
			t.Fatalf("no document of %s", h.ID)
		}
		documents = append(documents, document)
		size += int64(len(document))
	}
	return documents, size
}

// BenchmarkCorpus flattens the corpus, and beside it, in turns, reads nothing but its tokens
// with jsontext: "of-tokens" is how fast the one is, measured by the other, in CPU time.
// Batches are of 100,000 rows, as an import has them.
func BenchmarkCorpus(b *testing.B) {
	documents, size := corpus(b)
	batch, rows := transform.NewBatch(schema.CallRecords), 0
	var flatten, tokens time.Duration
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		flatten += cpu(func() {
			for _, document := range documents {
				r := batch.Record(owner())
				if err := r.Page(recordPage(document)); err != nil {
					b.Fatal(err)
				}
				r.Close()
				if n, _ := batch.Size(); n > 100_000 {
					rows += n
					release(batch)
				}
			}
		})
		b.StopTimer()
		tokens += cpu(func() { readTokens(b, documents) })
		b.StartTimer()
	}
	n, _ := batch.Size()
	rows += n
	b.ReportMetric(tokens.Seconds()/flatten.Seconds(), "of-tokens")
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(rows)/float64(b.N), "rows/op")
}

func readTokens(t testing.TB, documents [][]byte) {
	source := &bytes.Buffer{}
	dec := jsontext.NewDecoder(source, scan.Options...)
	for _, document := range documents {
		*source = *bytes.NewBuffer(document)
		dec.Reset(source, scan.Options...)
		for {
			_, err := dec.ReadToken()
			if err != nil && !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			if err != nil {
				break
			}
		}
	}
}

// cpu is the time that something takes of all processors.
func cpu(work func()) time.Duration {
	before := used()
	work()
	return used() - before
}

func used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
