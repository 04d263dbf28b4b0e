package ddl

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"callrecords/load/db"
)

// Apply makes the databases, tables, columns and views that are not there, by a
// fresh [Schema.Plan], records the plan in schema_versions, and returns it. A
// plan with a refusal is not executed at all. A view for analysts that cannot be made
// is logged and left out: a record that expires does not wait for it. A start that finds all in place
// reads twice and writes nothing. Several processes may apply at once: every
// statement may come twice. What breaks off is finished by the next one.
func (s *Schema) Apply(ctx context.Context) (Plan, error) {
	plan, err := s.Plan(ctx)
	if err != nil {
		return plan, err
	}
	if err := plan.Refused(); err != nil {
		return plan, err
	}
	for _, left := range plan.Left {
		s.db.Log().ErrorContext(ctx, "a view for analysts is not made", "reason", left)
	}
	var done []string
	for i, statement := range plan.Statements {
		err := s.db.Exec(ctx, headline(statement), statement, nil)
		if err != nil && ctx.Err() == nil && slices.Contains(plan.Spare, statement) {
			s.db.Log().ErrorContext(ctx, "a view for analysts is not made; records load all the same",
				"statement", headline(statement), "error", err)
			continue
		}
		if err != nil {
			return plan, fmt.Errorf("statement %d of %d: %w", i+1, len(plan.Statements), err)
		}
		done = append(done, statement)
		level := slog.LevelInfo
		if len(plan.Statements) > fewStatements {
			level = slog.LevelDebug // the line below says it all
		}
		s.db.Log().Log(ctx, level, "schema changed", "statement", headline(statement))
	}
	if len(done) == 0 {
		return plan, nil
	}
	if len(plan.Statements) > fewStatements {
		s.db.Log().InfoContext(ctx, "schema made", "statements", len(plan.Statements),
			"tables", begun(plan.Statements, "CREATE TABLE"), "views", begun(plan.Statements, "CREATE OR REPLACE VIEW"))
	}
	return plan, s.db.Write(ctx, SchemaVersions, []db.Row{{
		"applied_at":  time.Now(),
		"fingerprint": s.fingerprint(),
		"program":     s.program,
		"statements":  strings.Join(done, ";\n") + ";",
	}})
}

// fewStatements are logged one by one; a new warehouse needs more.
const fewStatements = 8

// begun is how many statements begin with these words.
func begun(statements []string, words string) (n int) {
	for _, s := range statements {
		if strings.HasPrefix(s, words) {
			n++
		}
	}
	return n
}

// headline is the first line of a statement, without a parenthesis.
func headline(statement string) string {
	line, _, _ := strings.Cut(statement, "\n")
	return strings.TrimSuffix(line, " AS")
}

// fingerprint tells the tables of this version of the program from those of
// others.
func (s *Schema) fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join(s.DDL(), ";\n")))
	return fmt.Sprintf("%x", sum[:8])
}

// CreateTable makes a table beside ours, and on a cluster what writes to it.
func CreateTable(ctx context.Context, d *db.DB, t db.Table) error {
	err := d.Exec(ctx, "create a table", d.Place(t).CreateTable(d.Stored(t.Name)), nil)
	if err == nil && d.Clustered() {
		err = d.Exec(ctx, "create a table", overTable(d, t).create(d), nil)
	}
	return err
}

// DropTable takes such a table away again, and first what writes to it.
func DropTable(ctx context.Context, d *db.DB, name string) (err error) {
	for _, target := range slices.Compact([]string{d.Everywhere(name), d.Stored(name)}) {
		err = errors.Join(
			err,
			d.Exec(ctx, "drop a table", "DROP TABLE IF EXISTS {target}", db.Args{"target": db.SQL(target)}),
		)
	}
	return err
}
