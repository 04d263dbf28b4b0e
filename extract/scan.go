package extract

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
)

// contents is what we need to know of a page: whether it is whole, where the next one
// is, and what it holds.
type contents struct {
	id           string          // of an entity; "" when not sent
	context      string          // where Graph says that the page is from; "" when not sent
	version      uint64          // of an entity; 0 when not sent
	callType     string          // of a record; "" when not sent
	value        pageArray       // of a collection
	sessions     pageArray       // of an entity that expands them
	participants pageArray       // participants_v2, likewise
	rows         []schema.Header // value, where it was asked for as headers
	links        int             // next links that were read
	wrong        error           // a next link that cannot be followed
}

// pageArray is an array of a page.
type pageArray struct {
	next            string // address of its next page, "" for the last
	present         bool   // the array is in the page, be it empty
	count           int
	withoutSegments int  // objects without a property "segments"
	truncated       bool // an object's segments have a next page of their own
	from            int64
	to              int64     // offsets in the body
	objects         []bytesOf // those with an id
}

// bytesOf is where an object stands in the body.
type bytesOf struct{ from, to int64 }

// maxRows is more headers than any page of the list has: 60, of Graph.
const maxRows = 50_000

var (
	errNotObject = errors.New("not an object")
	errManyRows  = fmt.Errorf("more than %d rows on one page", maxRows)
)

// scan reads a page once, to its end. Names may repeat and text may be invalid UTF-8:
// whether that matters is for those to say who read the rest. With headers, the rows
// of value are read as such.
func scan(body []byte, headers bool) (contents, error) {
	s := newScanner(body, headers)
	if s.PeekKind() != '{' {
		return contents{}, s.unexpected()
	}
	if err := s.object(s.member); err != nil {
		return contents{}, err
	}
	if _, err := s.ReadToken(); !errors.Is(err, io.EOF) {
		return contents{}, errors.Join(errors.New("more after the object"), err)
	}
	return s.page, nil
}

// scanner holds the page while it is read.
type scanner struct {
	*jsontext.Decoder
	headers bool
	page    contents
}

func newScanner(body []byte, headers bool) *scanner {
	return &scanner{headers: headers, Decoder: jsontext.NewDecoder(bytes.NewBuffer(body),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
}

func (s *scanner) unexpected() error {
	if _, err := s.ReadValue(); err != nil {
		return err
	}
	return errNotObject
}

// object reads an object; member has to consume each value.
func (s *scanner) object(member func(name string) error) error {
	if _, err := s.ReadToken(); err != nil {
		return err
	}
	for s.PeekKind() == '"' {
		name, err := s.ReadToken()
		if err != nil {
			return err
		}
		if err := member(name.String()); err != nil {
			return err
		}
	}
	_, err := s.ReadToken()
	return err
}

// member reads one of the page.
func (s *scanner) member(name string) (err error) {
	if found, err := s.annotation(name); found {
		return err
	}
	p := &s.page
	switch name {
	case "id":
		p.id, err = s.text()
	case "version":
		p.version, err = s.integer()
	case "type":
		p.callType, err = s.text()
	case "value":
		err = s.array(&p.value, s.headers)
	case "sessions":
		err = s.array(&p.sessions, false)
	case "participants_v2":
		err = s.array(&p.participants, false)
	default:
		err = s.SkipValue()
	}
	return err
}

// array reads the objects of an array, and each as a header when asked to. Of two
// members with one name the last wins whole, as it does where rows are made.
func (s *scanner) array(c *pageArray, headers bool) error {
	*c = pageArray{next: c.next}
	if headers {
		s.page.rows = nil
	}
	if s.PeekKind() != '[' {
		return s.SkipValue()
	}
	if _, err := s.ReadToken(); err != nil {
		return err
	}
	c.present, c.from = true, s.InputOffset()
	for k := s.PeekKind(); k != ']' && k != jsontext.KindInvalid; k = s.PeekKind() {
		h, err := s.item(c, headers)
		if err != nil {
			return err
		}
		c.count++
		if headers {
			if c.count > maxRows {
				return errManyRows
			}
			s.page.rows = append(s.page.rows, h)
		}
	}
	_, err := s.ReadToken()
	c.to = s.InputOffset()
	return err
}

// item reads an object of an array as far as it can be a session, or a header.
func (s *scanner) item(c *pageArray, header bool) (h schema.Header, err error) {
	if s.PeekKind() != '{' {
		return h, s.SkipValue()
	}
	from, segments, id := s.InputOffset(), false, ""
	err = s.object(func(name string) (err error) {
		if _, link := schema.NextLink(name); link && s.PeekKind() != jsontext.KindNull {
			s.page.links++
			c.truncated = true
		}
		switch {
		case header:
			return s.headerMember(&h, name)
		case name == "id":
			id, err = s.text()
			return err
		case name == "segments":
			segments = true
		}
		return s.SkipValue()
	})
	if !segments {
		c.withoutSegments++
	}
	if id != "" {
		c.objects = append(c.objects, bytesOf{from, s.InputOffset()})
	}
	return h, err
}

// text reads a string; null and anything else is "".
func (s *scanner) text() (string, error) {
	if s.PeekKind() != '"' {
		return "", s.SkipValue()
	}
	t, err := s.ReadToken()
	if err != nil {
		return "", err
	}
	return t.String(), nil
}

// integer reads a positive Edm.Int64, a number or (IEEE754Compatible) a string;
// anything else is 0.
func (s *scanner) integer() (uint64, error) {
	if k := s.PeekKind(); k != '"' && k != '0' {
		return 0, s.SkipValue()
	}
	t, err := s.ReadToken()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseUint(t.String(), 10, 63)
	if err != nil {
		return 0, nil
	}
	return n, nil
}
