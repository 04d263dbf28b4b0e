package transform

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
	"callrecords/transform/scan"
)

// reader walks the tokens of one page along the trie. The batch has one and
// uses it for page after page.
type reader struct {
	plan    *plan
	batch   *Batch
	dec     scan.Scanner
	scratch []*scratch // the open object of each level
	objects uint64     // so many were read: the number of the newest

	learned    int                   // names without a column that are in the trie
	others     map[otherName]*uint64 // for the others, the number of the object that each came in last
	otherNames int                   // of the page, with those that are in the trie
	before     uint64                // objects that were read before the page

	unquoted, path, members []byte // buffers

	keys       keys          // of the record's objects
	number     int           // of the page
	incomplete bool          // the record may be a part
	unreads    schema.Unread // of the page; the place without the page's number
	asides     []string      // objects of the page that are set aside: where, and why
	repeated   int           // bytes that the page wrote more than once
	badKey     error         // why the key of the open object cannot be read
}

// page reads the one object of a page and nothing after it.
func (r *reader) page(trie *node) error {
	r.otherNames, r.before = 0, r.objects
	clear(r.others)
	r.unreads, r.asides = schema.Unread{}, nil
	r.scratch[root].depth = r.dec.Depth()
	if err := r.object(root, trie); err != nil {
		return err
	}
	if !r.dec.End() {
		_ = r.leave() // to be at it
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
	m := membersOf(n)
	for r.more(&m) {
		switch {
		case m.hasColumn():
			derives = derives || m.property.derives
			err = r.property(l, m.property, in)
		case n.ignoreUnknown:
			err = r.dec.Skip()
		default:
			err = r.unknown(l, &m, in)
		}
		if err != nil {
			return err
		}
	}
	if m.err != nil {
		return m.err
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
	if r.dec.Null() {
		return nil
	}
	switch got := r.dec.Peek(); {
	case n.form == value:
		return r.value(l, n, r.cell(l, n))
	case n.form == values:
		return r.values(l, n, r.cell(l, n))
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
	c := r.scratch[l].cell(n.cell)
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
	for r.dec.Peek() != ']' {
		if err := r.child(up, l); err != nil {
			return err
		}
	}
	return r.leave()
}

// child reads one object of a level. It is closed even when it could not be
// read to its end: the columns of a table must stay of equal length. The rows
// of a record that is given up are never committed.
func (r *reader) child(up, l level) error {
	if r.plan.levels[l].key >= 0 && r.dec.Peek() != '{' {
		return r.noObject()
	}
	s := r.scratch[l]
	s.open(r.scratch[up].next[l], r.batch.rows)
	s.depth = r.dec.Depth()
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
	if err := r.leave(); err != nil {
		return err
	}
	for r.dec.Peek() != ']' {
		for _, c := range n.cells {
			r.scratch[l].cell(c).addItem()
		}
		if err := r.listItem(l, n); err != nil {
			return err
		}
	}
	return r.leave()
}

// listItem reads one object of such an array. What is none is an item without
// values.
func (r *reader) listItem(l level, n *node) error {
	switch r.dec.Peek() {
	case 'n':
		return r.leave()
	case '{':
		return r.object(l, n)
	}
	return r.odd(l)
}

// null says whether the next value is null, and leaves it to be read.
func (r *reader) null() bool { return r.dec.Peek() == 'n' }

// leave reads one token: the end of an object or array, or a null.
func (r *reader) leave() error {
	return r.dec.Token()
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
	got := r.dec.Peek()
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
	path, offset = r.dec.Where()
	if len(path) > maxPath {
		path = strings.ToValidUTF8(path[:maxPath], "") + "…"
	}
	return path, offset
}
