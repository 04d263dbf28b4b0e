package extract

import (
	"cmp"
	"context"
	"iter"

	"callrecords/schema"
)

// Pages reads a collection page by page, as Graph sends it. The path of the first page
// is below the Graph root, with version and query, such as
// /v1.0/communications/callRecords. It is for families other than call records: they
// share this client's token, and keep their own limits beside those of call records.
//
// An error is the last element; it says that the collection was not seen whole.
func (c *Client) Pages(ctx context.Context, of Collection, path string) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		if err := of.validate(); err != nil {
			yield(schema.Page{}, err)
			return
		}
		for got, err := range c.follow(ctx, request{collection: of, url: c.root.String() + path}) {
			if err != nil {
				yield(schema.Page{}, err)
				return
			}
			p := schema.Page{Kind: of.Page, URL: got.url, Body: got.body, Done: got.place.leave}
			got.body = nil
			if !yield(p, nil) {
				return
			}
		}
	}
}

// follow reads a page and all that follow it by their next links. An error is the
// last element.
func (c *Client) follow(ctx context.Context, r request) iter.Seq2[*page, error] {
	return func(yield func(*page, error) bool) {
		guard := newLinkGuard(c.root, r.collection.MaxPages)
		r.place = c.inFlight.place()
		defer r.place.leave()
		for r.url != "" {
			r.number++
			if err := guard.allow(r.url); err != nil {
				yield(nil, r.refuse(err))
				return
			}
			got, err := c.get(ctx, r)
			if err != nil {
				yield(nil, err)
				return
			}
			if err := cmp.Or(got.checkLinks(), guard.checkRows(got)); err != nil {
				yield(nil, r.refuse(err))
				return
			}
			if !yield(got, nil) {
				return
			}
			r.url = got.next()
		}
	}
}

// next is where a collection goes on after the page, "" for its end. An empty page that
// leads to itself is the last one: Graph has sent such (microsoft-graph-docs#4897).
func (p *page) next() string {
	if p.value.count == 0 && p.value.next == p.url {
		return ""
	}
	return p.value.next
}
