package httpserver

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/judge"
)

// weighing keeps the weights of the store's views for a while.
type weighing struct {
	one     *semaphore.Weighted // of those who read or ask; who waits may go away
	at      time.Time
	weights judge.Weights
}

// weighedFor is how long views count as they were: an upgrade makes them anew.
const weighedFor = time.Minute

// definitions are those of all tables and views that readers can name; a table's is empty.
const definitions = "SELECT concat(database, '.', name), hex(as_select) FROM system.tables" +
	" WHERE database NOT IN ('system', 'default', 'INFORMATION_SCHEMA', 'information_schema')"

// weighed are the weights of the views, as they stand in the store.
func (h *Handler) weighed(ctx context.Context) (judge.Weights, error) {
	if err := h.views.one.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer h.views.one.Release(1)
	if h.views.weights != nil && time.Since(h.views.at) < weighedFor {
		return h.views.weights, nil
	}
	text, err := h.ask(ctx, definitions, engine.QuerySession{
		Settings: h.opts.Limits.of("max_memory_usage", "max_execution_time"), ReadOnly: true,
	})
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for line := range strings.Lines(text) {
		name, definition, _ := strings.Cut(strings.TrimSpace(line), "\t")
		sql, err := hex.DecodeString(definition)
		if err != nil {
			return nil, err
		}
		found[name] = string(sql)
	}
	h.views.weights, h.views.at = judge.Weigh(found), time.Now()
	return h.views.weights, nil
}
