package ddl

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/schema"
)

// ErrRefused means that something in the databases has the name of ours and is
// not what ours must be. Changing it could lose rows, so nothing is done.
var ErrRefused = errors.New("the tables cannot be brought up to date")

// Plan is what a warehouse lacks. It creates and adds; it never drops a table
// or a column, and never changes one.
type Plan struct {
	Statements []string // DDL, in the order to execute it
	Refusals   []string // what stands in the way, and the way out; with one, nothing is executed
	Notes      []string // what is good to know

	// Spare are those of the statements that make views for analysts, and Left what of
	// those views cannot be made, and the way out: no load needs them.
	Spare []string
	Left  []string
}

// Refused is an error that names every refusal, or nil.
func (p Plan) Refused() error {
	if len(p.Refusals) == 0 {
		return nil
	}
	return fmt.Errorf("%w; nothing was changed:\n- %s", ErrRefused, strings.Join(p.Refusals, "\n- "))
}

// Plan compares what is there with what must be. It changes nothing.
func (s *Schema) Plan(ctx context.Context) (Plan, error) {
	have, err := s.inventory(ctx)
	if err != nil {
		return Plan{}, err
	}
	var p Plan
	views, store := s.db.Databases()
	if old, ok := have[key(views, Loads.Name)]; ok && strings.HasSuffix(old.Engine, "MergeTree") {
		p.refuse(
			"database %s holds a warehouse of a version before tables and views were apart, which cannot be carried over: "+
				"name another warehouse.database, which the next run fills from Graph; older records stay readable where they are, "+
				"and the version that made them can read their pages out of %[1]s.raw_pages",
			views,
		)
		return p, nil
	}
	for _, database := range []string{views, store} {
		if _, ok := have[key(database, "")]; !ok {
			p.Statements = append(p.Statements, s.createDatabase(database))
		}
	}
	for _, t := range Tables(s.db.Families(), nil) {
		s.planTable(&p, t, have)
	}
	for _, v := range Facts(s.db) {
		var facts Plan
		s.planTable(&facts, FactsTable(v), have)
		p.Statements, p.Spare = append(p.Statements, facts.Statements...), append(p.Spare, facts.Statements...)
		p.Left, p.Notes = append(p.Left, facts.Refusals...), append(p.Notes, facts.Notes...)
	}
	for _, t := range s.db.DataTables() {
		s.planDerived(&p, t, have)
	}
	for _, proxy := range proxies(s.db) {
		s.planProxy(&p, proxy, have)
	}
	return p, nil
}

// planTable makes one table that holds rows, or adds the columns that it lacks.
func (s *Schema) planTable(p *Plan, t db.Table, have inventory) {
	_, store := s.db.Databases()
	placed := s.db.Place(t)
	there, ok := have[key(store, placed.Name)]
	if !ok {
		p.Statements = append(p.Statements, placed.CreateTable(s.db.Stored(t.Name)))
		return
	}
	name := key(store, placed.Name)
	if refusal := incompatible(there, placed); refusal != "" {
		p.refuse("table %s %s; %s", name, refusal, s.wayOut(t))
		return
	}
	added, wrong := missing(there, t)
	for _, column := range wrong {
		p.refuse("column %s.%s; %s", name, column, s.wayOut(t))
	}
	if len(added) > 0 {
		p.Statements = append(p.Statements, fmt.Sprintf("ALTER TABLE %s\n    %s",
			s.db.Stored(t.Name), strings.Join(added, ",\n    ")))
		if s.isData(t) {
			p.Notes = append(p.Notes, "rows of "+name+
				" from before hold the default of its new columns until exporter replay fills them from the archive")
		}
	}
	p.Notes = append(p.Notes, differences(there, placed, s.derivedNames(t), name)...)
}

// wayOut is how the rows of a table that is refused are kept, and ours made.
func (s *Schema) wayOut(t db.Table) string {
	const rename = "rename the table (RENAME TABLE … TO …): then exporter schema apply makes it"
	switch {
	case s.db.Clustered():
		return `see "A table that is refused" in docs/cluster.md`
	case s.isData(t):
		return rename + " and exporter replay fills it from the archive"
	}
	return rename + "; copy the rows with INSERT INTO … SELECT"
}

// isData says whether a replay makes the table's rows anew.
func (s *Schema) isData(t db.Table) bool {
	return slices.ContainsFunc(s.db.DataTables(), func(d schema.Table) bool { return d.StoredName() == t.Name })
}

func (p *Plan) refuse(format string, args ...any) {
	p.Refusals = append(p.Refusals, fmt.Sprintf(format, args...))
}

func (p *Plan) leave(format string, args ...any) {
	p.Left = append(p.Left, fmt.Sprintf(format, args...))
}

// planProxy makes a view or a Distributed table, or makes it anew. It never
// takes the place of what is not ours: replacing a table would drop its rows.
func (s *Schema) planProxy(p *Plan, x proxy, have inventory) {
	views, store := s.db.Databases()
	database := store
	if x.public {
		database = views
	}
	there, ok := have[key(database, x.name)]
	name := key(database, x.name)
	refuse := p.refuse
	if x.analysts {
		refuse = p.leave
	}
	switch {
	case ok && there.Engine != x.engine():
		refuse(
			"%s is a %s and must be a %s; rename it or use another warehouse.database",
			name,
			there.Engine,
			x.engine(),
		)
	case ok && !strings.Contains(there.Comment, fingerprinted):
		refuse("%s was made by someone else; rename it or use another warehouse.database", name)
	case !ok || there.Comment != x.described():
		statement := x.create(s.db)
		p.Statements = append(p.Statements, statement)
		if x.analysts {
			p.Spare = append(p.Spare, statement)
		}
	}
}

// createDatabase is the statement that makes one of the databases.
func (s *Schema) createDatabase(database string) string {
	return "CREATE DATABASE IF NOT EXISTS " + engine.Identifier(database) + s.db.OnCluster()
}

// DDL is every statement that makes the warehouse where nothing is.
func (s *Schema) DDL() []string {
	views, store := s.db.Databases()
	statements := []string{s.createDatabase(views), s.createDatabase(store)}
	for _, t := range Tables(s.db.Families(), s.db.Views()) {
		statements = append(statements, s.db.Place(t).CreateTable(s.db.Stored(t.Name)))
	}
	for _, t := range s.db.DataTables() {
		if len(t.Derived) > 0 {
			statements = append(statements, s.derive(t, t.Derived))
		}
	}
	for _, p := range proxies(s.db) {
		statements = append(statements, p.create(s.db))
	}
	return statements
}
