package demo

import (
	"context"
	"fmt"
	"os"
	"strings"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/load"
)

// question is a query worth looking at, for the demo.
type question struct{ title, sql string }

// questions are asked in the warehouse's default database.
var questions = []question{
	{"Calls per day and type", `SELECT
    toDate(start_date_time) AS day,
    type,
    count() AS calls,
    round(avg(dateDiff('second', start_date_time, end_date_time)) / 60, 1)
        AS minutes
FROM callrecords.records
GROUP BY day, type
ORDER BY day DESC, type
LIMIT 10`},
	{
		"Worst streams by jitter and packet loss, with their subnets and devices",
		`SELECT
    caller_network_subnet AS subnet,
    caller_network_connection_type AS link,
    caller_device_capture_device_name AS headset,
    count() AS streams,
    round(avg(average_jitter_ms), 1) AS jitter_ms,
    round(100 * avg(average_packet_loss_rate), 2) AS loss_percent
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

// ask asks what an analyst would, and shows the SQL.
func ask(ctx context.Context, stdout *os.File, w *load.Warehouse, database string) error {
	for _, q := range questions {
		sql := strings.ReplaceAll(q.sql, config.Default().Warehouse.Database+".", database+".")
		fmt.Fprintf(stdout, "%s\n\n%s\n\n", q.title, sql)
		if err := answer(ctx, stdout, w, sql); err != nil {
			return err
		}
	}
	return nil
}

// answer prints the result of a query as an aligned table.
func answer(ctx context.Context, stdout *os.File, w *load.Warehouse, sql string) error {
	table, err := w.Text(ctx, sql)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	if err := console.Table(stdout, console.Width(stdout), table[0], table[1:]); err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout)
	return err
}
