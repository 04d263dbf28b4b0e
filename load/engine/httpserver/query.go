package httpserver

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/body"
)

// noRows is the summary of a statement that wrote nothing. What it read is not
// known before its end, and the header goes before the result.
const noRows = `{"read_rows":"0","read_bytes":"0","written_rows":"0","written_bytes":"0",` +
	`"total_rows_to_read":"0","result_rows":"0","result_bytes":"0","elapsed_ns":"0"}`

// pieceSize is how much of a result is sent at once, in bytes.
const pieceSize = 256 << 10

// query streams a result. With wait_end_of_query the whole of it comes before
// its first byte.
func (h *Handler) query(ctx context.Context, a *answer, req *request, held *body.Held) error {
	if h.opts.Kin {
		if _, ok := engine.Reads(req.statement); !ok {
			return errReadOnly
		}
	} else if req.readOnly {
		if err := h.permit(ctx, req); err != nil {
			return err
		}
	} else if err := refuseInline(req.statement); err != nil {
		return err
	}
	result, err := h.engine.QueryIn(ctx, req.statement, req.format, req.session)
	if err != nil {
		return err
	}
	defer result.Close()
	rows := body.Bounded(result, h.opts.Limits.ResultBytes, errTooLong)
	if req.wait {
		whole, err := io.ReadAll(held.Counted(rows))
		if err != nil {
			return err
		}
		rows = bytes.NewReader(whole)
	}
	if req.publish != nil {
		// Told before it is sent: the others do not wait for our client to read.
		start, err := io.ReadAll(io.LimitReader(rows, maxShared+1))
		if err != nil {
			return err
		}
		req.publish(start, len(start) <= maxShared)
		rows = io.MultiReader(bytes.NewReader(start), rows)
	}
	return h.send(a, req, rows)
}

// send answers with a result.
func (h *Handler) send(a *answer, req *request, rows io.Reader) error {
	headers := a.Header()
	headers.Set("X-ClickHouse-Format", req.format)
	headers.Set("X-ClickHouse-Exception-Tag", exceptionTag)
	headers.Set("X-ClickHouse-Summary", noRows)
	headers.Set("Content-Type", contentType(req.format))
	if zone := req.session.Settings["session_timezone"]; zone != "" {
		headers.Set("X-ClickHouse-Timezone", zone)
	}
	_, err := io.CopyBuffer(a, struct{ io.Reader }{rows}, make([]byte, pieceSize))
	return err
}

// contentTypes are ClickHouse's, by how a format's name begins; the first that
// fits decides. Others are plain text.
var contentTypes = []struct{ prefix, kind string }{
	{"JSONEachRow", "application/x-ndjson; charset=UTF-8"},
	{"JSONStringsEachRow", "application/x-ndjson; charset=UTF-8"},
	{"JSONCompactEachRow", "application/x-ndjson; charset=UTF-8"},
	{"JSONCompactStringsEachRow", "application/x-ndjson; charset=UTF-8"},
	{"JSON", "application/json; charset=UTF-8"},
	{"CSV", "text/csv; charset=UTF-8; header=absent"},
	{"TSV", "text/tab-separated-values; charset=UTF-8"},
	{"TabSeparated", "text/tab-separated-values; charset=UTF-8"},
	{"XML", "application/xml; charset=UTF-8"},
	{"Markdown", "text/markdown; charset=UTF-8"},
	{"RowBinary", "application/octet-stream"},
	{"Native", "application/octet-stream"},
	{"Arrow", "application/octet-stream"},
	{"Parquet", "application/octet-stream"},
	{"ORC", "application/octet-stream"},
	{"MsgPack", "application/octet-stream"},
}

// contentType is the media type of a format.
func contentType(format string) string {
	if strings.HasPrefix(format, "CSVWithNames") {
		return "text/csv; charset=UTF-8; header=present"
	}
	for _, c := range contentTypes {
		if strings.HasPrefix(format, c.prefix) {
			return c.kind
		}
	}
	return "text/plain; charset=UTF-8"
}

// errTooLong is a result over its bound. The engine stops most of them itself,
// but it counts neither a row of constants nor what a format adds.
var errTooLong = engine.Exceptionf(proto.ErrTooManyRowsOrBytes,
	"Limit for result exceeded: it has too many bytes as text.")
