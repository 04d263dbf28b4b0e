package load

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Stored are all tables of a warehouse: the data and the books.
func Stored() []db.Table {
	var all []db.Table
	for _, t := range schema.CallRecords.Tables {
		all = append(all, ddl.Storage(t))
	}
	return append(all, ddl.Control()...)
}

// Migrate makes the database, tables, columns and views that are not there, by
// a fresh [Warehouse.Plan]. A start that finds all in place reads twice and
// writes nothing. Several processes may migrate at once: every statement may
// come twice.
func (w *Warehouse) Migrate(ctx context.Context) error {
	_, err := w.Apply(ctx)
	return err
}

// Apply executes a fresh plan, records it in schema_versions, and returns it.
// A plan with a refusal is not executed at all. What breaks off is finished by
// the next one.
func (w *Warehouse) Apply(ctx context.Context) (Plan, error) {
	plan, err := w.Plan(ctx)
	if err != nil {
		return plan, err
	}
	if err := plan.Refused(); err != nil {
		return plan, err
	}
	for i, statement := range plan.Statements {
		if err := w.exec(ctx, headline(statement), statement); err != nil {
			return plan, fmt.Errorf("statement %d of %d: %w", i+1, len(plan.Statements), err)
		}
		w.log.InfoContext(ctx, "schema changed", "statement", headline(statement))
	}
	if len(plan.Statements) == 0 {
		return plan, nil
	}
	return plan, w.recordVersion(ctx, plan)
}

// headline is the first line of a statement, without a parenthesis.
func headline(statement string) string {
	line, _, _ := strings.Cut(statement, "\n")
	return strings.TrimSuffix(line, " AS")
}

// recordVersion writes the row of an executed plan.
func (w *Warehouse) recordVersion(ctx context.Context, p Plan) error {
	return w.write(ctx, ddl.SchemaVersions, []entry{{
		time.Now(), w.fingerprint(), w.program, strings.Join(p.Statements, ";\n") + ";",
	}})
}

// fingerprint tells the tables of this version of the program from those of
// others.
func (w *Warehouse) fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join(w.DDL(), ";\n")))
	return fmt.Sprintf("%x", sum[:8])
}

// createDatabase is the statement that makes the database.
func (w *Warehouse) createDatabase() string {
	return "CREATE DATABASE IF NOT EXISTS " + engine.Identifier(w.database) + w.onCluster()
}

// DDL is every statement that makes the warehouse where nothing is.
func (w *Warehouse) DDL() []string {
	statements := []string{w.createDatabase()}
	for _, t := range Stored() {
		statements = append(statements, w.place(t).CreateTable(w.stored(t.Name)))
	}
	for _, f := range w.faces() {
		statements = append(statements, f.create(w.placement))
	}
	return statements
}
