package main

import (
	"context"
	"fmt"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/load"
)

// question is a query worth looking at, for the demo.
type question struct{ title, sql string }

// questions are asked in the warehouse's default database.
var questions = []question{
	{"Calls per day and type", `SELECT toDate(start_date_time) AS day, type, count() AS calls,
    round(avg(dateDiff('second', start_date_time, end_date_time)) / 60, 1) AS minutes
FROM callrecords.records
GROUP BY day, type
ORDER BY day DESC, type
LIMIT 10`},
	{
		"Worst streams by jitter and packet loss, with their subnets and devices",
		`SELECT caller_network_subnet AS subnet, caller_network_connection_type AS link,
    caller_device_capture_device_name AS headset, count() AS streams,
    round(avg(average_jitter_ms), 1) AS jitter_ms, round(100 * avg(average_packet_loss_rate), 2) AS loss_percent
FROM callrecords.streams
WHERE caller_network_subnet != ''
GROUP BY subnet, link, headset
HAVING streams >= 5
ORDER BY jitter_ms + 10 * loss_percent DESC
LIMIT 10`,
	},
	{
		"The audit: live records whose rows are not all there (must be 0)",
		`SELECT count() AS wrong FROM callrecords.audit`,
	},
}

// answer prints the result of a query as an aligned table.
func (p *program) answer(ctx context.Context, w *load.Warehouse, sql string) error {
	table, err := w.Text(ctx, sql)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	if err := console.Table(p.Stdout, console.Width(p.Stdout), table[0], table[1:]); err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Stdout)
	return err
}
