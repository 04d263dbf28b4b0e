package load

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/schema"
)

// ErrRefused means that something in the database has the name of ours and is
// not what ours must be. Changing it could lose rows, so nothing is done.
var ErrRefused = errors.New("the tables cannot be brought up to date")

// Plan is what a warehouse lacks. It creates and adds; it never drops a table
// or a column, and never changes one.
type Plan struct {
	Statements []string // DDL, in the order to execute it
	Refusals   []string // what stands in the way, and the way out; with one, nothing is executed
	Notes      []string // what is good to know
}

// Refused is an error that names every refusal, or nil.
func (p Plan) Refused() error {
	if len(p.Refusals) == 0 {
		return nil
	}
	return fmt.Errorf("%w; nothing was changed:\n- %s", ErrRefused, strings.Join(p.Refusals, "\n- "))
}

// Plan compares what is there with what must be. It changes nothing.
func (w *Warehouse) Plan(ctx context.Context) (Plan, error) {
	have, err := w.inventory(ctx)
	if err != nil {
		return Plan{}, err
	}
	var p Plan
	if _, ok := have[""]; !ok {
		p.Statements = append(p.Statements, w.createDatabase())
	}
	for _, t := range Stored() {
		w.planTable(&p, t, have)
	}
	for _, f := range w.faces() {
		w.planFace(&p, f, have)
	}
	return p, nil
}

// planTable makes one table that holds rows, or adds the columns that it lacks.
func (w *Warehouse) planTable(p *Plan, t db.Table, have inventory) {
	placed := w.place(t)
	there, ok := have[placed.Name]
	if !ok {
		p.Statements = append(p.Statements, placed.CreateTable(w.stored(t.Name)))
		return
	}
	name := w.database + "." + placed.Name
	if refusal := unlike(there, placed); refusal != "" {
		p.refuse("table %s %s; %s", name, refusal, w.wayOut(t))
		return
	}
	added, wrong := missing(there, t)
	for _, column := range wrong {
		p.refuse("column %s.%s; %s", name, column, w.wayOut(t))
	}
	if len(added) > 0 {
		p.Statements = append(p.Statements, fmt.Sprintf("ALTER TABLE %s\n    %s", w.stored(t.Name), strings.Join(added, ",\n    ")))
		if isData(t) {
			p.Notes = append(p.Notes, "rows of "+name+" from before hold the default of its new columns until exporter replay fills them from the vault")
		}
	}
	p.Notes = append(p.Notes, differences(there, placed, name)...)
}

// wayOut is how the rows of a table that is refused are kept, and ours made.
func (w *Warehouse) wayOut(t db.Table) string {
	switch {
	case w.cluster != "":
		return `see "A table that is refused" in docs/cluster.md`
	case isData(t):
		return "rename the table (RENAME TABLE … TO …): then exporter schema apply makes it and exporter replay fills it from the vault"
	}
	return "rename the table (RENAME TABLE … TO …): then exporter schema apply makes it; copy the rows with INSERT INTO … SELECT"
}

// isData says whether a replay makes the table's rows anew.
func isData(t db.Table) bool {
	return slices.ContainsFunc(schema.CallRecords.Tables, func(d schema.Table) bool { return d.StoredName() == t.Name })
}

func (p *Plan) refuse(format string, args ...any) {
	p.Refusals = append(p.Refusals, fmt.Sprintf(format, args...))
}

// planFace makes a view or a Distributed table, or makes it anew. It never
// takes the place of what is not ours: replacing a table would drop its rows.
func (w *Warehouse) planFace(p *Plan, f face, have inventory) {
	there, ok := have[f.name]
	name := w.database + "." + f.name
	switch {
	case ok && there.Engine != f.engine():
		p.refuse("%s is a %s and must be a %s; rename it or use another warehouse.database", name, there.Engine, f.engine())
	case ok && !strings.Contains(there.Comment, marked):
		p.refuse("%s was made by someone else; rename it or use another warehouse.database", name)
	case !ok || there.Comment != f.described():
		p.Statements = append(p.Statements, f.create(w.placement))
	}
}
