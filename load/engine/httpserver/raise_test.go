package httpserver_test

import (
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine/httpserver"
)

// Who hits a bound is told what raises it, at the beginning of an answer and in its
// midst.
func TestBoundThatWasHitSaysWhatRaisesIt(t *testing.T) {
	s := serve(t, httpserver.Options{
		Limits: httpserver.Limits{ResultBytes: 2 << 20, Memory: 100 << 20},
		Raise: map[proto.Error]string{
			proto.ErrTooManyRowsOrBytes:  "listen.max_result_mb",
			proto.ErrMemoryLimitExceeded: "listen.max_memory_mb",
		},
	})
	for sql, want := range map[string]string{
		"SELECT toString(number) FROM numbers(10000000) FORMAT CSV":                  "listen.max_result_mb",
		"SELECT toString(number) FROM numbers(10000000) FORMAT JSON":                 "listen.max_result_mb",
		"SELECT count() FROM (SELECT number FROM numbers(10000000) GROUP BY number)": "listen.max_memory_mb",
	} {
		t.Run(sql, func(t *testing.T) {
			if got := s.on(t).post(sql); !strings.Contains(got.text, want) {
				t.Errorf("got %q, want a word of %s", got.text[max(0, len(got.text)-300):], want)
			}
		})
	}
}
