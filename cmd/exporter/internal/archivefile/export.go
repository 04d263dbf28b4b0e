package archivefile

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/archive"
	"callrecords/load/commit"
	"callrecords/schema"
)

// Selection is what of the archive is exported.
type Selection struct {
	Families []schema.Family
	Tenants  []string      // none is all
	Days     schema.Window // of the days on which loads began; the zero window is all
	Anew     bool          // days too that the folder has for good
}

// Export writes the archive into a folder, a file per tenant, family and day, and tells of
// each file that was written. Days that the folder has for good are left alone. now is by
// the clock that made the load ids.
func Export(
	ctx context.Context, a *archive.Archive, now time.Time, s Selection, folder string, tell func(Written),
) error {
	for _, f := range s.Families {
		tenants := s.Tenants
		if len(tenants) == 0 {
			var err error
			if tenants, err = a.Tenants(ctx, f.Name); err != nil {
				return err
			}
		}
		for _, tenant := range tenants {
			days, err := a.Days(ctx, tenant, f.Name)
			if err != nil {
				return err
			}
			for _, day := range days {
				d := Day{TenantID: tenant, Family: f.Name, Day: day, Closed: closed(day, now)}
				if err := exportDay(ctx, a, s, folder, d, tell); err != nil {
					return fmt.Errorf("tenant %s, %s of %s: %w", tenant, f.Name, day.Format(time.DateOnly), err)
				}
			}
		}
	}
	return nil
}

// closed says whether all loads that began on a day have come to their end: one that did
// not commit until half of the sweep's age never does.
func closed(day, now time.Time) bool { return now.After(day.AddDate(0, 0, 1).Add(commit.SweepAge)) }

// exportDay writes one day, if it is wanted.
func exportDay(
	ctx context.Context, a *archive.Archive, s Selection, folder string, d Day, tell func(Written),
) error {
	if s.Days != (schema.Window{}) && !s.Days.Contains(d.Day) {
		return nil
	}
	there, err := d.written(folder)
	if err != nil || there && !s.Anew {
		return err
	}
	w, err := d.write(folder, a.DayPages(ctx, d.TenantID, d.Family, d.Day))
	if err == nil && w.Pages > 0 {
		tell(w)
	}
	return err
}
