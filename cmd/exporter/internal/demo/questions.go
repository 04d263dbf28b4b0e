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
		"Which places are worst? The poor ends of audio streams above two in 100",
		`SELECT
    building,
    network_class,
    countIf(verdict = 'poor') AS poor,
    countIf(verdict = 'good') AS good,
    countIf(verdict = 'unclassified') AS unclassified,
    round(100 * poor / (poor + good), 1) AS percent,
    uniqIf(person_id, verdict = 'poor') AS people
FROM callrecords.stream_ends
WHERE media_type = 'audio' AND network_class != 'unknown'
GROUP BY building, network_class
HAVING poor + good >= 10
ORDER BY poor - 0.02 * (poor + good) DESC
LIMIT 5`,
	},
	{
		"What sets the poor ends apart from the others?",
		`SELECT
    dimension,
    value,
    ends,
    poor,
    round(100 * poor_rate, 1) AS percent,
    round(100 * rest_rate, 1) AS others
FROM callrecords.differences(from = now() - INTERVAL 30 DAY, to = now())
WHERE rest_rate > 0
ORDER BY z DESC
LIMIT 8`,
	},
	{
		"Which border controller delivers its calls, and why does one not?",
		`SELECT
    trunk,
    count() AS attempts,
    countIf(connected) AS connected,
    round(100 * countIf(delivered) / count(delivered), 1) AS delivered_percent,
    topKIf(1)(meaning, NOT delivered) AS most_failures
FROM callrecords.phone_outcomes
WHERE log = 'direct_routing_calls'
GROUP BY trunk
ORDER BY delivered_percent`,
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
