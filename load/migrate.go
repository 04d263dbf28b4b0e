package load

import (
	"context"
	"fmt"

	"callrecords/schema"
)

// Stored are all tables of a warehouse: the data and the books.
func Stored() []schema.Stored {
	var all []schema.Stored
	for _, t := range schema.Tables() {
		all = append(all, t.Storage())
	}
	return append(all, schema.Books()...)
}

// Migrate makes the database, tables, columns and views that are not there. It
// never drops or changes a column: one of another type is an error that names
// it. Several processes may migrate at once.
func (w *Warehouse) Migrate(ctx context.Context) error {
	have, err := w.columns(ctx)
	if err != nil {
		return err
	}
	if len(have) == 0 {
		if err := w.exec(ctx, "create database "+w.database,
			"CREATE DATABASE IF NOT EXISTS "+schema.Identifier(w.database)); err != nil {
			return err
		}
	}
	for _, t := range Stored() {
		if err := w.migrate(ctx, t, have[t.Name]); err != nil {
			return err
		}
	}
	return w.createViews(ctx)
}

// migrate makes one table, or adds the columns that it lacks.
func (w *Warehouse) migrate(ctx context.Context, t schema.Stored, have map[string]string) error {
	if len(have) == 0 {
		return w.exec(ctx, "create table "+t.Name, t.CreateTable(w.database))
	}
	after := "FIRST"
	for _, c := range t.Columns {
		switch kind, ok := have[c.Name]; {
		case !ok:
			if err := w.exec(ctx, "add column "+t.Name+"."+c.Name, fmt.Sprintf("ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s",
				w.name(t.Name), c.Definition(), after)); err != nil {
				return err
			}
			w.log.InfoContext(ctx, "column added", "table", t.Name, "column", c.Name)
		case kind != c.Kind.ClickHouse():
			return fmt.Errorf("column %s.%s.%s is a %s and must be a %s; someone else made or changed it: rename the table, or use another database",
				w.database, t.Name, c.Name, kind, c.Kind.ClickHouse())
		}
		after = "AFTER " + schema.Identifier(c.Name)
	}
	return nil
}

// columns are the types of the columns that are there, by table and name.
func (w *Warehouse) columns(ctx context.Context) (map[string]map[string]string, error) {
	type column struct{ Table, Name, Type string }
	rows, err := query[column](ctx, w, "SELECT table AS Table, name AS Name, type AS Type FROM system.columns WHERE database = "+
		schema.Quote(w.database))
	if err != nil {
		return nil, fmt.Errorf("read the tables of %s: %w", w.database, err)
	}
	have := map[string]map[string]string{}
	for _, r := range rows {
		if have[r.Table] == nil {
			have[r.Table] = map[string]string{}
		}
		have[r.Table][r.Name] = r.Type
	}
	return have, nil
}

// DDL is every statement that makes the warehouse where nothing is.
func (w *Warehouse) DDL() []string {
	statements := []string{"CREATE DATABASE IF NOT EXISTS " + schema.Identifier(w.database)}
	for _, t := range Stored() {
		statements = append(statements, t.CreateTable(w.database))
	}
	for _, v := range w.views() {
		statements = append(statements, w.createView(v))
	}
	return statements
}
