package load

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// SweepAge is how old a load must be before a sweep may take it for dead, unless
// the options say otherwise. A load must not commit once it is half as old, so
// that three hours lie between the last commit and the first sweep of a load.
const SweepAge = 6 * time.Hour

// Swept is what a sweep took away.
type Swept struct {
	Rows  uint64
	Bytes uint64 // compressed: the rows' share of the parts that held them
}

// Sweep deletes the rows of dead loads: begun before an instant, and not live
// since before it. Loads in flight must be younger. The vault is not swept.
// When it breaks off, what it swept is counted, and the next sweep does the rest.
func (w *Warehouse) Sweep(ctx context.Context, before time.Time) (Swept, error) {
	return w.sweepAll(ctx, w.deadBefore(before))
}

// sweepAll deletes the rows of all data tables that fulfil a condition on whole
// loads. When it breaks off, what it swept is counted.
func (w *Warehouse) sweepAll(ctx context.Context, dead string) (all Swept, err error) {
	for _, t := range schema.CallRecords.Tables {
		swept, err := w.sweep(ctx, t.StoredName(), dead)
		if err != nil {
			return all, fmt.Errorf("%d rows of other tables are swept: %w", all.Rows, err)
		}
		all.Rows += swept.Rows
		all.Bytes += swept.Bytes
	}
	return all, nil
}

// deadBefore is the condition of a dead row: of a load that neither is in loads
// nor in settled_loads, or that a commit replaces. A load is in both books for a
// while, so that it is in one, whichever is read first. A load that lost to one
// begun after the cutoff is spared: a reader may have read the commits before it
// lost, and be about to read its rows.
func (w *Warehouse) deadBefore(before time.Time) string {
	loads, cutoff := w.name(ddl.Loads.Name), firstLoadAt(before)
	return fmt.Sprintf("load_id < %d AND load_id NOT IN (SELECT load_id FROM %s FINAL) "+
		"AND (load_id NOT IN (SELECT load_id FROM %s FINAL) OR load_id IN (%s)) "+
		"AND record_id NOT IN (SELECT record_id FROM %[2]s FINAL WHERE load_id >= %[1]d)",
		cutoff, loads, w.name(ddl.SettledLoads.Name), w.idsOf("replaces"))
}

// sweep deletes the dead rows of one table, and writes anew the partitions of
// which they were more than a tenth.
func (w *Warehouse) sweep(ctx context.Context, table, dead string) (swept Swept, err error) {
	partitions, err := w.withDead(ctx, table, dead)
	if err != nil || len(partitions) == 0 {
		return swept, err
	}
	if err := w.delete(ctx, table, dead); err != nil {
		return swept, err
	}
	for _, p := range partitions {
		swept.Rows += p.Dead
		swept.Bytes += p.bytes()
		if p.Dead*enough > p.Rows && p.Bytes < rewriteBytes {
			if err := w.merge(ctx, w.local(table), p.ID, " FINAL"); err != nil {
				return swept, fmt.Errorf("dead rows are swept, but take up their space until the engine merges: %w", err)
			}
		}
	}
	return swept, nil
}

// enough is the share of dead rows that is worth a sweep, and writing a
// partition anew: a tenth. Partitions of more than rewriteBytes are left to the
// engine's own merges.
const (
	enough       = 10
	rewriteBytes = 4 << 30
)

// worn is a partition that has dead rows.
type worn struct {
	ID                string
	Dead, Rows, Bytes uint64 // dead rows, all rows, bytes on disk
}

// bytes is the dead rows' share of the partition's bytes.
func (p worn) bytes() uint64 {
	return uint64(float64(p.Bytes) * float64(p.Dead) / float64(max(p.Rows, p.Dead)))
}

// withDead counts the dead rows of a table, by partition.
func (w *Warehouse) withDead(ctx context.Context, table, dead string) ([]worn, error) {
	partitions, err := query[worn](ctx, w, fmt.Sprintf(
		"SELECT ID, Dead, Rows, Bytes FROM (SELECT _partition_id AS ID, count() AS Dead FROM %s WHERE %s GROUP BY ID) AS d "+
			"LEFT JOIN (SELECT partition_id AS ID, sum(rows) AS Rows, sum(bytes_on_disk) AS Bytes FROM %s "+
			"WHERE active AND database = %s AND table = %s GROUP BY ID) AS p USING (ID)",
		w.name(table), dead, w.system("parts"), engine.Quote(w.database), engine.Quote(w.local(table))))
	if err != nil {
		return nil, fmt.Errorf("count dead rows of %s: %w", table, err)
	}
	return partitions, nil
}

// withoutPatches are what servers say that have no patch parts: to the setting,
// to its value, or to their use.
var withoutPatches = []proto.Error{
	proto.ErrUnknownSetting, proto.ErrBadArguments, proto.ErrNotImplemented, proto.ErrSupportIsDisabled,
}

// delete removes rows that fulfil a condition on whole loads.
func (w *Warehouse) delete(ctx context.Context, table, where string) error {
	conditions, err := w.pinned(ctx, table, where)
	if err != nil {
		return err
	}
	for _, condition := range conditions {
		if err := w.deleteWhere(ctx, table, condition); err != nil {
			return err
		}
	}
	return nil
}

// deleteWhere removes rows by patch parts where the engine has them (a tenth of a
// second instead of many), by a classic lightweight delete elsewhere.
func (w *Warehouse) deleteWhere(ctx context.Context, table, where string) error {
	sql := fmt.Sprintf("DELETE FROM %s WHERE %s", w.stored(table), where)
	err := w.exec(ctx, "sweep "+table, sql+" SETTINGS lightweight_delete_mode = 'lightweight_update'")
	if engine.IsCode(err, withoutPatches...) {
		return w.exec(ctx, "sweep "+table, sql)
	}
	return err
}
