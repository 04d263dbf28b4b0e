package documents

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// inspect reads what must be known of a document before it is flattened: whose
// record it is, and whether it is whole. A record that came without its sessions
// (as Graph's list has it) or whose further pages are elsewhere would replace a
// whole one of the same version. The body is one JSON object.
func (d *Document) inspect(incomplete bool) {
	i := inspector{dec: jsontext.NewDecoder(bytes.NewBuffer(d.Body), lenient...)}
	err := i.object(i.member)
	d.ID, d.Version = i.id, i.version
	switch {
	case err != nil:
		d.Bad = fmt.Errorf("not JSON: %w", err)
	case incomplete:
	case i.lacks != "":
		d.Bad = fmt.Errorf("not a whole call record: %s; --incomplete loads it all the same", i.lacks)
	case !i.sessions:
		d.Bad = errors.New("not a whole call record: it has no sessions; --incomplete loads it all the same")
	}
}

// inspector walks one document and notes what it finds.
type inspector struct {
	dec      *jsontext.Decoder
	id       string
	version  uint64
	sessions bool   // the array is there, be it empty
	lacks    string // what is elsewhere
}

// object reads an object, each member by a function that reads its value.
func (i *inspector) object(member func(name string) error) error {
	if _, err := i.dec.ReadToken(); err != nil {
		return err
	}
	for i.dec.PeekKind() == '"' {
		token, err := i.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := member(token.String()); err != nil {
			return err
		}
	}
	_, err := i.dec.ReadToken()
	return err
}

// member reads a property of the record.
func (i *inspector) member(name string) error {
	kind := i.dec.PeekKind()
	switch {
	case name == "id" && kind == '"':
		token, err := i.dec.ReadToken()
		i.id = token.String()
		return err
	case name == "version" && (kind == '0' || kind == '"'):
		token, err := i.dec.ReadToken()
		i.version, _ = strconv.ParseUint(token.String(), 10, 64) // if it is none, the flattener says so
		return err
	case name == "sessions" && kind == '[':
		i.sessions = true
		return i.array()
	}
	return i.other(name)
}

// array reads the sessions and looks for their segments.
func (i *inspector) array() error {
	if _, err := i.dec.ReadToken(); err != nil {
		return err
	}
	for i.dec.PeekKind() == '{' {
		segments := false
		err := i.object(func(name string) error {
			segments = segments || name == "segments" && i.dec.PeekKind() == '['
			return i.other(name)
		})
		if err != nil {
			return err
		}
		if !segments {
			i.lacks = "it has a session without segments"
		}
	}
	for i.dec.PeekKind() != ']' { // items that are no objects: the flattener says so
		if err := i.dec.SkipValue(); err != nil {
			return err
		}
	}
	_, err := i.dec.ReadToken()
	return err
}

// other passes over a property, and notes one that says where the next page is
// (OData 4.01 JSON, odata.nextLink).
func (i *inspector) other(name string) error {
	if of, ok := strings.CutSuffix(name, "@odata.nextLink"); ok && i.dec.PeekKind() == '"' {
		i.lacks = "further " + of + " are on a page that is not in it"
	}
	return i.dec.SkipValue()
}
