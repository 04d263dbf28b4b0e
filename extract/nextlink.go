package extract

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
)

var (
	errStrayLink = errors.New("a next link where Graph documents none, so that rows would be missing")
	errLinks     = errors.New("two next links that differ")
)

// annotation reads the control information of the page, and says whether a name is of it.
func (s *scanner) annotation(name string) (found bool, err error) {
	p := &s.page
	if strings.EqualFold(name, "@odata.context") || strings.EqualFold(name, "@context") {
		p.context, err = s.text()
		return true, err
	}
	relationship, link := schema.NextLink(name)
	if !link {
		return false, nil
	}
	switch strings.ToLower(relationship) {
	case "", "value":
		err = s.nextLink(&p.value.next)
	case "sessions":
		err = s.nextLink(&p.sessions.next)
	case "participants_v2":
		err = s.nextLink(&p.participants.next)
	default:
		err = s.strayLink()
	}
	return true, err
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
