// Package story makes a warehouse with the simulated tenant in it, for tests: its calls, its
// building file, and what is wrong there for people to find.
package story

import (
	"context"
	"encoding/json"
	"fmt"
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
	if err := records(ctx, w, graphtest.New(o)); err != nil {
		return nil, err
	}
	return w, buildings(ctx, w)
}

// records loads all records of a tenant in one batch.
func records(ctx context.Context, w *load.Warehouse, tenant *graphtest.Tenant) error {
	batch := transform.NewBatch(schema.CallRecords)
	var loads []schema.Load
	for _, header := range tenant.Headers() {
		document, ok := tenant.Document(header.ID)
		if !ok {
			continue
		}
		var record struct {
			ID      string
			Version uint64
		}
		if err := json.Unmarshal(document, &record); err != nil {
			return fmt.Errorf("record %s: %w", header.ID, err)
		}
		r := batch.Record(schema.Owner{
			Family: schema.CallRecords.Name, TenantID: graphtest.DefaultTenantID, RecordID: record.ID,
			Version: record.Version, LoadID: w.Commits.NextLoadID(time.Now()),
		})
		if err := r.Page(schema.Page{Kind: schema.PageRecord, Body: document}); err != nil {
			return fmt.Errorf("record %s: %w", record.ID, err)
		}
		loads = append(loads, r.Close())
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
