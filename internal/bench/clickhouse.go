package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/schema"
)

// What an analyst writes who needs the streams alone: one statement, which reads the file,
// flattens it and keeps every column of streams that is in the documents.
const (
	theirTable = `
CREATE TABLE streams
(
    %s
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (toDate(record_start_date_time), record_id, session_index, segment_index, media_index, stream_index)`

	theirFlatten = `
INSERT INTO streams
SELECT
    %s
FROM
(
    SELECT *, m, media_index
    FROM
    (
        SELECT *, g, segment_index
        FROM
        (
            SELECT id, version, startDateTime, s, session_index
            FROM file(%s, 'JSONEachRow', %s)
            ARRAY JOIN sessions AS s, range(length(sessions)) AS session_index
        )
        ARRAY JOIN s.segments AS g, range(length(s.segments)) AS segment_index
    )
    ARRAY JOIN g.media AS m, range(length(g.media)) AS media_index
)
LEFT ARRAY JOIN m.streams AS t, range(length(m.streams)) AS stream_index
SETTINGS
    input_format_null_as_default = 1,
    input_format_json_defaults_for_missing_elements_in_named_tuple = 1,
    input_format_json_ignore_unknown_keys_in_named_tuple = 1,
    date_time_input_format = 'best_effort'`
)

// theirColumns are the columns of that table: names, types, and where they come from.
func theirColumns() (declared, selected []string) {
	levels := strings.NewReplacer("sessions[].segments[].media[].streams[].", "t.",
		"sessions[].segments[].media[].", "m.", "sessions[].segments[].", "g.", "sessions[].", "s.", "[]", "")
	for _, c := range schema.Streams.Columns {
		expression, kind := c.Name, c.Kind.ClickHouse() // a position
		switch source := sourceOf(c); {
		case source != "":
			expression = levels.Replace(source)
		case c.Source != schema.SourcePosition:
			continue
		}
		switch c.Kind {
		case schema.KindDuration:
			kind = "Nullable(String)"
		case schema.KindDurations:
			kind = "Array(Nullable(String))"
		}
		declared = append(declared, engine.Identifier(c.Name)+" "+kind)
		selected = append(selected, expression+" AS "+engine.Identifier(c.Name))
	}
	return declared, selected
}

// flattenInClickHouse is the process that does it, in an empty store of its own.
func flattenInClickHouse(ctx context.Context, arguments []string) (_ figures, err error) {
	store, file := arguments[0], arguments[1]
	e, err := embedded.Open(ctx, embedded.Options{Path: store})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	if err := theirs(ctx, e, file); err != nil {
		return nil, err
	}
	var rows float64
	err = one(ctx, e, "SELECT count() FROM streams", &rows)
	return figures{"rows": rows}, err
}

// theirs makes the table and fills it.
func theirs(ctx context.Context, e engine.Engine, file string) error {
	declared, selected := theirColumns()
	const comma = ",\n    "
	if err := e.Exec(ctx, fmt.Sprintf(theirTable, strings.Join(declared, comma))); err != nil {
		return err
	}
	return e.Exec(ctx, fmt.Sprintf(theirFlatten, strings.Join(selected, comma), engine.Quote(file),
		engine.Quote(streamsTree().clickhouseColumns())))
}

// one asks for one value.
func one(ctx context.Context, e engine.Engine, sql string, value any) error {
	body, err := e.Query(ctx, sql, "TSV")
	if err != nil {
		return err
	}
	_, err = fmt.Fscan(body, value)
	return errors.Join(err, body.Close())
}
