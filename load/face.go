package load

import (
	"fmt"
	"hash/fnv"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
)

// face is what holds no rows and shows those of tables: a view, or a Distributed
// table on a cluster. It is made anew when its definition has changed.
type face struct {
	name       string // on every node
	kind       string // VIEW or TABLE
	definition string // what follows the name
	columns    string // of a Distributed table, which has them from the table behind it
	comment    string
}

// described is the comment with a mark of the definition, so that a start that
// changes nothing can tell.
func (f face) described() string {
	mark := fnv.New32a()
	mark.Write([]byte(f.definition + f.columns))
	return fmt.Sprintf("%s %s%08x)", f.comment, marked, mark.Sum32())
}

// marked begins the mark. What has none was made by someone else.
const marked = "(definition "

// engine is the engine of a face, as system.tables names it.
func (f face) engine() string {
	if f.kind == "VIEW" {
		return "View"
	}
	return "Distributed"
}

// create is the statement that makes the face, or makes it anew.
func (f face) create(at placement) string {
	return fmt.Sprintf("CREATE OR REPLACE %s %s %s\nCOMMENT %s", f.kind, at.everywhere(f.name), f.definition, engine.Quote(f.described()))
}

// faces are all of them, what others are made from first.
func (w *Warehouse) faces() []face {
	if w.cluster == "" {
		var all []face
		for _, v := range w.views() {
			all = append(all, viewFace(v.name, v.query, v.comment))
		}
		return all
	}
	var tables, views, over []face
	for _, t := range Stored() {
		tables = append(tables, w.overTable(t))
	}
	shard := *w
	shard.onShard = true
	for _, v := range shard.views() {
		views = append(views, viewFace(w.local(v.name), v.query, v.comment+" Of one shard; read "+v.name+" instead."))
		if !v.inner {
			over = append(over, w.overView(v)...)
		}
	}
	return append(append(tables, views...), over...)
}

func viewFace(name, query, comment string) face {
	return face{name: name, kind: "VIEW", definition: "AS\n" + query, comment: comment}
}

// overTable is the Distributed table to write a table to and to read it from.
func (w *Warehouse) overTable(t db.Table) face {
	lines := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		lines[i] = db.Definition(c)
	}
	return w.over(t.Name, t.Shard, strings.Join(lines, "\n"), t.Comment)
}

// overView is what shows the rows of a view of all shards: a Distributed table,
// and a view that adds them up where a row is of several shards.
func (w *Warehouse) overView(v view) []face {
	f := w.over(v.name, "", v.query, v.comment)
	if v.total == "" {
		return []face{f}
	}
	f.name += "_shards"
	f.comment += " A row a shard; read " + v.name + " instead."
	return []face{f, viewFace(v.name, fmt.Sprintf(v.total, w.name(f.name)), v.comment)}
}

// over is a Distributed table over what each shard has under a local name.
func (w *Warehouse) over(name, shard, columns, comment string) face {
	return face{name: name, kind: "TABLE", columns: columns, comment: comment,
		definition: fmt.Sprintf("AS %s\nENGINE = %s", engine.Qualify(w.database, w.local(name)), w.distributed(name, shard))}
}
