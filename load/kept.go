package load

import (
	"context"

	"callrecords/schema"
)

// LoadPages are the pages of one load in the vault, in their order.
func (w *Warehouse) LoadPages(ctx context.Context, tenant, id string, h History) (pages []schema.Page, err error) {
	w.pages(ctx, tenant, []keptLoad{{id, h.Version, h.LoadID}}, func(p schema.RawPage, failed error) bool {
		if failed != nil {
			err = failed
			return false
		}
		pages = append(pages, p.Page)
		return true
	})
	return pages, err
}
