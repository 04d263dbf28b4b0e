package documents

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
)

// inspect says what must be known of a document before it is flattened: whether
// it is a call record, whose it is, and whether it is whole. The body is one
// JSON object, and what it has was found when it was measured.
func (d *Document) inspect(o Options) {
	i := d.found
	d.found = nil
	d.Version = i.version
	if d.Bad = encodingError(*d); d.Bad != nil {
		return
	}
	if i.pageOf != "" {
		d.pageOf = i.pageOf
	}
	if d.Bad = i.otherThanRecord(d); d.Bad != nil {
		return
	}
	if i.seen["id"] == '"' { // without one, the flattener says so
		if d.ID, d.Bad = schema.ParseRecordID(i.id); d.Bad != nil {
			return
		}
	}
	if d.Part = i.lacks(); d.Part != "" && !o.Incomplete {
		d.Bad = fmt.Errorf("not a whole call record: %s; loaded, it would take that from a whole one "+
			"of the same version; --incomplete loads it all the same", d.Part)
	} else if d.Part == "" {
		d.Part = i.mayLack()
	}
	if d.Part == "" && o.Refetch {
		d.Part = "it was imported with --refetch: what Graph has of it was not seen yet"
	}
}

// identify finds out whose record a document is that is no JSON to its end: on a
// line of many, the line does not tell.
func (d *Document) identify() {
	i := newInspector(jsontext.NewDecoder(bytes.NewBuffer(d.Body), lenient...))
	if err := i.object(i.member); err == nil {
		return // it is JSON, but no record
	}
	if id, err := schema.ParseRecordID(i.id); err == nil {
		d.ID = id
	}
}

// inspector walks one document and notes what it finds.
type inspector struct {
	dec     *jsontext.Decoder
	seen    map[string]jsontext.Kind // the members that tell what a document is
	id      string
	version uint64
	pageOf  string         // the record that the document says to be a page of
	error   string         // the code of an error of Graph
	bare    bool           // it has a session without segments
	rows    map[string]int // of the arrays that Graph gives by pages
	further []string       // what the next links lead to
}

func newInspector(dec *jsontext.Decoder) *inspector {
	return &inspector{
		dec:  dec,
		seen: map[string]jsontext.Kind{},
		rows: map[string]int{},
	}
}

// telling are the members that tell what a document is.
var telling = map[string]bool{
	"id": true, "version": true, "sessions": true, "participants_v2": true, // a call record
	"segments": true, "media": true, "caller": true, "callee": true, "identity": true, // a piece of one
	"error": true,                                    // an answer that is none
	"Id":    true, "Version": true, "Sessions": true, // the object of an SDK
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

// member reads a property of the document. The last of two equal names wins.
func (i *inspector) member(name string) error {
	kind := i.dec.PeekKind()
	if telling[name] {
		i.seen[name] = kind
	}
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
		return i.sessions()
	case name == "participants_v2" && kind == '[':
		return i.participants()
	case name == "error" && kind == '{':
		return i.object(func(name string) error {
			value, err := i.dec.ReadValue()
			if name == "code" && err == nil {
				i.error = string(value)
			}
			return err
		})
	}
	return i.other(name)
}

// sessions reads the sessions and looks for their segments.
func (i *inspector) sessions() error {
	if _, err := i.dec.ReadToken(); err != nil {
		return err
	}
	i.bare, i.rows["sessions"] = false, 0
	for i.dec.PeekKind() == '{' {
		i.rows["sessions"]++
		segments := false
		err := i.object(func(name string) error {
			segments = segments || name == "segments" && i.dec.PeekKind() == '['
			return i.other(name)
		})
		if err != nil {
			return err
		}
		i.bare = i.bare || !segments
	}
	for i.dec.PeekKind() != ']' { // items that are no objects: the flattener says so
		if err := i.dec.SkipValue(); err != nil {
			return err
		}
	}
	_, err := i.dec.ReadToken()
	return err
}

// participants counts the participants.
func (i *inspector) participants() error {
	if _, err := i.dec.ReadToken(); err != nil {
		return err
	}
	i.rows["participants_v2"] = 0
	for i.dec.PeekKind() != ']' {
		if err := i.other(""); err != nil {
			return err
		}
		i.rows["participants_v2"]++
	}
	_, err := i.dec.ReadToken()
	return err
}

// other passes over a property, and notes one that says where the next page is,
// or which record's page the document is.
func (i *inspector) other(name string) error {
	kind := i.dec.PeekKind()
	value, err := i.dec.ReadValue()
	if err != nil || kind != '"' {
		return err
	}
	if of, ok := schema.NextLink(name); ok && len(i.further) < maxFurther {
		i.further = append(i.further, of)
	}
	if id := recordOf(name, value); id != "" {
		i.pageOf = id
	}
	return nil
}

// maxFurther bounds the next links that are named.
const maxFurther = 4

// mayLack says what a document looks like that a tool cut at the end of a page and
// took the next link out of, "" when it does not. It may be whole: it is loaded, and
// stays due as long as Graph has it.
func (i *inspector) mayLack() string {
	for _, of := range []struct {
		name string
		page int
	}{{"sessions", schema.SessionsPerPage}, {"participants_v2", schema.ParticipantsPerPage}} {
		if i.rows[of.name] == of.page {
			return fmt.Sprintf(
				"it has exactly %d %s, a full page of Graph's: the others may be missing",
				of.page,
				of.name,
			)
		}
	}
	return ""
}

// lacks says what is missing of the whole record, "" for nothing. The deprecated
// participants are not the participants that are loaded.
func (i *inspector) lacks() string {
	var lacks []string
	if i.seen["participants_v2"] != '[' {
		lacks = append(lacks, "it has no participants_v2")
	}
	if i.seen["sessions"] != '[' {
		lacks = append(lacks, "it has no sessions")
	}
	if i.bare {
		lacks = append(lacks, "it has a session without segments")
	}
	for _, of := range i.further {
		if of == "" {
			of = "members"
		}
		lacks = append(lacks, fmt.Sprintf("further %.40s are on a page that is not in it", of))
	}
	return strings.Join(lacks, ", ")
}
