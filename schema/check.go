package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Check holds a family together: what the rest of the program takes for granted of
// levels, tables, columns and pages. It names all that is wrong, so that a new
// family fails with a name rather than with a panic or a wrong row later.
func (f Family) Check() error {
	c := check{Family: f}
	if f.Name == "" {
		c.fault("has no name")
	}
	c.levels()
	if len(f.Tables) == 0 {
		c.fault("has no tables")
	}
	names := map[string]bool{}
	for i, t := range f.Tables {
		if names[t.Name] || t.Name == "" {
			c.fault("table %d: the name %q is empty or not the first of its kind", i, t.Name)
		}
		names[t.Name] = true
		c.table(t)
	}
	c.pages()
	return errors.Join(c.faults...)
}

// check gathers the faults of a family.
type check struct {
	Family
	faults []error
}

func (c *check) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("family %s: "+format, append([]any{c.Name}, args...)...))
}

// level is the family's level of a path.
func (c *check) level(path string) (Level, bool) {
	i := slices.IndexFunc(c.Levels, func(l Level) bool { return l.Path == path })
	if i < 0 {
		return Level{}, false
	}
	return c.Levels[i], true
}

// parent is the path of the innermost level around a path.
func (c *check) parent(path string) (around string) {
	for _, l := range c.Levels {
		if l.Path != "" && strings.HasPrefix(path, l.Path+".") && len(l.Path) > len(around) {
			around = l.Path
		}
	}
	return around
}

// levels checks that they are a tree, and that each object makes a row or is part
// of one.
func (c *check) levels() {
	if len(c.Levels) == 0 || c.Levels[0] != (Level{}) {
		c.fault("the first level is not the record itself")
		return
	}
	paths, positions := map[string]bool{}, map[string]bool{}
	for _, l := range c.Levels[1:] {
		steps, err := pathSteps(l.Path)
		switch {
		case err != nil:
			c.fault("level %q: %w", l.Path, err)
		case !strings.HasSuffix(l.Path, "[]"):
			c.fault("level %q: its path does not end in an array", l.Path)
		case lists(steps[:len(steps)-1]) != lists(strings.Split(c.parent(l.Path), ".")):
			c.fault("level %q: an array around it is no level before it", l.Path)
		case paths[l.Path]:
			c.fault("level %q: comes twice", l.Path)
		case l.Position == "" || positions[l.Position]:
			c.fault("level %q: the position column %q is empty or another level's", l.Path, l.Position)
		}
		paths[l.Path], positions[l.Position] = true, true
		c.rowsOf(l)
		c.key(l)
	}
}

// rowsOf checks that the objects of a level without a table are part of rows: those
// of the one level below it.
func (c *check) rowsOf(l Level) {
	if slices.ContainsFunc(c.Tables, func(t Table) bool { return t.RowPath == l.Path }) {
		return
	}
	var below int
	for _, other := range c.Levels {
		if other.Path != "" && c.parent(other.Path) == l.Path {
			below++
		}
	}
	if below != 1 {
		c.fault("level %q: it has no table, and %d levels below it in place of one", l.Path, below)
	}
}

// key checks that what tells the objects of a level apart is a column of their rows, and
// that a row can be left out: nothing else hangs on it.
func (c *check) key(l Level) {
	if l.Key == "" {
		return
	}
	below := func(other Level) bool { return c.parent(other.Path) == l.Path }
	column := func(t Table) bool {
		return t.RowPath == l.Path && slices.ContainsFunc(t.Columns, func(of Column) bool {
			return of.Source == l.Path+"."+l.Key && of.Kind == KindText
		})
	}
	if slices.ContainsFunc(c.Levels[1:], below) || !slices.ContainsFunc(c.Tables, column) {
		c.fault("level %q: its key %q is no text of its rows, or it has levels below", l.Path, l.Key)
	}
}

// table checks one table and its columns.
func (c *check) table(t Table) {
	if _, ok := c.level(t.RowPath); !ok {
		c.fault("table %s: its rows are at %q, which is no level", t.Name, t.RowPath)
	}
	first := slices.IndexFunc(c.Tables, func(other Table) bool { return other.RowPath == t.RowPath })
	if c.Tables[first].Name != t.Name {
		c.fault("table %s: its rows are those of %s", t.Name, c.Tables[first].Name)
	}
	names := map[string]bool{}
	for _, column := range t.StoredColumns() {
		if names[column.Name] || column.Name == "" {
			c.fault("table %s: the column %q comes twice, or has no name", t.Name, column.Name)
		}
		names[column.Name] = true
		if err := c.column(t, column); err != nil {
			c.fault("table %s, column %s: %w", t.Name, column.Name, err)
		}
	}
	for _, name := range append([]string{"tenant_id", "record_id", "version", t.Start}, t.Lookups...) {
		if !names[name] {
			c.fault("table %s: it needs the column %q", t.Name, name)
		}
	}
	if start, ok := t.Column(t.Start); ok && start.Kind != KindStart {
		c.fault("table %s: its start %s is no start but %s", t.Name, t.Start, start.Kind.ClickHouse())
	}
	for at := t.RowPath; at != ""; at = c.parent(at) {
		if l, ok := c.level(at); ok && !slices.Contains(t.Positions(), l.Position) {
			c.fault("table %s: it needs the position column %q", t.Name, l.Position)
		}
	}
	if t.Counter != "" {
		if counter, ok := c.Tables[0].Column(t.Counter); !ok || counter.Source != SourceCounted {
			c.fault("table %s: its counter %s is no %s column of %s", t.Name, t.Counter, SourceCounted, c.Tables[0].Name)
		}
	}
}

// column checks where the value of a column comes from.
func (c *check) column(t Table, column Column) error {
	switch {
	case column.Source == SourcePosition:
		around := func(l Level) bool { return l.Position == column.Name && isWithin(t.RowPath, l.Path) }
		if !slices.ContainsFunc(c.Levels, around) {
			return fmt.Errorf("it is the position of no level around the rows")
		}
		return nil
	case !column.FromPage():
		return nil
	}
	steps, err := pathSteps(column.Source)
	if err != nil {
		return fmt.Errorf("source %q: %w", column.Source, err)
	}
	at := c.parent(column.Source)
	if !isWithin(t.RowPath, at) {
		return fmt.Errorf("source %q: it is at %q, which is not around the rows", column.Source, at)
	}
	_, isList := column.Kind.Item()
	switch inner := lists(steps) - lists(strings.Split(at, ".")); {
	case inner > 1:
		return fmt.Errorf("source %q: it goes through %d arrays that are no levels", column.Source, inner)
	case inner == 1 && !isList:
		return fmt.Errorf("source %q: it has many values, and %s holds one", column.Source, column.Kind.ClickHouse())
	case !column.Kind.fromJSON():
		return fmt.Errorf("source %q: no JSON value becomes %s", column.Source, column.Kind.ClickHouse())
	}
	return nil
}

// pages checks where the arrays of the pages belong.
func (c *check) pages() {
	if len(c.Pages) == 0 {
		c.fault("has no kinds of pages")
	}
	kinds := map[PageKind]bool{}
	for i, p := range c.Pages {
		if kinds[p.Kind] || p.Kind == "" {
			c.fault("page %d: the kind %q is empty or not the first of its name", i, p.Kind)
		}
		kinds[p.Kind] = true
		if p.Arrays == nil && i > 0 {
			c.fault("page %s: only the first kind of pages can be the record itself", p.Kind)
		}
		for name, path := range p.Arrays {
			if _, ok := c.level(path); !ok || path == "" || c.parent(path) != "" {
				c.fault("page %s: the array %s belongs to %q, which is no level below the record", p.Kind, name, path)
			}
		}
	}
}

// isWithin says whether an object at a path is one at another path, or in one.
func isWithin(path, around string) bool {
	return around == "" || path == around || strings.HasPrefix(path, around+".")
}

// lists is the number of arrays in a path.
func lists(steps []string) (n int) {
	for _, s := range steps {
		if strings.HasSuffix(s, "[]") {
			n++
		}
	}
	return n
}

// pathSteps cuts a JSON path at its dots, but not inside @odata.type.
func pathSteps(path string) ([]string, error) {
	const dotted, whole = "@odata.type", "@odata:type"
	if strings.HasSuffix(path, dotted) {
		path = strings.TrimSuffix(path, dotted) + whole
	}
	steps := strings.Split(path, ".")
	for i, s := range steps {
		last := i == len(steps)-1
		switch name := strings.TrimSuffix(s, "[]"); {
		case name == "" || strings.ContainsAny(name, "[]"):
			return nil, fmt.Errorf("step %d is no name, or a name with []", i+1)
		case s == SourceIdentityKind && !last, s == SourceIdentity && last:
			return nil, fmt.Errorf("step %d, %s, is in the wrong place", i+1, s)
		case s != SourceIdentityKind && s != SourceIdentity && strings.HasPrefix(s, "("):
			return nil, fmt.Errorf("%s is no source that the exporter knows", s)
		}
	}
	return steps, nil
}
