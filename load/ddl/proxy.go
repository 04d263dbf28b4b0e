package ddl

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
	"callrecords/schema"
)

// proxy is a view or a Distributed table. It stores no rows, so it is replaced
// whenever its definition changes.
type proxy struct {
	name       string // on every node
	public     bool   // analysts read it: it is in the database of the views
	kind       string // VIEW or TABLE
	definition string // what follows the name
	comment    string
	analysts   bool // it is of a view for analysts
}

// described is the comment with a fingerprint of the definition, so that a start
// that changes nothing can tell.
func (p proxy) described() string {
	fingerprint := fnv.New32a()
	fingerprint.Write([]byte(p.definition))
	return fmt.Sprintf("%s %s%08x)", p.comment, fingerprinted, fingerprint.Sum32())
}

// fingerprinted begins the fingerprint. What has none was made by someone else.
const fingerprinted = "(definition "

// engine is the engine of a proxy, as system.tables names it.
func (p proxy) engine() string {
	if p.kind == "VIEW" {
		return "View"
	}
	return "Distributed"
}

// create is the statement that makes the proxy, or makes it anew.
func (p proxy) create(d *db.DB) string {
	views, store := d.Databases()
	database := store
	if p.public {
		database = views
	}
	return fmt.Sprintf("CREATE OR REPLACE %s %s%s\n%s\nCOMMENT %s",
		p.kind, engine.Qualify(database, p.name), d.OnCluster(), p.definition, engine.Quote(p.described()))
}

// proxies are all of them, what others are made from first.
func proxies(d *db.DB) []proxy {
	var all []proxy
	add := func(of view, made ...proxy) {
		for _, p := range made {
			p.analysts = of.analysts
			all = append(all, p)
		}
	}
	if !d.Clustered() {
		for _, v := range views(d) {
			public := d.IsPublic(v.name)
			add(v, viewProxy(v.name, public && !d.Doors(), v.columns, string(v.query), v.comment))
			if public && d.Doors() {
				add(v, door(d, v))
			}
		}
		return all
	}
	// On a cluster every node has views of its own rows, and Distributed tables
	// over them ask all nodes. What spans records reads those.
	for _, t := range Tables(d.Families(), d.Views()) {
		if t.Shard != "" {
			all = append(all, overTable(d, t))
		}
	}
	whole := views(d)
	for i, v := range views(d.OnShard()) {
		if v.spans {
			add(v, viewProxy(v.name, d.IsPublic(v.name), v.columns, string(whole[i].query), v.comment))
			continue
		}
		comment := v.comment + " Of one shard; read " + v.name + " instead."
		add(v, viewProxy(d.Local(v.name), false, v.columns, string(v.query), comment))
		if !v.hidden {
			add(v, overView(d, v)...)
		}
	}
	return all
}

// viewProxy is a view with its columns, each with its comment. Without the
// parentheses the engine takes COMMENT for an alias of what is selected from.
//
// It runs with the rights of whoever asks, not with those of whoever made it
// (ClickHouse, CREATE VIEW, SQL SECURITY DEFINER). A definer's view takes a
// snapshot of the commits of its own: a query that joins two of them would see a
// record in one and not in the other. Who would rather have that than grant readers
// rights on the store has doors. What a reader may read is in docs/served.md.
func viewProxy(name string, public bool, columns []schema.Column, query, comment string) proxy {
	return proxy{name: name, public: public, kind: "VIEW", comment: comment, definition: fmt.Sprintf(
		"%s\nAS (%s\n)", declared(columns), query)}
}

// declared are the columns of a view or of a Distributed table, with their comments.
func declared(columns []schema.Column) string {
	lines := make([]string, len(columns))
	for i, c := range columns {
		lines[i] = "    " + db.ViewColumn(c)
	}
	return "(\n" + strings.Join(lines, ",\n") + "\n)"
}

// parameter is one of a view that is asked for like a function (ClickHouse, Parameterized view).
var parameter = regexp.MustCompile(`\{(\w+):[^{}]+\}`)

// door is the view through which analysts read a view of the store, with the rights of
// whoever made it. What that view reads is behind the door, and asks with the same rights:
// so all of it is of one snapshot, however many views there are.
func door(d *db.DB, v view) proxy {
	var arguments []string
	for _, found := range parameter.FindAllStringSubmatch(string(v.query), -1) {
		argument := found[1] + " = " + found[0]
		if !slices.Contains(arguments, argument) {
			arguments = append(arguments, argument)
		}
	}
	from := d.Name(v.name)
	if arguments != nil {
		from += "(" + strings.Join(arguments, ", ") + ")"
	}
	return proxy{name: v.name, public: true, kind: "VIEW", comment: v.comment, definition: fmt.Sprintf(
		"%s\nDEFINER = CURRENT_USER SQL SECURITY DEFINER\nAS (\nSELECT\n    %s\nFROM %s\n)",
		declared(v.columns), db.Columns(v.columns), from)}
}

// overTable is the Distributed table to write a table to and to read it from.
// Its columns are part of the definition: they come from the table behind it.
func overTable(d *db.DB, t db.Table) proxy {
	return over(d, t.Name, t.Shard, t.Columns, t.Comment)
}

// overView is what shows the rows of a view of all shards: a Distributed table,
// and a view that adds them up where a row is of several shards.
func overView(d *db.DB, v view) []proxy {
	p := over(d, v.name, "", v.columns, v.comment)
	p.public = d.IsPublic(v.name)
	if v.total == "" {
		return []proxy{p}
	}
	p.name, p.public = v.name+"_shards", false
	p.comment += " One row per shard; read " + v.name + " instead."
	_, store := d.Databases()
	total := d.SQL(v.total, db.Args{"shards": db.SQL(engine.Qualify(store, p.name))})
	return []proxy{p, viewProxy(v.name, d.IsPublic(v.name), v.columns, total, v.comment)}
}

// over is a Distributed table over what each shard has under a local name.
func over(d *db.DB, name, shard string, columns []schema.Column, comment string) proxy {
	return proxy{name: name, kind: "TABLE", comment: comment, definition: fmt.Sprintf(
		"%s\nENGINE = %s", declared(columns), d.Distributed(name, shard))}
}
