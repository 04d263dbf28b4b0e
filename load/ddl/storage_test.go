package ddl_test

import (
	"slices"
	"testing"

	"callrecords/load/ddl"
	"callrecords/schema"
)

// On a cluster, a table's rows are found again by the hash of one column, unless all
// nodes have them.
func TestEveryTableHasItsShardColumn(t *testing.T) {
	t.Parallel()
	tables := ddl.Control()
	for _, data := range schema.CallRecords.Tables {
		tables = append(tables, ddl.Storage(data))
	}
	for _, table := range tables {
		if table.Shard == "" {
			if table.Name != ddl.ReferenceLoads.Name {
				t.Errorf("%s has no shard column, and grows with the records", table.Name)
			}
			continue
		}
		if !slices.ContainsFunc(table.Columns, func(c schema.Column) bool { return c.Name == table.Shard }) {
			t.Errorf("%s is sharded by %q, which it does not have", table.Name, table.Shard)
		}
	}
}
