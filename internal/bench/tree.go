package main

import (
	"fmt"
	"reflect"
	"strings"

	"callrecords/load/engine"
	"callrecords/schema"
)

// property is a JSON property that columns of streams need, with the properties below it: what
// somebody would write down who reads the records with structs in Go, or with nested tuples in
// ClickHouse.
type property struct {
	name   string
	list   bool
	kind   schema.Kind // of a leaf
	inner  []*property // none is a leaf
	column string      // of a leaf
}

// streamsTree is the tree of all columns of streams that come out of the document.
func streamsTree() *property {
	top := &property{}
	for _, c := range schema.Streams.Columns {
		if source := sourceOf(c); source != "" {
			leaf := top.at(source)
			leaf.kind, leaf.column = c.Kind, c.Name
			if item, isList := c.Kind.Item(); isList {
				leaf.kind = item
			}
		}
	}
	return top
}

// sourceOf is the path of a column in the document, "" for none.
func sourceOf(c schema.Column) string {
	if c.FromPage() {
		return c.Source
	}
	// What the exporter takes of the list is in the document, too.
	return map[string]string{
		"record_id": "id", "version": "version", "record_start_date_time": "startDateTime",
	}[c.Name]
}

// at is the property at a path, made if it is not there.
func (p *property) at(path string) *property {
	for step := range strings.SplitSeq(path, ".") {
		name, list := strings.CutSuffix(step, "[]")
		next := p.child(name)
		if next == nil {
			next = &property{name: name, list: list}
			p.inner = append(p.inner, next)
		}
		p = next
	}
	return p
}

func (p *property) child(name string) *property {
	for _, c := range p.inner {
		if c.name == name {
			return c
		}
	}
	return nil
}

// goType is the type that encoding/json decodes the property into. What Graph may leave out or
// send as null is a pointer.
func (p *property) goType() reflect.Type {
	var t reflect.Type
	switch {
	case len(p.inner) > 0:
		var fields []reflect.StructField
		for i, c := range p.inner {
			of := c.goType()
			if len(c.inner) > 0 && !c.list {
				of = reflect.PointerTo(of)
			}
			fields = append(fields, reflect.StructField{
				Name: fmt.Sprint("F", i), Type: of, Tag: reflect.StructTag(fmt.Sprintf(`json:%q`, c.name)),
			})
		}
		t = reflect.StructOf(fields)
	case p.kind == schema.KindBool:
		t = reflect.TypeFor[*bool]()
	case p.kind == schema.KindFloat32: // a number, or the text "NaN"
		t = reflect.TypeFor[any]()
	case p.kind == schema.KindInt32:
		t = reflect.TypeFor[*int32]()
	case p.kind == schema.KindInt64, p.kind == schema.KindUInt64:
		t = reflect.TypeFor[*int64]()
	default: // texts, and what is one in JSON: instants and durations
		t = reflect.TypeFor[string]()
	}
	if p.list {
		t = reflect.SliceOf(t)
	}
	return t
}

// clickhouseType is the type that ClickHouse reads the property as. Durations stay the texts
// that they are.
func (p *property) clickhouseType() string {
	t := p.kind.ClickHouse()
	switch {
	case len(p.inner) > 0:
		t = "Tuple(" + p.clickhouseColumns() + ")"
	case p.kind == schema.KindDuration:
		t = "Nullable(String)"
	}
	if p.list {
		t = "Array(" + t + ")"
	}
	return t
}

// clickhouseColumns are the properties below, with their types.
func (p *property) clickhouseColumns() string {
	var columns []string
	for _, c := range p.inner {
		columns = append(columns, engine.Identifier(c.name)+" "+c.clickhouseType())
	}
	return strings.Join(columns, ", ")
}
