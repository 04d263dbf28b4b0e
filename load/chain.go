package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// The runs of a tenant are a chain: each row holds the hash of the row before
// it (prev_hash) and one over itself (row_hash). Runs that end at the same time
// follow the same row: a fork. The next run names both of its ends, so that
// rows are a graph without loops, and every one of them is named by a later one
// but the last.
const (
	prevHash = "prev_hash"
	rowHash  = "row_hash"
)

// link fills the last two columns of a run's row: the ends of the tenant's
// chain, and the hash of the row itself.
func (w *Warehouse) link(ctx context.Context, tenant string, row entry) error {
	heads, err := w.Heads(ctx)
	if err != nil {
		return err
	}
	n := len(row)
	row[n-2] = strings.Join(heads[tenant], ",")
	row[n-1] = hashRun(textsOf(row[:n-1]))
	return nil
}

// Heads are the ends of the chains of runs, by tenant: the hashes that no other
// row names. One, unless runs ended at the same time; none before the first run.
// Whoever keeps them elsewhere can show later that no row before was edited.
func (w *Warehouse) Heads(ctx context.Context) (map[string][]string, error) {
	type row struct{ Tenant, Hash string }
	rows, err := query[row](ctx, w, fmt.Sprintf(`
SELECT DISTINCT tenant_id AS Tenant, row_hash AS Hash FROM %[1]s WHERE row_hash != ''
    AND row_hash NOT IN (SELECT arrayJoin(splitByChar(',', prev_hash)) FROM %[1]s)
ORDER BY Tenant, Hash`, w.name(ddl.Runs.Name)))
	if err != nil {
		return nil, fmt.Errorf("read the chain of runs: %w", err)
	}
	heads := map[string][]string{}
	for _, r := range rows {
		heads[r.Tenant] = append(heads[r.Tenant], r.Hash)
	}
	return heads, nil
}

// hashRun is the hash of a row of runs, over its texts but the last: a line a
// column that says something, "name=value". An empty value is left out, so that
// a column added later does not change the hashes of the rows before it.
func hashRun(texts []string) string {
	h := sha256.New()
	for i, text := range texts {
		if text != "" && text != "0" {
			fmt.Fprintf(h, "%s=%q\n", ddl.Runs.Columns[i].Name, text)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// textsOf are the values of a row as the hash takes them: texts as they are,
// numbers in decimal, instants in ms since 1970.
func textsOf(row entry) []string {
	texts := make([]string, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case string:
			texts[i] = v
		case uint64:
			texts[i] = strconv.FormatUint(v, 10)
		case time.Time:
			if !v.IsZero() {
				texts[i] = strconv.FormatInt(v.UnixMilli(), 10)
			}
		}
	}
	return texts
}

// runTexts is the SQL array of the same texts, read back from the table.
func runTexts() string {
	var texts []string
	for _, c := range ddl.Runs.Columns {
		name := engine.Identifier(c.Name)
		switch c.Kind {
		case schema.KindMillis:
			texts = append(texts, fmt.Sprintf("toString(toUnixTimestamp64Milli(%s))", name))
		case schema.KindMaxTime:
			texts = append(texts, fmt.Sprintf("ifNull(toString(toUnixTimestamp64Milli(CAST(%s AS Nullable(DateTime64(3, 'UTC'))))), '')", name))
		default:
			texts = append(texts, fmt.Sprintf("toString(%s)", name))
		}
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
