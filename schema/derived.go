package schema

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
)

// Derived is a column that the engine computes out of the others of its row when the row is
// inserted, and keeps. A row from before the column was there is computed whenever it is
// read, until the engine writes it anew; so the expression is over columns that are inserted.
type Derived struct {
	Table      string // name of the table that has it
	Column     Column // as readers of live rows see it; Source and Unit are empty
	Expression string // over stored columns of the table
}

// StoredName is the name of the column in the table. It changes with the expression, so
// that what was computed by another one is never taken for it.
func (d Derived) StoredName() string {
	fingerprint := fnv.New32a()
	fingerprint.Write([]byte(d.Expression))
	return fmt.Sprintf("%s_%08x", d.Column.Name, fingerprint.Sum32())
}

// derivedName is the form of such a name.
var derivedName = regexp.MustCompile(`_[0-9a-f]{8}$`)

// IsDerived says whether a column of a table, by its name, can be a derived one.
func IsDerived(storedName string) bool { return derivedName.MatchString(storedName) }

// WithDerived are families whose tables have derived columns, each under its table's name.
func WithDerived(families []Family, derived []Derived) []Family {
	families = slices.Clone(families)
	for i, f := range families {
		families[i].Tables = slices.Clone(f.Tables)
		for j, t := range f.Tables {
			for _, d := range derived {
				if d.Table == t.Name {
					t.Derived = append(t.Derived[:len(t.Derived):len(t.Derived)], d)
				}
			}
			families[i].Tables[j] = t
		}
	}
	return families
}
