package servertest

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	chproto "github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/column"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

// greeting is clickhouse-go's first statement on a connection.
const greeting = "SELECT displayName(), version(), revision(), timezone()"

// greet answers the greeting. The driver reads this one in the Native format
// of the revision that it names itself; to a server that then says revision 0,
// it speaks the plainest Native format, which is the engine's.
func (s *Server) greet(w http.ResponseWriter, r *http.Request) error {
	version := s.opts.Version
	if version == "" {
		body, err := s.engine.Query(r.Context(), "SELECT version()", "TSVRaw")
		if err != nil {
			return err
		}
		defer body.Close()
		text, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		version = strings.TrimSpace(string(text))
	}
	revision, err := strconv.ParseUint(r.URL.Query().Get("client_protocol_version"), 10, 64)
	if err != nil {
		return err
	}
	return writeGreeting(w, revision, version)
}

// writeGreeting encodes the one row of the greeting.
func writeGreeting(w io.Writer, revision uint64, version string) error {
	block, buffer := proto.NewBlock(), new(chproto.Buffer)
	for _, c := range [][2]string{{"displayName()", "String"}, {"version()", "String"}, {"revision()", "UInt32"}, {"timezone()", "String"}} {
		if err := block.AddColumn(c[0], column.Type(c[1])); err != nil {
			return err
		}
	}
	if err := block.Append("servertest", version, uint32(0), "UTC"); err != nil {
		return err
	}
	if err := block.Encode(buffer, revision); err != nil {
		return err
	}
	_, err := w.Write(buffer.Buf)
	return err
}
