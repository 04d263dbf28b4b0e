package schema_test

import (
	"errors"
	"testing"
	"time"

	"callrecords/schema"
)

func TestWindowIsHalfOpen(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	w := schema.Window{From: from, To: from.Add(time.Hour)}
	for offset, want := range map[time.Duration]bool{
		-1: false, 0: true, time.Minute: true, time.Hour - 1: true, time.Hour: false,
	} {
		t.Run(offset.String(), func(t *testing.T) {
			t.Parallel()
			if got := w.Contains(from.Add(offset)); got != want {
				t.Errorf("got %t, want %t", got, want)
			}
		})
	}
	if got, want := w.String(), "[2026-01-02T00:00:00Z, 2026-01-02T01:00:00Z)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCallRecordExpiresThirtyDaysAfterItsStart(t *testing.T) {
	t.Parallel()
	got := schema.CallRecords.Expires(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC))
	if want := time.Date(2026, 2, 1, 3, 4, 5, 0, time.UTC); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestSourceErrorSaysWhatAndWhere(t *testing.T) {
	t.Parallel()
	cause := errors.New("no such record")
	full := &schema.SourceError{
		Fault: schema.FaultNotFound, RecordID: "r", Status: 404, RequestID: "q", Remedy: "wait", Err: cause,
	}
	if want := "record r: not found (HTTP 404): no such record [request-id q]; wait"; full.Error() != want {
		t.Errorf("got  %s\nwant %s", full, want)
	}
	if !errors.Is(full, cause) {
		t.Errorf("got %v, want the cause in it", errors.Unwrap(full))
	}
	if got := (&schema.SourceError{Fault: schema.FaultBusy}).Error(); got != "busy" {
		t.Errorf("got %s, want busy", got)
	}
	away := &schema.SourceError{Fault: schema.FaultBusy, Unreachable: true, Err: errors.New("connection refused")}
	if got, want := away.Error(), "unreachable: connection refused"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
