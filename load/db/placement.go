package db

import (
	"fmt"
	"slices"
	"strings"

	"callrecords/load/engine"
)

// StoreSuffix is what the name of the database with the tables has beyond that
// of the database with the views.
const StoreSuffix = "_store"

// Placement is where tables and views are: in which of the two databases, and
// on the one node of an engine or on the shards of a cluster. It is the only
// place that knows the difference.
//
// On a cluster, rows are in a table NAME_local on every node, replicated within
// its shard. The view NAME_local joins what its own node has: all rows and
// commits of a record share a shard. NAME itself holds nothing: it is a
// Distributed table over NAME_local, to write to and to read from, so that every
// query names the same tables as on one node. A table without a shard column has all
// of its rows on every node, under its own name.
type Placement struct {
	views, store string   // databases
	cluster      string   // as the server's remote_servers calls it; "" is one node
	onShard      bool     // names are those of what one node has
	doors        bool     // the views are in the store, and analysts read doors to them
	public       []string // names of the views that analysts read
	inner        []string // names of all else
	whole        []string // of these, what is the same from every shard
	names        *strings.Replacer
}

// newPlacement places tables and views.
func newPlacement(o Options, objects Objects) Placement {
	p := Placement{
		views: o.Database, store: o.Database + StoreSuffix, cluster: o.Cluster, doors: o.Definer,
		public: objects.Public, inner: slices.Clone(objects.Inner), whole: slices.Clone(objects.Whole),
	}
	for _, t := range objects.Tables {
		p.inner = append(p.inner, t.Name)
		if t.Shard == "" {
			p.whole = append(p.whole, t.Name)
		}
	}
	p.names = p.replacer()
	return p
}

// replacer puts the qualified name of every table and view in the place of its
// {name}. It is made once per placement.
func (p Placement) replacer() *strings.Replacer {
	var pairs []string
	for _, name := range slices.Concat(p.inner, p.public) {
		pairs = append(pairs, "{"+name+"}", p.Name(name))
	}
	return strings.NewReplacer(pairs...)
}

// OnShard is the placement of what one node of a cluster has.
func (p Placement) OnShard() Placement {
	p.onShard = true
	p.names = p.replacer()
	return p
}

// Databases are the one with the views and the one with the tables.
func (p Placement) Databases() (views, store string) { return p.views, p.store }

// Clustered says whether the warehouse is on a cluster.
func (p Placement) Clustered() bool { return p.cluster != "" }

// Cluster is its name, "" of one node.
func (p Placement) Cluster() string { return p.cluster }

// Shards is how many shards there are, as SQL.
func (p Placement) Shards() string {
	if p.cluster == "" {
		return "1"
	}
	return "(SELECT uniqExact(shard_num) FROM system.clusters WHERE cluster = " + engine.Quote(p.cluster) + ")"
}

// IsPublic says whether analysts read a view.
func (p Placement) IsPublic(name string) bool { return slices.Contains(p.public, name) }

// Doors says whether analysts read the views through doors: views of the same names that
// run with the rights of whoever made them. The views themselves are in the store then.
func (p Placement) Doors() bool { return p.doors }

// database is where a table or view is: what one node of a cluster has is in
// the store, whatever it is.
func (p Placement) database(name string) string {
	if p.IsPublic(name) && !p.ofShard(name) && !p.doors {
		return p.views
	}
	return p.store
}

// ofShard says whether a name is that of what one node has.
func (p Placement) ofShard(name string) bool { return p.onShard && !slices.Contains(p.whole, name) }

// Name is a table or view of the warehouse, qualified and quoted.
func (p Placement) Name(name string) string {
	database := p.database(name)
	if p.ofShard(name) {
		name = p.Local(name)
	}
	return engine.Qualify(database, name)
}

// Local is the name of what holds a table's rows, or of the view that reads
// them where they are.
func (p Placement) Local(name string) string {
	if p.cluster == "" || slices.Contains(p.whole, name) {
		return name
	}
	return name + "_local"
}

// Stored is the storage table, ON CLUSTER: the target for DDL and mutations.
func (p Placement) Stored(name string) string {
	return engine.Qualify(p.store, p.Local(name)) + p.OnCluster()
}

// Everywhere is a table or view as the target of a statement that all nodes
// execute.
func (p Placement) Everywhere(name string) string {
	return engine.Qualify(p.database(name), name) + p.OnCluster()
}

// OnCluster is the clause that makes all nodes execute a statement.
func (p Placement) OnCluster() string {
	if p.cluster == "" {
		return ""
	}
	return " ON CLUSTER " + engine.Identifier(p.cluster)
}

// System is a system table, of one replica of every shard.
func (p Placement) System(table string) string {
	if p.cluster == "" {
		return "system." + table
	}
	return fmt.Sprintf("cluster(%s, system, %s)", engine.Quote(p.cluster), table)
}

// AllNodes is a system table of every node, and the number of nodes, as SQL.
func (p Placement) AllNodes(table string) (from, nodes string) {
	if p.cluster == "" {
		return "system." + table, "1"
	}
	cluster := engine.Quote(p.cluster)
	return fmt.Sprintf("clusterAllReplicas(%s, system, %s)", cluster, table),
		"(SELECT count() FROM system.clusters WHERE cluster = " + cluster + ")"
}

// Place is a table as it is kept: under its local name, and replicated within
// its shard, or to all nodes (ClickHouse, Data replication: the server fills in the
// macros).
func (p Placement) Place(t Table) Table {
	if p.cluster == "" {
		return t
	}
	t.Name = p.Local(t.Name)
	t.Engine.Replicated, t.Engine.OnAllNodes = true, t.Shard == ""
	return t
}

// Distributed is the engine of the table that writes to and reads from all
// shards. Only a table has a shard column: nothing is written to a view.
func (p Placement) Distributed(name, shard string) string {
	arguments := []string{engine.Quote(p.cluster), engine.Quote(p.store), engine.Quote(p.Local(name))}
	if shard != "" {
		arguments = append(arguments, "cityHash64("+shard+")")
	}
	return "Distributed(" + strings.Join(arguments, ", ") + ")"
}

// String says where the warehouse is, for errors.
func (p Placement) String() string {
	if p.cluster == "" {
		return p.views
	}
	return p.views + " on cluster " + p.cluster
}

// ClusterSettings are what the statements of a warehouse on a cluster need
// (ClickHouse, Settings: session), by name.
func ClusterSettings() map[string]any {
	return map[string]any{
		"distributed_foreground_insert": 1,       // rows are on their shard before the insert returns …
		"insert_quorum":                 "auto",  // … on most of its replicas: a commit is not seen before its rows
		"insert_quorum_parallel":        1,       // exporters do not wait for one another
		"distributed_product_mode":      "local", // what is joined shares a shard: each joins its own
		"distributed_ddl_output_mode":   "throw", // a node that did not do it is an error

		// A shard that does not answer is an error, and none that has nothing.
		"skip_unavailable_shards": 0,

		// What is copied from one table to another goes the way of all other rows, by the hash.
		"parallel_distributed_insert_select": 0,

		// A replica that is more than five minutes behind is not asked, even when
		// it is the only one (max_replica_delay_for_distributed_queries).
		"fallback_to_stale_replicas_for_distributed_queries": 0,
	}
}
