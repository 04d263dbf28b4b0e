package reference

import (
	"slices"
	"strings"

	"callrecords/schema"
)

// Kind is one kind of reference data: what its file has, and what readers see of it.
type Kind struct {
	Name    string   // as users say it; also the name of the view
	Comment string   // one line for people: what a row is
	Columns []Column // of a row, in the order of a file without a header
	Named   bool     // the file begins with a header of names, in any order; else columns count by position
	Late    string   // the column that older files lack, by position; "" for none

	row func(cells []string) *fault   // checks a row as a whole, and may put its cells right; nil for nothing to check
	key func(cells []string) []string // what no two rows have in common; "" for none

	derived func(rows []Row) map[string]string // see Derived; nil for nothing
}

// Column is one column of a kind.
type Column struct {
	schema.Column          // as the view has it
	Names         []string // what headers call it beside its name: lower case, letters and digits alone
	Needed        bool     // no cell is empty

	read func(cell string) (string, error) // checks a cell, and puts it in the form that is kept; nil for any text
}

// fault is what is wrong with a row, and in which column.
type fault struct {
	column string // "" for the whole row
	reason string
}

// Kinds are all kinds, in the order in which they are told.
func Kinds() []Kind {
	return []Kind{Buildings(), Endpoints(), People(), Targets(), FailurePatterns(), SIPCodes(), Trunks()}
}

// Names are the names of all kinds.
func Names() (names []string) {
	for _, k := range Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// Of is the kind of that name.
func Of(name string) (Kind, bool) {
	kinds := Kinds()
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return kinds[i], true
}

// Header is the line of names that a file of the kind may begin with.
func (k Kind) Header() []string {
	names := make([]string, len(k.Columns))
	for i, c := range k.Columns {
		names[i] = c.Name
	}
	return names
}

// Derived are the bodies that are made of the kind's rows and kept beside theirs, by the
// kind under which they are kept.
func (k Kind) Derived(rows []Row) map[string]string {
	if k.derived == nil {
		return nil
	}
	return k.derived(rows)
}

// index is the place of the column that a header calls so; -1 for none.
func (k Kind) index(heading string) int {
	folded := fold(heading)
	return slices.IndexFunc(k.Columns, func(c Column) bool {
		return folded == fold(c.Name) || slices.Contains(c.Names, folded)
	})
}

// fold is a heading without what people spell differently: NetworkIP, Network IP, network_ip.
func fold(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r > 0x7f:
			return r
		}
		return -1
	}, heading)
}

// text is a column of any text.
func text(name, meaning string, names ...string) Column {
	return Column{Column: schema.Column{Name: name, Kind: schema.KindText, Meaning: meaning}, Names: names}
}

// keyword is a column of few distinct texts.
func keyword(name, meaning string, names ...string) Column {
	c := text(name, meaning, names...)
	c.Kind = schema.KindKeyword
	return c
}

// flag is a column of yes or no.
func flag(name, meaning string, names ...string) Column {
	return Column{
		Column: schema.Column{
			Name:    name,
			Kind:    schema.KindFlag,
			Meaning: meaning,
		}, Names: names, read: readFlag,
	}
}

// needed is a column of which no cell is empty.
func needed(c Column) Column {
	c.Needed = true
	return c
}

// checked is a column whose cells are read by a function.
func checked(c Column, read func(string) (string, error)) Column {
	c.read = read
	return c
}
