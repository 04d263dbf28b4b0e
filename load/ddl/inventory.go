package ddl

import (
	"context"
	"fmt"

	"callrecords/load/db"
)

// object is a table or view that is there. What differs between the nodes of a
// cluster is given with " / " between.
type object struct {
	Database  string `json:"database"`
	Name      string `json:"name"`          // "" for the database itself
	Engine    string `json:"engine"`        // View, Distributed, ReplacingMergeTree, …
	Full      string `json:"engine_full"`   // engine with arguments, keys and settings
	Order     string `json:"sorting_key"`   //
	Partition string `json:"partition_key"` //
	Primary   string `json:"primary_key"`   //
	Comment   string `json:"comment"`
	DDL       string `json:"ddl"` // the statement that makes it; "" of a view

	columns map[string]string // type by name
}

// inventory is what the two databases have on all of their nodes, by database
// and name. What only some nodes have counts as missing.
type inventory map[string]object

// key is where an inventory has an object; name is "" for the database itself.
func key(database, name string) string { return database + "." + name }

// inventory reads what is there, in two queries. Of views it asks only what the plan
// compares: to spell out their definitions takes the engine ten times as long as all the rest.
func (s *Schema) inventory(ctx context.Context) (inventory, error) {
	views, store := s.db.Databases()
	tables, nodes := s.db.AllNodes("tables")
	databases, _ := s.db.AllNodes("databases")
	columnsFrom, _ := s.db.AllNodes("columns")
	args := db.Args{
		"databases": []string{views, store}, "nodes": db.SQL(nodes),
		"system_tables": db.SQL(
			tables,
		), "system_databases": db.SQL(databases), "system_columns": db.SQL(columnsFrom),
	}
	objects, err := db.Query[object](ctx, s.db, `
SELECT
    t.database AS database,
    t.name AS name,
    arrayStringConcat(arraySort(groupUniqArray(toString(t.engine))), ' / ') AS engine,
    arrayStringConcat(arraySort(groupUniqArray(toString(engine_full))), ' / ') AS engine_full,
    arrayStringConcat(arraySort(groupUniqArray(toString(t.sorting_key))), ' / ') AS sorting_key,
    arrayStringConcat(arraySort(groupUniqArray(toString(t.partition_key))), ' / ') AS partition_key,
    arrayStringConcat(arraySort(groupUniqArray(toString(t.primary_key))), ' / ') AS primary_key,
    arrayStringConcat(arraySort(groupUniqArray(toString(t.comment))), ' / ') AS comment,
    any(t.ddl) AS ddl
FROM
(
    SELECT
        database,
        name,
        engine,
        engine_full,
        sorting_key,
        partition_key,
        primary_key,
        comment,
        create_table_query AS ddl
    FROM {system_tables}
    WHERE database IN ({databases})
        AND engine != 'View'
    UNION ALL
    SELECT
        database,
        name,
        engine,
        '' AS engine_full,
        '' AS sorting_key,
        '' AS partition_key,
        '' AS primary_key,
        comment,
        '' AS ddl
    FROM {system_tables}
    WHERE database IN ({databases})
        AND engine = 'View'
) AS t
GROUP BY
    database,
    name
HAVING count() >= {nodes}
UNION ALL
SELECT
    d.name AS database,
    '' AS name,
    '' AS engine,
    '' AS engine_full,
    '' AS sorting_key,
    '' AS partition_key,
    '' AS primary_key,
    '' AS comment,
    '' AS ddl
FROM {system_databases} AS d
WHERE d.name IN ({databases})
GROUP BY database
HAVING count() >= {nodes}`, args)
	if err != nil {
		return nil, fmt.Errorf("read the tables of %s: %w", s.db, err)
	}
	columns, err := db.Query[struct {
		Database string `json:"database"`
		Table    string `json:"table"`
		Name     string `json:"name"`
		Type     string `json:"kind"`
	}](ctx, s.db, `
SELECT
    database,
    table,
    name,
    arrayStringConcat(arraySort(groupUniqArray(toString(type))), ' / ') AS kind
FROM {system_columns}
WHERE database IN ({databases})
GROUP BY
    database,
    table,
    name
HAVING count() >= {nodes}`, args)
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", s.db, err)
	}
	have := inventory{}
	for _, o := range objects {
		o.columns = map[string]string{}
		have[key(o.Database, o.Name)] = o
	}
	for _, c := range columns {
		if o, ok := have[key(c.Database, c.Table)]; ok {
			o.columns[c.Name] = c.Type
		}
	}
	return have, nil
}
