// Package difference tells two versions of a call record apart, property by
// property, from their pages as Graph sent them.
package difference

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"callrecords/schema"
)

// Properties are the values of a record by path, as compact JSON, such as
// sessions[ID].segments[ID].media[0].streams[1].averageJitter. Objects of an
// array are named by their id, so that one that is put in between does not move
// the others; by id and count where ids repeat (Graph repeats session ids); by
// position where there are none. Null is absent, and annotations (@) are left
// out: both are nothing to the tables.
type Properties map[string]string

// collections are where the items of a page go that is not the record itself.
var collections = map[schema.PageKind]string{
	schema.PageSessions:     "sessions",
	schema.PageParticipants: "participants_v2",
}

// Read takes the properties from a record's pages, in their order.
func Read(pages []schema.Page) (Properties, error) {
	r := reader{all: Properties{}, seen: map[string]int{}}
	for i, p := range pages {
		decoder := json.NewDecoder(bytes.NewReader(p.Body))
		decoder.UseNumber()
		var document map[string]any
		if err := decoder.Decode(&document); err != nil {
			return nil, fmt.Errorf("page %d: %w", i, err)
		}
		r.page(p.Kind, document)
	}
	return r.all, nil
}

// reader walks documents.
type reader struct {
	all  Properties
	seen map[string]int // items so far, by path without count
}

// page takes in one page.
func (r reader) page(kind schema.PageKind, document map[string]any) {
	name, part := collections[kind]
	if !part {
		r.object("", document)
		return
	}
	items, ok := document["value"]
	if !ok {
		items = document[name] // participants can come inside the record
	}
	r.value(name, items)
}

// object takes in the properties of an object. The path "" is the record's.
func (r reader) object(path string, object map[string]any) {
	if path != "" {
		path += "."
	}
	for name, v := range object {
		if !strings.Contains(name, schema.AnnotationMark) {
			r.value(path+name, v)
		}
	}
}

// value takes in a value of any kind.
func (r reader) value(path string, v any) {
	switch v := v.(type) {
	case nil:
	case map[string]any:
		r.object(path, v)
	case []any:
		r.list(path, v)
	default:
		r.all[path] = text(v)
	}
}

// list takes in an array: of objects, each under its own path; of anything
// else, as one value.
func (r reader) list(path string, items []any) {
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			r.object(r.name(path, object), object)
			continue
		}
		r.all[path] = text(items)
		return
	}
}

// name is the path of an item of an array.
func (r reader) name(path string, item map[string]any) string {
	id, ok := item["id"].(string)
	if !ok {
		n := r.seen[path]
		r.seen[path]++
		return fmt.Sprintf("%s[%d]", path, n)
	}
	path = fmt.Sprintf("%s[%s]", path, id)
	if r.seen[path]++; r.seen[path] > 1 {
		path = fmt.Sprintf("%s#%d", path, r.seen[path])
	}
	return path
}

// text is a value as compact JSON.
func text(v any) string {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v) // what was decoded can be encoded
	}
	return string(body)
}
