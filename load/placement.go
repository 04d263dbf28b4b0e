package load

import (
	"fmt"
	"strings"

	"callrecords/load/db"
	"callrecords/load/engine"
)

// placement is where tables and views are: on the one node of an engine, or on
// the shards of a cluster. It is the only place that knows the difference.
//
// On a cluster, rows are in a table NAME_local on every node, replicated within
// its shard. The view NAME_local joins what its own node has: all rows and
// commits of a record share a shard. NAME itself holds nothing: it is a
// Distributed table over NAME_local, to write to and to read from, so that every
// query names the same tables as on one node.
type placement struct {
	database string
	cluster  string // as the server's remote_servers calls it; "" is one node
	onShard  bool   // names are those of what one node has
}

// name is a table or view of the warehouse, quoted.
func (p placement) name(table string) string {
	if p.onShard {
		table = p.local(table)
	}
	return engine.Qualify(p.database, table)
}

// local is the name of what holds a table's rows, or of the view that reads
// them where they are.
func (p placement) local(table string) string {
	if p.cluster == "" {
		return table
	}
	return table + "_local"
}

// stored is the target of a statement that makes or changes rows where they
// are, on every node that has some.
func (p placement) stored(table string) string { return p.everywhere(p.local(table)) }

// everywhere is the target of a statement that all nodes execute.
func (p placement) everywhere(table string) string {
	return engine.Qualify(p.database, table) + p.onCluster()
}

// onCluster is the clause that makes all nodes execute a statement.
func (p placement) onCluster() string {
	if p.cluster == "" {
		return ""
	}
	return " ON CLUSTER " + engine.Identifier(p.cluster)
}

// system is a system table, of one replica of every shard.
func (p placement) system(table string) string {
	if p.cluster == "" {
		return "system." + table
	}
	return fmt.Sprintf("cluster(%s, system, %s)", engine.Quote(p.cluster), table)
}

// allNodes is a system table of every node, and the number of nodes, as SQL.
func (p placement) allNodes(table string) (from, nodes string) {
	if p.cluster == "" {
		return "system." + table, "1"
	}
	cluster := engine.Quote(p.cluster)
	return fmt.Sprintf("clusterAllReplicas(%s, system, %s)", cluster, table),
		"(SELECT count() FROM system.clusters WHERE cluster = " + cluster + ")"
}

// place is a table as it is kept: under its local name, and replicated within
// its shard (ClickHouse, Data replication: the server fills in the macros).
func (p placement) place(s db.Table) db.Table {
	if p.cluster == "" {
		return s
	}
	family, arguments, _ := strings.Cut(strings.TrimSuffix(s.Engine, ")"), "(")
	s.Name = p.local(s.Name)
	s.Engine = fmt.Sprintf("Replicated%s(%s)", family, strings.TrimSuffix(
		"'/clickhouse/tables/{shard}/{database}/{table}', '{replica}', "+arguments, ", "))
	return s
}

// distributed is the engine of the table that writes to and reads from all
// shards. Only a table has a shard column: nothing is written to a view.
func (p placement) distributed(name, shard string) string {
	arguments := []string{engine.Quote(p.cluster), engine.Quote(p.database), engine.Quote(p.local(name))}
	if shard != "" {
		arguments = append(arguments, "cityHash64("+shard+")")
	}
	return "Distributed(" + strings.Join(arguments, ", ") + ")"
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

		// A replica that is more than five minutes behind is not asked, even when
		// it is the only one (max_replica_delay_for_distributed_queries).
		"fallback_to_stale_replicas_for_distributed_queries": 0,
	}
}
