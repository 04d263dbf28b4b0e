package verification

import (
	"context"
	"errors"
	"fmt"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/load"
	"callrecords/load/verify"
	"callrecords/schema"
)

// listGraph lists what every tenant's Graph keeps, and gathers what the ledger
// lacks of it. A tenant that fails does not stop another.
func (r *Report) listGraph(ctx context.Context, v Options, w *load.Warehouse, o verify.Options) error {
	var failed []error
	for _, t := range v.Config.Tenants {
		source, err := wiring.NewClient(t, v.Config.Export, v.Logger)
		if err == nil {
			for _, f := range wiring.Chosen(v.Families, v.Config.Export) {
				known := wiring.Known(w, f.Family, t.TenantID)
				err = errors.Join(err, r.listTenant(ctx, v, f, f.Source(source, known), t.TenantID, w, o))
			}
			source.Close()
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("tenant %s: %w", t.TenantID, err))
		}
	}
	return errors.Join(failed...)
}

// listTenant lists one family of a tenant.
func (r *Report) listTenant(
	ctx context.Context, v Options, f wiring.Family, source pipeline.Source, tenant string,
	w *load.Warehouse, o verify.Options,
) error {
	scope := verify.Scope{Family: f.Name, TenantID: tenant}
	track, listed := v.Progress.Track(nil), 0
	defer func() { track.List(int64(listed), 0, 0, true) }()
	track.List(0, 0, 0, false)
	for page, err := range source.List(ctx, schema.Window{From: o.Now.Add(-f.Retention), To: o.Now}) {
		if f.MayNot(v.Config.Export, err) {
			v.Logger.WarnContext(ctx, "not listed", "family", f.Name, "tenant", tenant, "reason", err)
			return nil
		}
		if err != nil {
			return err
		}
		for _, row := range page.Refused {
			r.unlisted = append(r.unlisted, verify.Finding{
				Kind: verify.FindingUnlisted, TenantID: tenant, RecordID: row.RecordID, Detail: row.Error(),
			})
		}
		r.add(f.Family, len(page.Headers))
		listed += len(page.Headers)
		track.List(int64(listed), 0, 0, false)
		unnoted, err := w.Ledger(f.Family).NewHeaders(ctx, tenant, page.Headers)
		if err != nil {
			return err
		}
		o.Listed[scope] = append(o.Listed[scope], unnoted...)
	}
	return nil
}
