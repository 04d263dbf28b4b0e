package documents

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
)

// otherThanRecord says what a document is that is no call record, and what to do
// about it; nil for a call record, whole or not.
func (i *inspector) otherThanRecord(d *Document) error {
	has := func(name string) bool { return i.seen[name] != 0 }
	switch {
	case has("version"), has("sessions"):
		return nil
	case has("Version"), has("Sessions"):
		return errors.New("the object of an SDK (Id, Version, Sessions with capitals), as ConvertTo-Json " +
			"writes it: its names and values are not Graph's; keep the answer itself, " +
			"in PowerShell with Invoke-MgGraphRequest -OutputFilePath FILE")
	case i.error != "":
		return fmt.Errorf("an error that Graph answered (code %.80s), no call record", i.error)
	case i.seen["segments"] == '[', has("caller") && has("callee") && !has("media"):
		return i.pieceOfPage(d, "session")
	case i.seen["media"] == '[':
		return i.pieceOfPage(d, "segment")
	case has("identity"):
		return i.pieceOfPage(d, "participant")
	}
	if at := recordIn(d.Body); at != "" {
		return fmt.Errorf("no call record at the top of the document; there is one at %.200q: "+
			"import the records alone, as an array or a line each", at)
	}
	return errors.New("no call record: it has neither a version nor sessions")
}

// pieceOfPage says that a document is on a page of a record's sessions, segments
// or participants.
func (i *inspector) pieceOfPage(d *Document, piece string) error {
	d.piece = piece
	of := "a call record"
	if d.pageOf != "" {
		of = "call record " + d.pageOf
	}
	return fmt.Errorf("a page of %ss of %s, and no record: put all of it into one document, "+
		`the record with its "participants_v2": […] and "sessions": […]`, piece, of)
}

// recordIn is where in a document the first call record is, as a JSON pointer;
// "" when there is none.
func recordIn(body []byte) jsontext.Pointer {
	f := finder{dec: jsontext.NewDecoder(bytes.NewBuffer(body), lenient...)}
	f.value()
	return f.at
}

// finder walks a document to the first object that is a call record.
type finder struct {
	dec *jsontext.Decoder
	at  jsontext.Pointer
}

// value reads on, and reports whether to go on.
func (f *finder) value() bool {
	switch f.dec.PeekKind() {
	case '[':
		if _, err := f.dec.ReadToken(); err != nil {
			return false
		}
		for f.dec.PeekKind() != ']' {
			if !f.value() {
				return false
			}
		}
	case '{':
		if !f.object() {
			return false
		}
	default:
		return f.dec.SkipValue() == nil
	}
	_, err := f.dec.ReadToken()
	return err == nil
}

// object reads the members of an object, and stops when they are a record's.
func (f *finder) object() bool {
	if _, err := f.dec.ReadToken(); err != nil {
		return false
	}
	version, start := false, false
	for f.dec.PeekKind() == '"' {
		token, err := f.dec.ReadToken()
		if err != nil {
			return false
		}
		version = version || token.String() == "version"
		start = start || token.String() == "startDateTime"
		if version && start {
			f.at = f.dec.StackPointer().Parent()
			return false
		}
		if !f.value() {
			return false
		}
	}
	return true
}
