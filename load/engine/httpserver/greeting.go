package httpserver

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	chproto "github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/column"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"

	"callrecords/load/engine"
)

// displayName is what the server calls itself.
const displayName = "callrecords"

// greeting is clickhouse-go's first statement on a connection.
const greeting = "SELECT displayName(), version(), revision(), timezone()"

// greets says whether a request is the greeting, from one who reads Native.
func greets(req *request, r *http.Request) bool {
	return req.statement == greeting && r.URL.Query().Has("client_protocol_version")
}

// greet answers the greeting. The driver reads this one in the Native format
// of the revision that it names itself; to a server that then says revision 0,
// it speaks the plainest Native format, which is the engine's.
func (h *Handler) greet(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	version := h.opts.Version
	if version == "" {
		text, err := h.ask(ctx, "SELECT version()", engine.QuerySession{ReadOnly: true})
		if err != nil {
			return err
		}
		version = strings.TrimSpace(text)
	}
	w.Header().Set("X-ClickHouse-Format", "Native")
	w.Header().Set("Content-Type", contentType("Native"))
	revision, err := strconv.ParseUint(r.URL.Query().Get("client_protocol_version"), 10, 64)
	if err != nil {
		return engine.Exceptionf(chproto.ErrCannotParseNumber, "client_protocol_version is no number.")
	}
	return writeGreeting(w, revision, version)
}

// writeGreeting encodes the one row of the greeting.
func writeGreeting(w io.Writer, revision uint64, version string) error {
	block, buffer := proto.NewBlock(), new(chproto.Buffer)
	for _, c := range [][2]string{
		{"displayName()", "String"}, {"version()", "String"}, {"revision()", "UInt32"}, {"timezone()", "String"},
	} {
		if err := block.AddColumn(c[0], column.Type(c[1])); err != nil {
			return err
		}
	}
	if err := block.Append(displayName, version, uint32(0), "UTC"); err != nil {
		return err
	}
	if err := block.Encode(buffer, revision); err != nil {
		return err
	}
	_, err := w.Write(buffer.Buf)
	return err
}
