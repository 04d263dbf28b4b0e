package extract

import (
	"cmp"
	"context"
	"fmt"

	"callrecords/schema"
)

// Header asks for a record's header by its id, which no list is needed for. The error
// is a [*schema.SourceError], or the context's: [schema.FaultNotFound] says that Graph
// has no such record, for it is not built yet, has expired, is gone or never was.
func (c *Client) Header(ctx context.Context, id string) (schema.Header, error) {
	r := request{collection: header, record: id, number: 1, place: c.inFlight.place(),
		url: c.recordURL(id, "?$select=id,version,startDateTime,endDateTime")}
	defer r.place.leave()
	got, err := c.get(ctx, r)
	if err != nil {
		return schema.Header{}, err
	}
	var h schema.Header
	s := newScanner(got.body, false)
	err = s.object(func(name string) error { return s.headerMember(&h, name) })
	if err == nil {
		h, err = believe(h, schema.Window{})
	}
	if err = cmp.Or(got.checkRecord(), err); err == nil && h.ID != id {
		err = fmt.Errorf("%w: %.40q", errAnothers, h.ID)
	}
	if err != nil {
		return schema.Header{}, got.refuse(err)
	}
	return h, nil
}
