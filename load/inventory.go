package load

import (
	"context"
	"fmt"

	"callrecords/load/engine"
)

// object is a table or view that is there. What differs between the nodes of a
// cluster is given with " / " between.
type object struct {
	Name      string // "" for the database itself
	Engine    string // View, Distributed, ReplacingMergeTree, …
	Full      string // engine with arguments, keys and settings
	Order     string // sort key
	Partition string // partition key
	Primary   string // primary key
	Comment   string
	DDL       string // the statement that makes it

	columns map[string]string // type by name
}

// inventory is what a database has on all of its nodes, by name. What only some
// nodes have counts as missing.
type inventory map[string]object

// inventory reads what is there, in two queries.
func (w *Warehouse) inventory(ctx context.Context) (inventory, error) {
	objects, err := query[object](ctx, w, w.objectsSQL())
	if err != nil {
		return nil, w.unreadable(err)
	}
	type column struct{ Table, Name, Type string }
	from, nodes := w.allNodes("columns")
	columns, err := query[column](ctx, w, fmt.Sprintf(
		"SELECT table AS Table, name AS Name, %s AS Type FROM %s WHERE database = %s GROUP BY Table, Name HAVING count() >= %s",
		alike("type"), from, engine.Quote(w.database), nodes))
	if err != nil {
		return nil, w.unreadable(err)
	}
	have := inventory{}
	for _, o := range objects {
		o.columns = map[string]string{}
		have[o.Name] = o
	}
	for _, c := range columns {
		if o, ok := have[c.Table]; ok {
			o.columns[c.Name] = c.Type
		}
	}
	return have, nil
}

// objectsSQL asks for the database, its tables and its views.
func (w *Warehouse) objectsSQL() string {
	tables, nodes := w.allNodes("tables")
	databases, _ := w.allNodes("databases")
	return fmt.Sprintf("SELECT name AS Name, %s AS Engine, %s AS Full, %s AS Order, %s AS Partition, %s AS Primary, %s AS Comment, any(create_table_query) AS DDL "+
		"FROM %s WHERE database = %s GROUP BY Name HAVING count() >= %s "+
		"UNION ALL SELECT '', '', '', '', '', '', '', '' FROM %s WHERE name = %[8]s GROUP BY name HAVING count() >= %[9]s",
		alike("engine"), alike("engine_full"), alike("sorting_key"), alike("partition_key"), alike("primary_key"), alike("comment"),
		tables, engine.Quote(w.database), nodes, databases)
}

// alike is what all nodes say, once.
func alike(column string) string {
	return "arrayStringConcat(arraySort(groupUniqArray(toString(" + column + "))), ' / ')"
}

// unreadable says what cannot be read.
func (w *Warehouse) unreadable(err error) error {
	where := w.database
	if w.cluster != "" {
		where += " on cluster " + w.cluster
	}
	return fmt.Errorf("read the tables of %s: %w", where, err)
}
