package db

import (
	"github.com/ClickHouse/ch-go/proto"

	"context"
	"fmt"
	"slices"

	"callrecords/load/engine"
)

// withoutPatches are what servers say that have no patch parts: to the setting,
// to its value, or to their use.
var withoutPatches = []proto.Error{
	proto.ErrUnknownSetting, proto.ErrBadArguments, proto.ErrNotImplemented, proto.ErrSupportIsDisabled,
}

// Delete removes the rows of a table that fulfil a condition on whole loads: by
// patch parts where the engine has them (a tenth of a second instead of many),
// by a classic lightweight delete elsewhere.
func (d *DB) Delete(ctx context.Context, table string, where SQL) error {
	conditions, err := d.resolveLoadIDs(ctx, table, where)
	if err != nil {
		return err
	}
	for _, condition := range conditions {
		args := Args{"stored": SQL(d.Stored(table)), "where": condition}
		err := d.Exec(
			ctx,
			"delete from "+table,
			"DELETE FROM {stored} WHERE {where} SETTINGS lightweight_delete_mode = 'lightweight_update'",
			args,
		)
		if engine.IsCode(err, withoutPatches...) {
			err = d.Exec(ctx, "delete from "+table, "DELETE FROM {stored} WHERE {where}", args)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// resolvedLoads is how many loads one condition names: it must stay below the
// 256 KiB that a statement may have (ClickHouse, max_query_size).
const resolvedLoads = 10_000

// resolveLoadIDs turns a condition on whole loads into conditions that every
// node of a cluster understands alike: the loads themselves, by id. A replica
// that lags behind, or is being made anew, would answer a subquery on the
// commits with fewer of them, and take live rows for dead. One node can be
// asked directly.
func (d *DB) resolveLoadIDs(ctx context.Context, table string, where SQL) ([]SQL, error) {
	if !d.Clustered() {
		return []SQL{where}, nil
	}
	rows, err := Query[struct {
		LoadID uint64 `json:"load_id"`
	}](ctx, d, "SELECT DISTINCT load_id FROM {table} WHERE {where} ORDER BY load_id",
		Args{"table": SQL(d.Name(table)), "where": where})
	if err != nil {
		return nil, fmt.Errorf("name the loads to delete from %s: %w", table, err)
	}
	var conditions []SQL
	for chunk := range slices.Chunk(rows, resolvedLoads) {
		ids := make([]uint64, len(chunk))
		for i, r := range chunk {
			ids[i] = r.LoadID
		}
		conditions = append(conditions, SQL("load_id IN ("+Literal(ids)+")"))
	}
	return conditions, nil
}

// Merge merges parts of one partition of a table that holds rows: as many as
// pay off, or all of them.
func (d *DB) Merge(ctx context.Context, localTable, partition string, all bool) error {
	final := SQL("")
	if all {
		final = " FINAL"
	}
	return d.Exec(ctx, "merge "+localTable, "OPTIMIZE TABLE {target} PARTITION ID {partition}{final}", Args{
		"target":    SQL(engine.Qualify(d.store, localTable) + d.OnCluster()),
		"partition": partition,
		"final":     final,
	})
}
