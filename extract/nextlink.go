package extract

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	errStrayLink = errors.New("a next link where Graph documents none, so that rows would be missing")
	errLinks     = errors.New("two next links that differ")
)

// control takes the name of an annotation apart: the property that it is about, "" for
// the page, and its term in small letters. OData 4.0 writes sessions@odata.nextLink,
// 4.01 also sessions@nextLink, and writers differ in capitals. A next link that is
// overlooked leaves rows out, so that all spellings are one.
func control(name string) (property, term string, ok bool) {
	at := strings.LastIndexByte(name, '@')
	if at < 0 {
		return "", "", false
	}
	return strings.ToLower(name[:at]), strings.TrimPrefix(strings.ToLower(name[at+1:]), "odata."), true
}

// annotation reads an annotation of the page.
func (s *scanner) annotation(property, term string) (err error) {
	p := &s.page
	switch {
	case term == "context" && property == "":
		p.context, err = s.text()
		return err
	case term != "nextlink":
		return s.SkipValue()
	}
	switch property {
	case "", "value":
		return s.nextLink(&p.value.next)
	case "sessions":
		return s.nextLink(&p.sessions.next)
	case "participants_v2":
		return s.nextLink(&p.participants.next)
	}
	return s.strayLink()
}

// nextLink reads a next link; null is none.
func (s *scanner) nextLink(into *string) error {
	if s.PeekKind() != jsontext.KindString {
		return s.strayLink()
	}
	s.page.links++
	link, err := s.text()
	if *into != "" && *into != link {
		s.page.wrong = errLinks
	}
	*into = link
	return err
}

// strayLink skips a next link that cannot be followed; null is none.
func (s *scanner) strayLink() error {
	if s.PeekKind() != jsontext.KindNull {
		s.page.links++
		s.page.wrong = errStrayLink
	}
	return s.SkipValue()
}

// checkLinks refuses a page with a next link that would not be followed. Those deeper
// than the rows are not read one by one: the links that the text has beyond those that
// were read are there.
func (p *page) checkLinks() error {
	if p.wrong != nil {
		return p.wrong
	}
	for _, expanded := range []pageArray{p.sessions, p.participants} {
		if next := p.value.next; next != "" && expanded.next != "" && expanded.next != next {
			return errLinks
		}
	}
	if n := countLinks(p.body); n > p.links {
		return fmt.Errorf("%w: %d inside its rows", errStrayLink, n-p.links)
	}
	return nil
}

// countLinks counts the names of next links in a text of JSON, in any spelling, whose
// value is not null.
func countLinks(text []byte) (n int) {
	for {
		at := bytes.IndexByte(text, '@')
		if at < 0 {
			return n
		}
		text = text[at+1:]
		if isLink(text) {
			n++
		}
	}
}

// isLink says whether a text goes on as the name of a next link does behind its @.
func isLink(text []byte) bool {
	const short, long = len("nextLink"), len("odata.nextLink")
	n := bytes.IndexByte(text[:min(len(text), long+1)], '"')
	if n != short && n != long || !strings.EqualFold(string(text[:n]), "odata.nextLink"[long-n:]) {
		return false
	}
	value, found := bytes.CutPrefix(bytes.TrimLeft(text[n+1:], blank), []byte{':'})
	return found && !bytes.HasPrefix(bytes.TrimLeft(value, blank), []byte("null"))
}

// blank is what JSON has between its tokens.
const blank = " \t\r\n"
