// Package story makes a warehouse with the simulated tenant in it, for tests: its calls, its
// building file, and what is wrong there for people to find.
package story

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"callrecords/analysis"
	"callrecords/analysis/reference"
	"callrecords/extract/graphtest"
	"callrecords/load"
	"callrecords/load/engine"
	kept "callrecords/load/reference"
	"callrecords/schema"
	"callrecords/transform"
)

// Warehouse makes the database and loads the tenant.
func Warehouse(
	ctx context.Context,
	store engine.Engine,
	database string,
	o graphtest.Options,
) (*load.Warehouse, error) {
	views, err := analysis.Views(analysis.Options{})
	if err != nil {
		return nil, err
	}
	derived, err := analysis.Derived(analysis.Options{})
	if err != nil {
		return nil, err
	}
	w := load.New(store, load.Options{
		Families: []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls},
		Database: database, Views: views, Derived: derived,
	})
	if err := w.Migrate(ctx); err != nil {
		return nil, err
	}
	tenant := graphtest.New(o)
	if err := records(ctx, w, tenant); err != nil {
		return nil, err
	}
	for _, log := range []struct {
		family schema.Family
		rows   graphtest.Endpoint
	}{{schema.PstnCalls, graphtest.PstnCalls}, {schema.DirectRoutingCalls, graphtest.DirectRoutingCalls}} {
		if err := days(ctx, w, log.family, tenant.Calls(log.rows)); err != nil {
			return nil, err
		}
	}
	return w, buildings(ctx, w)
}

// days loads the rows of a log, a day each, in one batch.
func days(ctx context.Context, w *load.Warehouse, f schema.Family, rows [][]byte) error {
	of := map[time.Time][][]byte{}
	for _, text := range rows {
		var row struct{ StartDateTime time.Time }
		if err := json.Unmarshal(text, &row); err != nil {
			return fmt.Errorf("row of %s: %w", f.Name, err)
		}
		day := row.StartDateTime.UTC().Truncate(24 * time.Hour)
		of[day] = append(of[day], text)
	}
	batch := transform.NewBatch(f)
	var loads []schema.Load
	for day, rows := range of {
		r := batch.Record(schema.Owner{
			Family: f.Name, TenantID: graphtest.DefaultTenantID, RecordID: f.Name + "/" + day.Format(time.DateOnly),
			Version: 1, Start: day, LoadID: w.Commits.NextLoadID(time.Now()),
		})
		body := slices.Concat([]byte(`{"value":[`), bytes.Join(rows, []byte{','}), []byte(`]}`))
		if err := r.Page(schema.Page{Kind: f.Pages[0].Kind, Body: body}); err != nil {
			return fmt.Errorf("%s of %s: %w", f.Name, day.Format(time.DateOnly), err)
		}
		loads = append(loads, r.Close())
	}
	return put(ctx, w, batch, loads)
}

// records loads all records of a tenant, and then the next version of the first one.
func records(ctx context.Context, w *load.Warehouse, tenant *graphtest.Tenant) error {
	var all []string
	for _, header := range tenant.Headers() {
		all = append(all, header.ID)
	}
	if err := versions(ctx, w, tenant, all); err != nil {
		return err
	}
	if len(all) == 0 || !tenant.Grow(all[0]) {
		return nil
	}
	return versions(ctx, w, tenant, all[:1])
}

// versions loads some records as they are now in one batch, and keeps their pages.
func versions(ctx context.Context, w *load.Warehouse, tenant *graphtest.Tenant, ids []string) error {
	batch := transform.NewBatch(schema.CallRecords)
	var loads []schema.Load
	var pages []schema.RawPage
	for _, id := range ids {
		document, ok := tenant.Document(id)
		if !ok {
			continue
		}
		var record struct {
			ID      string
			Version uint64
		}
		if err := json.Unmarshal(document, &record); err != nil {
			return fmt.Errorf("record %s: %w", id, err)
		}
		owner := schema.Owner{
			Family: schema.CallRecords.Name, TenantID: graphtest.DefaultTenantID, RecordID: record.ID,
			Version: record.Version, LoadID: w.Commits.NextLoadID(time.Now()),
		}
		r, page := batch.Record(owner), schema.Page{Kind: schema.PageRecord, Body: document}
		if err := r.Page(page); err != nil {
			return fmt.Errorf("record %s: %w", record.ID, err)
		}
		pages = append(pages, schema.RawPage{Owner: owner, Page: page})
		loads = append(loads, r.Close())
	}
	if err := w.Archive.StorePages(ctx, time.Now(), pages); err != nil {
		return err
	}
	return put(ctx, w, batch, loads)
}

// put inserts a batch and commits its loads.
func put(ctx context.Context, w *load.Warehouse, batch *transform.Batch, loads []schema.Load) error {
	if len(loads) == 0 {
		return nil
	}
	if err := w.Commits.Insert(ctx, batch.Take()); err != nil {
		return err
	}
	refused, err := w.Commits.Commit(ctx, "run", time.Now(), loads)
	if err == nil && len(refused) > 0 {
		err = fmt.Errorf("%d records are refused", len(refused))
	}
	return err
}

// buildings loads the tenant's building file.
func buildings(ctx context.Context, w *load.Warehouse) error {
	kind := reference.Buildings()
	read, err := kind.Read(strings.NewReader(graphtest.Buildings()))
	if err != nil {
		return err
	}
	return w.Reference.Replace(ctx, kept.Load{
		Tenant: graphtest.DefaultTenantID, Kind: kind.Name, File: "buildings", Rows: uint64(len(read.Rows)),
		Body: reference.Body(read.Rows), Derived: kind.Derived(read.Rows),
	})
}
