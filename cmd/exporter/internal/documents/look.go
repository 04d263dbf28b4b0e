package documents

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// look reads what must be known of a document before it is flattened: whose
// record it is, and whether it is whole. A record that came without its sessions
// (as Graph's list has it) or whose further pages are elsewhere would replace a
// whole one of the same version. The body is one JSON object.
func (d *Document) look(incomplete bool) {
	l := looker{dec: jsontext.NewDecoder(bytes.NewBuffer(d.Body), lenient...)}
	err := l.object(l.member)
	d.ID, d.Version = l.id, l.version
	switch {
	case err != nil:
		d.Bad = fmt.Errorf("not JSON: %w", err)
	case incomplete:
	case l.lacks != "":
		d.Bad = fmt.Errorf("not a whole call record: %s; --incomplete loads it all the same", l.lacks)
	case !l.sessions:
		d.Bad = errors.New("not a whole call record: it has no sessions; --incomplete loads it all the same")
	}
}

// looker walks one document.
type looker struct {
	dec      *jsontext.Decoder
	id       string
	version  uint64
	sessions bool   // the array is there, be it empty
	lacks    string // what is elsewhere
}

// object reads an object, each member by a function that reads its value.
func (l *looker) object(member func(name string) error) error {
	if _, err := l.dec.ReadToken(); err != nil {
		return err
	}
	for l.dec.PeekKind() == '"' {
		token, err := l.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := member(token.String()); err != nil {
			return err
		}
	}
	_, err := l.dec.ReadToken()
	return err
}

// member reads a property of the record.
func (l *looker) member(name string) error {
	kind := l.dec.PeekKind()
	switch {
	case name == "id" && kind == '"':
		token, err := l.dec.ReadToken()
		l.id = token.String()
		return err
	case name == "version" && (kind == '0' || kind == '"'):
		token, err := l.dec.ReadToken()
		l.version, _ = strconv.ParseUint(token.String(), 10, 64) // if it is none, the flattener says so
		return err
	case name == "sessions" && kind == '[':
		l.sessions = true
		return l.array()
	}
	return l.other(name)
}

// array reads the sessions.
func (l *looker) array() error {
	if _, err := l.dec.ReadToken(); err != nil {
		return err
	}
	for l.dec.PeekKind() == '{' {
		if err := l.session(); err != nil {
			return err
		}
	}
	for l.dec.PeekKind() != ']' { // no sessions: the flattener says so
		if err := l.dec.SkipValue(); err != nil {
			return err
		}
	}
	_, err := l.dec.ReadToken()
	return err
}

// session reads one session and looks for its segments.
func (l *looker) session() error {
	segments := false
	err := l.object(func(name string) error {
		segments = segments || name == "segments" && l.dec.PeekKind() == '['
		return l.other(name)
	})
	if !segments {
		l.lacks = "it has a session without segments"
	}
	return err
}

// other passes over a property, and notes one that says where the next page is
// (OData 4.01 JSON, odata.nextLink).
func (l *looker) other(name string) error {
	if of, ok := strings.CutSuffix(name, "@odata.nextLink"); ok && l.dec.PeekKind() == '"' {
		l.lacks = "further " + of + " are on a page that is not in it"
	}
	return l.dec.SkipValue()
}
