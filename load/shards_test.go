package load_test

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// twoShards makes the engine a cluster of itself: both shards are at its own
// address under two names, so that Distributed tables execute each shard's part of a query in
// this process. Nothing listens on the port.
const twoShards = `<tcp_port>9000</tcp_port>
	<remote_servers><two>
		<shard><replica><host>127.0.0.1</host><port>9000</port></replica></shard>
		<shard><replica><host>localhost</host><port>9000</port></replica></shard>
	</two></remote_servers>`

// families are all that the program exports.
var families = []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls}

// shards is the engine as a cluster of two. The rows of both shards are in the
// same local tables, and a filter shows each shard its own: those that the
// Distributed engine sent there. Outside of a shard's part of a query the local
// tables are empty, so that nothing is found that was not asked of the shards.
// What needs Keeper is left out: ON CLUSTER, replication.
type shards struct {
	engine.Engine
	filters string
}

func newShards(e engine.Engine, database string) shards {
	var filters []string
	for _, s := range ddl.Tables(families, nil) {
		if s.Shard == "" {
			continue // all nodes have all rows
		}
		filters = append(filters, fmt.Sprintf("'%s_store.%s_local': 'cityHash64(%s) %% 2 = shardNum() - 1'",
			database, s.Name, s.Shard))
	}
	return shards{e, " distributed_product_mode = 'local', parallel_distributed_insert_select = 0, " +
		"additional_table_filters = {" + strings.Join(filters, ", ") + "}"}
}

var replicated = regexp.MustCompile(`Replicated(\w+)\('[^']*', '[^']*\{replica\}'(?:, )?`)

// alone is a statement as one node without Keeper takes it.
func alone(sql string) string {
	return replicated.ReplaceAllString(strings.ReplaceAll(sql, " ON CLUSTER `two`", ""), "$1(")
}

// claimed makes the engines of local tables look replicated to the plan.
func claimed(sql string) string {
	return strings.Replace(sql, "toString(engine_full)",
		"if((t.name LIKE '%_local' OR t.name = 'reference_loads') AND t.engine != 'View', 'Replicated', '') || toString(engine_full)", 1)
}

// withSettings is a query that has settings of its own.
var withSettings = regexp.MustCompile(`SETTINGS [\w= ,]+$`)

// aloneInShard makes the local tables look like replicas of which there is one per shard.
func aloneInShard(sql string) string {
	return strings.Replace(sql, "FROM cluster('two', system, replicas)", "FROM (SELECT database, name AS table, "+
		"1 AS total_replicas FROM cluster('two', system, tables) WHERE engine LIKE '%MergeTree')", 1)
}

// settled is a query with the settings of the cluster.
func (s shards) settled(sql string) string {
	if withSettings.MatchString(sql) {
		return sql + "," + s.filters
	}
	return sql + " SETTINGS" + s.filters
}

// Exec takes statements for all nodes, and those that the Distributed engine
// spreads. The parser is asked before what it would not execute is taken out.
func (s shards) Exec(ctx context.Context, sql string) error {
	if strings.HasPrefix(strings.TrimSpace(sql), "INSERT") {
		return s.Engine.Exec(ctx, s.settled(sql))
	}
	if !strings.Contains(sql, " ON CLUSTER `two`") {
		return fmt.Errorf("only this node would execute %s", sql)
	}
	if err := s.Engine.Exec(ctx, "EXPLAIN AST "+sql); err != nil {
		return err
	}
	return s.Engine.Exec(ctx, alone(sql))
}

func (s shards) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	return s.Engine.Query(ctx, s.settled(claimed(aloneInShard(alone(sql)))), format)
}

// setupShards is a warehouse on the cluster.
func setupShards(t *testing.T, e engine.Engine) *fixture {
	t.Helper()
	if !ofOurs(e) {
		t.Skip("a server of someone else's is no cluster of two")
	}
	f := &fixture{T: t, node: e, now: time.Now()}
	f.lend("two shards", func() {
		f.engine = newShards(f.node, f.database)
		f.Warehouse = f.over(f.engine, load.Options{Cluster: "two"})
	})
	return f
}
