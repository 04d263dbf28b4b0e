package embedded

import (
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

var _ engine.SessionEngine = (*Engine)(nil)

// QueryIn runs one statement on a connection of its own, outside of the pool: it
// neither waits for the exporter's connections nor takes one from it, and what
// it sets ends with it. A connection takes about a millisecond; how many there
// are at once is for the caller to bound. For the rest it is [Engine.Query].
func (e *Engine) QueryIn(ctx context.Context, sql, format string, as engine.QuerySession) (io.ReadCloser, error) {
	s, err := e.store()
	if err == nil {
		err = oneStatement(sql)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	c, err := s.pool.guest(as)
	if err != nil {
		return nil, err
	}
	return s.pool.ask(ctx, c, sql, format)
}

// guest opens a connection that [pool.put] closes.
func (p *pool) guest(as engine.QuerySession) (*conn, error) {
	if !p.unlessClosing(func() { p.guests.Add(1) }) {
		return nil, ErrClosed
	}
	c := &conn{
		lib: p.control.lib, args: p.control.args, database: as.Database,
		tag: fmt.Sprintf("exporter-guest-%d", p.visits.Add(1)), guest: true,
	}
	err := c.connect()
	if err == nil {
		err = c.begin(as)
	}
	if err != nil {
		p.put(c)
		return nil, err
	}
	return c, nil
}

// begin makes a session of a fresh connection. Read-only comes last: nothing
// can be set after it.
func (c *conn) begin(as engine.QuerySession) error {
	statements := []func() (string, error){
		func() (string, error) { return setStatement("", as.Settings) },
		func() (string, error) { return setStatement("param_", as.Parameters) },
	}
	if as.ReadOnly {
		statements = append(statements, func() (string, error) { return "SET readonly = 1", nil })
	}
	for _, statement := range statements {
		sql, err := statement()
		if err == nil && sql != "" {
			_, err = c.run(sql, "Null")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settingName is what SQL takes for the name of a setting.
var settingName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// setStatement spells settings in SQL, in one order; nothing for none.
func setStatement(prefix string, settings map[string]string) (string, error) {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if !settingName.MatchString(name) {
			return "", &engine.Exception{Code: proto.ErrUnknownSetting, Message: fmt.Sprintf("Setting %q is no name. (UNKNOWN_SETTING)", name)}
		}
		parts = append(parts, prefix+name+" = "+engine.Quote(settings[name]))
	}
	if len(parts) == 0 {
		return "", nil
	}
	return "SET " + strings.Join(parts, ", "), nil
}
