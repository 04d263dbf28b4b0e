package graphtest

import (
	"cmp"
	"net/url"
	"slices"
	"time"
)

// emptyEvery is how often a page in the middle of the list is empty: a page may
// hold no rows and still have a next one.
const emptyEvery = 7

// list answers one page of headers.
func (t *Tenant) list(x *exchange) reply {
	if name := x.unsupported(); name != "" {
		return x.badRequest(
			"Query option '" + name + "' is not allowed. To allow it, set the 'AllowedQueryOptions' property.",
		)
	}
	filter := x.query.Get("$filter")
	where, complaint := parseFilter(filter)
	if complaint != "" {
		return x.badRequest(complaint)
	}
	c, valid := readCursor(x.query.Get("$skiptoken"), filter)
	if !valid {
		return x.badRequest("The skip token is not valid.")
	}
	keep, unknown := x.selected(names((&builder{}).header(true))...)
	if unknown != "" {
		return x.badRequest(
			"Could not find a property named '" + unknown + "' on type 'microsoft.graph.callRecords.callRecord'.",
		)
	}
	views, next := t.page(x, where, c)
	return ok(t.listBody(x, views, keep, next))
}

// page picks the rows after the cursor and says where the next page begins, nil
// at the end.
func (t *Tenant) page(x *exchange, where []condition, c cursor) ([]view, *cursor) {
	size := x.prefer.size(ListPage)
	views := t.after(c.after, size+1, where, x.now)
	next := &cursor{after: c.after, page: c.page + 1}
	switch {
	case len(views) > 0 && c.page > 0 && (uint64(c.page)+t.opt.Seed)%emptyEvery == 3:
		return nil, next
	case len(views) <= size:
		return views, nil
	}
	next.after = views[size-1].id
	return views[:size], next
}

// after gives up to n records that the list shows, in the order of their ids.
func (t *Tenant) after(id string, n int, where []condition, now time.Time) []view {
	t.mu.RLock()
	defer t.mu.RUnlock()
	i, found := slices.BinarySearchFunc(
		t.sorted,
		id,
		func(r *record, id string) int { return cmp.Compare(r.id, id) },
	)
	if found {
		i++
	}
	var views []view
	for ; i < len(t.sorted) && len(views) < n; i++ {
		r := t.sorted[i]
		if v := r.at(now); !r.unlisted && v.shown(now) && t.all(where, v) {
			views = append(views, v)
		}
	}
	return views
}

func (t *Tenant) all(where []condition, v view) bool {
	return !slices.ContainsFunc(where, func(c condition) bool { return !c.holds(t.world, v) })
}

func (t *Tenant) listBody(x *exchange, views []view, keep func(string) bool, next *cursor) []byte {
	w := &writer{bare: x.prefer.bare}
	w.open("")
	w.note("@odata.context", x.root+version+"/$metadata#communications/callRecords")
	if next != nil {
		w.str(
			"@odata.nextLink",
			x.root+collection+"?"+x.options(
				"$filter",
				"$select",
			)+"$skiptoken="+next.token(
				x.query.Get("$filter"),
			),
		)
	}
	w.list("value")
	for _, v := range views {
		b := newBuilder(t.world, v, x.form())
		b.writer.b = w.b
		b.open("")
		b.fields(b.at(forRecord), b.header(true), keep)
		b.close()
		w.b = b.writer.b
	}
	w.end()
	w.close()
	return w.b
}

// options repeats query options of the request for a next link.
func (x *exchange) options(names ...string) string {
	s := ""
	for _, name := range names {
		if value := x.query.Get(name); value != "" {
			s += name + "=" + url.QueryEscape(value) + "&"
		}
	}
	return s
}

func (x *exchange) form() form {
	f := x.prefer.form
	f.root = x.root + version
	return f
}
