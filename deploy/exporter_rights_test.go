package deploy_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/analysis"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/verify"
	"callrecords/schema"
	"callrecords/transform"
)

// limited is an engine whose only user has the rights that a test gives him.
type limited struct {
	*testing.T
	*embedded.Engine
}

// withRights lets a test use an engine with some rights.
func withRights(t *testing.T, rights []string, use func(limited)) {
	t.Helper()
	// Over HTTP an insert is the body of a request; the embedded engine reads it from a file.
	e := engineOf(t, "<clickhouse><profiles><default/></profiles><quotas><default/></quotas><users>"+
		user("default", append(rights, "READ ON FILE", "CREATE TEMPORARY TABLE ON *.*"))+"</users></clickhouse>")
	use(limited{t, e})
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

// call is a record as Graph sends it.
const call = `{"id": "e523d2ed-2966-4b6b-925b-754a88034cc5", "version": %d, "type": "groupCall",
	"startDateTime": "2026-01-02T10:00:00Z", "endDateTime": "2026-01-02T10:30:00Z",
	"lastModifiedDateTime": "2026-01-02T10:40:00Z", "participants_v2": [], "sessions": []}`

// heard are the errors that a warehouse only logs: what analysts read keeps no record from loading.
type heard struct {
	slog.Handler
	errs []error
}

func (h *heard) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok && r.Level >= slog.LevelError {
			h.errs = append(h.errs, err)
		}
		return true
	})
	return nil
}

// life is all that an exporter does to a warehouse, from its making on.
func (l limited) life() error {
	ctx, now, log := l.Context(), time.Now(), &heard{Handler: slog.NewTextHandler(io.Discard, nil)}
	with := func(o load.Options) *load.Warehouse {
		o.Families, o.Logger = []schema.Family{schema.CallRecords}, slog.New(log)
		o.Clock = func(context.Context) (time.Time, error) { return now, nil }
		return load.New(l.Engine, o)
	}
	derived, err := analysis.Derived(analysis.Options{})
	if err != nil {
		return err
	}
	// A version of before, which kept nothing beside the rows, and then that of today.
	if err := with(load.Options{}).Migrate(ctx); err != nil {
		return fmt.Errorf("make: %w", err)
	}
	w := with(load.Options{Derived: derived})
	if err := w.Migrate(ctx); err != nil || log.errs != nil {
		err = errors.Join(append(log.errs, err)...)
		return fmt.Errorf("bring up to date: %w", err)
	}
	for version := range uint64(2) {
		if err := l.export(w, now, version+1); err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	now = now.Add(50 * 24 * time.Hour)
	if _, err := w.Commits.Sweep(ctx, 6*time.Hour); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	if _, err := w.Archive.PrunePages(ctx, now); err != nil {
		return fmt.Errorf("prune: %w", err)
	}
	// Rows that somebody takes away are what verify mends.
	if err := l.export(w, now, 3); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := l.Exec(ctx, "DELETE FROM callrecords_store.records_all WHERE version = 3"); err != nil {
		return err
	}
	o := verify.Options{Now: now, Values: true}
	found, err := w.Verify.Verify(ctx, o)
	if err == nil {
		_, err = w.Verify.Repair(ctx, o, found)
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return errors.Join(w.Commits.SelfTest(ctx), w.Commits.CompactParts(ctx),
		with(load.Options{Derived: derived, Definer: true}).Migrate(ctx))
}

// export loads a version of the record, with its page.
func (l limited) export(w *load.Warehouse, now time.Time, version uint64) error {
	batch := transform.NewBatch(schema.CallRecords)
	owner := schema.Owner{
		Family: schema.CallRecords.Name, TenantID: "tenant", RecordID: "e523d2ed-2966-4b6b-925b-754a88034cc5",
		Version: version, LoadID: w.Commits.NextLoadID(now),
	}
	page := schema.Page{Kind: schema.PageRecord, Body: fmt.Appendf(nil, call, version)}
	r := batch.Record(owner)
	if err := r.Page(page); err != nil {
		return err
	}
	loaded := []schema.Load{r.Close()}
	if err := w.Archive.StorePages(l.Context(), now, []schema.RawPage{{Owner: owner, Page: page}}); err != nil {
		return err
	}
	if err := w.Commits.Insert(l.Context(), batch.Take()); err != nil {
		return err
	}
	refused, err := w.Commits.Commit(l.Context(), "run", now, loaded)
	if len(refused) > 0 {
		return fmt.Errorf("refused %v", refused)
	}
	return err
}

// The exporter lives with the rights that are shipped, on a genuine engine, and with each
// taken away something is refused.
func TestTheExporterHasTheRightsThatItNeedsAndNoOther(t *testing.T) {
	rights := grantsOf(t, "exporter.sql")
	withRights(t, rights, func(l limited) {
		if err := l.life(); err != nil {
			t.Errorf("with all of exporter.sql: %v", err)
		}
	})
	for i, right := range rights {
		// Whether parts must be merged is chance: the engine itself merges, too. And this engine lets
		// everybody read the system's tables, which a server's own configuration does not. A delete by
		// patch parts wants ALTER UPDATE of servers before 26.7; this engine asks for ALTER DELETE alone.
		if strings.HasPrefix(right, "OPTIMIZE ") || strings.HasPrefix(right, "SELECT ON system.") ||
			strings.HasPrefix(right, "ALTER UPDATE ") {
			continue
		}
		withRights(t, slices.Delete(slices.Clone(rights), i, i+1), func(l limited) {
			if err := l.life(); !engine.IsCode(err, 497) {
				t.Errorf("without %s: got %v, want that something is refused", right, err)
			} else {
				t.Logf("without %s: %.300v", right, err)
			}
		})
	}
}
