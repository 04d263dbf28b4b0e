package reference

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// Keep is how many loads of a tenant's kind are kept, with the one in force.
const Keep = 5

// Store is a warehouse's reference data. It may be used from several goroutines.
type Store struct {
	db      *db.DB
	program string // version of the program, for those who ask who loaded something
}

// New is a warehouse's reference data.
func New(d *db.DB, program string) *Store { return &Store{db: d, program: program} }

// Load is what a file becomes.
type Load struct {
	Tenant  string
	Kind    string
	File    string            // that it is from, for people
	Rows    uint64            // in the body
	LeftOut uint64            // lines of the file that are no rows
	Body    string            // the rows, as the views take them apart
	Derived map[string]string // bodies of other kinds that are made of the same file, by kind
}

// Loaded is a load as it is kept.
type Loaded struct {
	TenantID  string  `json:"tenant_id"`
	Kind      string  `json:"kind"`
	LoadID    uint64  `json:"load_id"`
	ValidFrom db.Time `json:"valid_from"`
	File      string  `json:"file"`
	Rows      uint64  `json:"row_count"`
	LeftOut   uint64  `json:"left_out"`
	Program   string  `json:"program"`
}

// Replace puts a load in force, in the place of all that the tenant has of its kind, and
// of the kinds that are made of it. Readers see what was before until all of it is there.
// Its load id is by the warehouse's clock, and greater than those of the kind: of two
// machines, the one that loads later wins.
func (s *Store) Replace(ctx context.Context, l Load) error {
	now, err := s.db.Now(ctx)
	if err != nil {
		return err
	}
	kept, err := s.kept(ctx, l.Tenant, l.Kind)
	if err != nil {
		return err
	}
	at := now
	if len(kept) > 0 {
		if last := db.LoadTime(kept[0].LoadID); !at.After(last) {
			at = last.Add(time.Millisecond)
		}
	}
	id := s.db.NextLoadID(at)
	row := func(kind, body string) db.Row {
		return db.Row{
			"tenant_id": l.Tenant, "kind": kind, "load_id": id, "valid_from": now, "file": db.Brief(l.File),
			"row_count": l.Rows, "left_out": l.LeftOut, "program": s.program, "body": body,
		}
	}
	rows := []db.Row{row(l.Kind, l.Body)}
	kinds := []string{l.Kind}
	for kind, body := range l.Derived {
		rows, kinds = append(rows, row(kind, body)), append(kinds, kind)
	}
	if err := s.db.Write(ctx, ddl.ReferenceLoads, rows); err != nil { // one block: all of it is in, or nothing
		return err
	}
	if l.File == "" {
		return s.forget(ctx, l.Tenant, kinds, id)
	}
	if len(kept) >= Keep {
		return s.forget(ctx, l.Tenant, kinds, kept[Keep-2].LoadID)
	}
	return nil
}

// Remove takes a kind of a tenant out of force, with those that are made of it, and
// forgets what was loaded before. It says whether there was something in force.
func (s *Store) Remove(ctx context.Context, tenant, kind string, derived ...string) (bool, error) {
	kept, err := s.kept(ctx, tenant, kind)
	if err != nil || len(kept) == 0 || kept[0].File == "" {
		return false, err
	}
	nothing := map[string]string{}
	for _, d := range derived {
		nothing[d] = ""
	}
	return true, s.Replace(ctx, Load{Tenant: tenant, Kind: kind, Derived: nothing})
}

// forget deletes the loads of kinds that are older than one.
func (s *Store) forget(ctx context.Context, tenant string, kinds []string, before uint64) error {
	return s.db.Delete(ctx, ddl.ReferenceLoads.Name, db.SQL(s.db.SQL(
		"tenant_id = {tenant} AND kind IN ({kinds}) AND load_id < {before}",
		db.Args{"tenant": tenant, "kinds": kinds, "before": before})))
}

// kept are the loads of a tenant's kind, the one in force first.
func (s *Store) kept(ctx context.Context, tenant, kind string) ([]Loaded, error) {
	return s.loads(ctx, db.SQL(s.db.SQL("tenant_id = {tenant} AND kind = {of}", db.Args{"tenant": tenant, "of": kind})))
}

// All are the loads of all tenants that are kept, of each kind the one in force first.
func (s *Store) All(ctx context.Context) ([]Loaded, error) { return s.loads(ctx, "1") }

func (s *Store) loads(ctx context.Context, where db.SQL) ([]Loaded, error) {
	rows, err := db.Query[Loaded](ctx, s.db, `
SELECT
    tenant_id,
    kind,
    load_id,
    valid_from,
    file,
    row_count,
    left_out,
    program
FROM {reference_loads}
WHERE {where}
ORDER BY
    tenant_id,
    kind,
    load_id DESC`, db.Args{"where": where})
	if err != nil {
		return nil, fmt.Errorf("read the loads of reference data: %w", err)
	}
	return rows, nil
}

// Body is the text that is in force of a tenant's kind; "" for none.
func (s *Store) Body(ctx context.Context, tenant, kind string) (string, error) {
	row, err := db.QueryRow[struct {
		Body string `json:"newest"`
	}](ctx, s.db, `
SELECT argMax(body, load_id) AS newest
FROM {reference_loads}
WHERE tenant_id = {tenant}
    AND kind = {of}`, db.Args{"tenant": tenant, "of": kind})
	if err != nil {
		return "", fmt.Errorf("read the %s in force: %w", kind, err)
	}
	return row.Body, nil
}
