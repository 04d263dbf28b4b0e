package transform

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
)

// reader walks the tokens of one page along the trie. The batch has one and
// uses it for page after page.
type reader struct {
	plan    *plan
	batch   *Batch
	dec     *jsontext.Decoder
	source  bytes.Buffer
	scratch []*scratch // the open object of each level
	path    []byte     // of the property being read, below its level's object
	objects uint64     // so many were read: the number of the newest
	others  map[otherName]*uint64

	keys       keys          // of the record's objects
	number     int           // of the page
	incomplete bool          // the record may be a part
	unreads    schema.Unread // of the page; the place without the page's number
	asides     []string      // objects of the page that are set aside: where, and why
	badKey     error         // why the key of the open object cannot be read
}

// decoderOptions are what pages may be that JSON may not. Duplicate names are in the
// service's documentation; lastwins.go says what becomes of them. Half of a surrogate pair is
// what cutting a name in the middle of an emoji leaves: it becomes U+FFFD, as in
// a browser, rather than cost the record.
var decoderOptions = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// reset points the reader at a page.
func (r *reader) reset(body []byte) {
	r.source = *bytes.NewBuffer(body)
	if r.dec == nil {
		r.dec = jsontext.NewDecoder(&r.source, decoderOptions...)
		return
	}
	r.dec.Reset(&r.source, decoderOptions...)
}

// page reads the one object of a page and nothing after it.
func (r *reader) page(trie *node) error {
	r.path = r.path[:0]
	clear(r.others)
	r.unreads, r.asides = schema.Unread{}, nil
	if err := r.object(root, trie); err != nil {
		return err
	}
	if _, err := r.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("data after the end of the page's object")
	}
	return nil
}

// object reads an object of a level's trie.
func (r *reader) object(l level, n *node) error {
	in, err := r.open()
	if err != nil {
		return err
	}
	derives := false
	for r.dec.PeekKind() != '}' {
		name, back, err := r.name()
		if err != nil {
			return err
		}
		if next := n.props[string(name)]; next != nil {
			derives = derives || next.derives
			err = r.property(l, next, in)
		} else if n.ignoreUnknown {
			err = r.dec.SkipValue()
		} else {
			err = r.unknown(l, n, name, in)
		}
		if err != nil {
			return err
		}
		r.path = r.path[:back]
	}
	if n.derived != nil {
		n.derived.fillType(r.cell(l, n.derived.typeName), derives)
	}
	return r.leave()
}

// property reads the value of a property that is in the trie, in an object of a
// number.
func (r *reader) property(l level, n *node, in uint64) error {
	if n.seenIn == in {
		return errTwice
	}
	n.seenIn = in
	switch {
	case n.form == value:
		return r.value(l, n, r.cell(l, n))
	case n.form == values:
		return r.values(l, n, r.cell(l, n))
	case r.null():
		return r.leave()
	}
	switch got := r.dec.PeekKind(); {
	case n.form == childLevel:
		return r.children(l, n.level)
	case n.form == typeName:
		return r.readType(l, r.cell(l, n))
	case n.form == object && got == '{':
		return r.object(l, n)
	case n.form == identitySet && got == '{':
		return r.identitySet(l, n)
	case n.form == list && got == '[':
		return r.list(l, n)
	}
	return r.odd(l)
}

// cell is where the value of a node goes.
func (r *reader) cell(l level, n *node) *cell {
	c := &r.scratch[l].cells[n.cell]
	if n.inList {
		return &c.list[len(c.list)-1]
	}
	return c
}

// children reads an array whose objects are of a deeper level.
func (r *reader) children(up, l level) error {
	if r.scratch[up].seen[l] {
		return errors.New("this array is the second of its kind in one object")
	}
	r.scratch[up].seen[l] = true
	if err := r.enter('['); err != nil {
		return err
	}
	// The paths of unknown properties begin at the child. Those of its parent
	// stay below them in the same buffer, to go on with afterwards.
	back := r.path
	for r.dec.PeekKind() != ']' {
		r.path = back[len(back):]
		if err := r.child(up, l); err != nil {
			return err
		}
	}
	r.path = back
	return r.leave()
}

// child reads one object of a level. It is closed even when it could not be
// read to its end: the columns of a table must stay of equal length. The rows
// of a record that is given up are never committed.
func (r *reader) child(up, l level) error {
	if r.plan.levels[l].key >= 0 && r.dec.PeekKind() != '{' {
		return r.noObject()
	}
	s := r.scratch[l]
	s.open(r.scratch[up].next[l], r.batch.rows)
	r.scratch[up].next[l]++
	r.badKey = nil
	err := r.object(l, r.plan.levels[l].trie)
	if err == nil && (r.badKey != nil || r.cameBefore(l)) {
		if r.badKey != nil {
			r.setAside(r.badKey)
		}
		r.scratch[up].next[l]--
		return nil
	}
	r.close(l)
	return err
}

// list reads an array of objects that stays inside one row, as columns of
// lists: each object adds an item to each of them.
func (r *reader) list(l level, n *node) error {
	cells := r.scratch[l].cells
	for _, c := range n.cells {
		cells[c].clear()
	}
	if err := r.leave(); err != nil {
		return err
	}
	back := len(r.path)
	for i := 0; r.dec.PeekKind() != ']'; i++ {
		for _, c := range n.cells {
			cells[c].addItem()
		}
		r.index(back, i)
		if err := r.listItem(l, n); err != nil {
			return err
		}
	}
	r.path = r.path[:back]
	return r.leave()
}

// listItem reads one object of such an array. What is none is an item without
// values.
func (r *reader) listItem(l level, n *node) error {
	switch r.dec.PeekKind() {
	case 'n':
		return r.leave()
	case '{':
		return r.object(l, n)
	}
	return r.odd(l)
}

// name reads a property's name, adds it to the path, and returns it with the
// length to cut the path back to.
func (r *reader) name() (name []byte, back int, err error) {
	raw, err := r.dec.ReadValue()
	if err != nil {
		return nil, 0, err
	}
	back = len(r.path)
	if back > 0 {
		r.path = append(r.path, '.')
	}
	from := len(r.path)
	r.path = unquote(r.path, raw)
	return r.path[from:], back, nil
}

// index puts the place in an array at the end of the array's path.
func (r *reader) index(array, i int) {
	r.path = append(strconv.AppendInt(append(r.path[:array], '['), int64(i), 10), ']')
}

// null says whether the next value is null, and leaves it to be read.
func (r *reader) null() bool { return r.dec.PeekKind() == 'n' }

// leave reads one token: the end of an object or array, or a null.
func (r *reader) leave() error {
	_, err := r.dec.ReadToken()
	return err
}

// open reads the start of an object, and gives it a number.
func (r *reader) open() (number uint64, err error) {
	r.objects++
	return r.objects, r.enter('{')
}

// enter reads the start of an object or an array that must be there. It begins
// to read what is there instead, so that the decoder's pointer is at it rather
// than at what was before; when that is no JSON, the decoder knows why.
func (r *reader) enter(want jsontext.Kind) error {
	got := r.dec.PeekKind()
	if err := r.leave(); err != nil || got == want {
		return err
	}
	return fmt.Errorf("%s where %s belongs", kindName(got), kindName(want))
}

// maxPath bounds the path of an error, in bytes: names come from outside.
const maxPath = 200

// where is the place of the value read last: its JSON pointer, and the bytes
// into the page.
func (r *reader) where() (path string, offset int64) {
	path = string(r.dec.StackPointer())
	if len(path) > maxPath {
		path = strings.ToValidUTF8(path[:maxPath], "") + "…"
	}
	return path, r.dec.InputOffset()
}
