package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// The runs of a tenant are a chain: each row holds the hash of the row before
// it (prev_hash) and one over itself (row_hash). Runs that end at the same time
// follow the same row: a fork. The next run names both of its ends, so that
// rows are a graph without loops, and every one of them is named by a later one
// but the last.

// Heads are the ends of the chains of runs, by tenant: the hashes that no other
// row names. One, unless runs ended at the same time; none before the first run.
// Whoever keeps them elsewhere can show later that no row before was edited.
func Heads(ctx context.Context, d *db.DB) (map[string][]string, error) {
	rows, err := db.Query[struct {
		TenantID string `json:"tenant_id"`
		Hash     string `json:"row_hash"`
	}](ctx, d, `
SELECT DISTINCT
    tenant_id,
    row_hash
FROM {runs}
WHERE row_hash != ''
    AND row_hash NOT IN (SELECT arrayJoin(splitByChar(',', prev_hash)) FROM {runs})
ORDER BY
    tenant_id,
    row_hash`, nil)
	if err != nil {
		return nil, fmt.Errorf("read the chain of runs: %w", err)
	}
	heads := map[string][]string{}
	for _, r := range rows {
		heads[r.TenantID] = append(heads[r.TenantID], r.Hash)
	}
	return heads, nil
}

// HashRun is the hash of a row of runs, over the texts of all columns but the
// hash itself: one line per column that says something, "name=value", in the
// order of the columns. An empty value is left out, so that a column added later
// does not change the hashes of the rows before it.
func HashRun(texts map[string]string) string {
	h := sha256.New()
	for _, c := range ddl.Runs.Columns {
		if text := texts[c.Name]; text != "" && text != "0" && c.Name != ddl.RowHash {
			fmt.Fprintf(h, "%s=%q\n", c.Name, text)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// textsOf are the values of a row as the hash takes them: texts as they are,
// numbers in decimal, instants in ms since 1970.
func textsOf(row db.Row) map[string]string {
	texts := map[string]string{}
	for name, v := range row {
		switch v := v.(type) {
		case string:
			texts[name] = v
		case uint64:
			texts[name] = strconv.FormatUint(v, 10)
		case time.Time:
			if !v.IsZero() {
				texts[name] = strconv.FormatInt(v.UnixMilli(), 10)
			}
		}
	}
	return texts
}

// RunTextsSQL selects the same texts, read back from the table: a map by column.
func RunTextsSQL() db.SQL {
	var texts []string
	for _, c := range ddl.Runs.Columns {
		name := engine.Identifier(c.Name)
		text := fmt.Sprintf("toString(%s)", name)
		switch c.Kind {
		case schema.KindMillis:
			text = fmt.Sprintf("toString(toUnixTimestamp64Milli(%s))", name)
		case schema.KindMaxTime:
			text = fmt.Sprintf(
				"ifNull(toString(toUnixTimestamp64Milli(CAST(%s AS Nullable(DateTime64(3, 'UTC'))))), '')",
				name,
			)
		}
		texts = append(texts, engine.Quote(c.Name)+", "+text)
	}
	return db.SQL("map(\n    " + strings.Join(texts, ",\n    ") + ")")
}
