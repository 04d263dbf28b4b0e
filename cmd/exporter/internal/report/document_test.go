package report

import (
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/internal/golden"
	"callrecords/load/ddl"
)

func TestDocumentSaysEveryFigureUnderItsName(t *testing.T) {
	t.Parallel()
	failed := Outcome{Err: errDenied}
	failed.TenantID, failed.Family, failed.Outcome = "tenant-2", "woods", pipeline.RunFailed
	outcomes := []Outcome{busy(), failed}
	var b strings.Builder
	if err := NewDocument("run", 4, outcomes, Verdict(outcomes)).Write(&b); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "document.json", strings.ReplaceAll(b.String(), ",\"", ",\n\""))
}

func TestKeysOfARunAreTheColumnsOfTheTable(t *testing.T) {
	t.Parallel()
	o := busy()
	o.Err, o.Outcome = errDenied, pipeline.RunFailed
	text, err := json.Marshal(o.document())
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	for _, column := range ddl.Runs.Columns {
		if _, ok := keys[column.Name]; !ok && column.Name != ddl.PrevHash && column.Name != ddl.RowHash {
			t.Errorf("column %s: got no such key, want one", column.Name)
		}
	}
}

func TestClosingIsOneLineOfTheLogAtTheLevelOfItsOutcome(t *testing.T) {
	t.Parallel()
	for level, err := range map[string]error{
		"INFO": nil, "WARN": ErrPartial, "ERROR": errDenied,
	} {
		t.Run(level, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			newClosing("run", 1, []Outcome{busy(), busy()}, err).Log(t.Context(), slog.New(slog.NewJSONHandler(&b, nil)))
			var line map[string]any
			if err := json.Unmarshal([]byte(b.String()), &line); err != nil {
				t.Fatal(err)
			}
			if line["level"] != level || line["msg"] != "summary" || line["listed"] != 2002.0 {
				t.Errorf("got %s, want a summary at level %s of both tenants", b.String(), level)
			}
		})
	}
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		var b strings.Builder
		newClosing("run", 1, nil, ErrInterrupted).Log(t.Context(), slog.New(slog.NewTextHandler(&b, nil)))
		if !strings.Contains(b.String(), "level=INFO") || !strings.Contains(b.String(), "outcome=interrupted") {
			t.Errorf("got %s, want no error", b.String())
		}
	})
}

func TestTerminationMessageFitsWhatKubernetesTakes(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	long := errors.New(strings.Repeat("\x01ä", 9000))
	if err := newClosing("run", 1, []Outcome{busy()}, long).Terminate(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got Closing
	if err := json.Unmarshal(text, &got); err != nil || len(text) > 4096 || got.ExitCode != 1 || got.Listed != 1001 {
		t.Errorf("got %v and %d bytes: %s, want a whole message of 4096 at most", err, len(text), text)
	}
}
