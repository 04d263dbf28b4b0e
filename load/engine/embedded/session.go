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
func (e *Engine) QueryIn(
	ctx context.Context,
	sql, format string,
	as engine.QuerySession,
) (io.ReadCloser, error) {
	p, err := e.begin(ctx, sql)
	if err != nil {
		return nil, err
	}
	c, err := p.openSession(as)
	if err != nil {
		return nil, err
	}
	return p.query(ctx, c, sql, format)
}

// openSession opens a connection that [pool.put] closes.
func (p *pool) openSession(as engine.QuerySession) (*conn, error) {
	// It is counted before it is open, so that close waits for it or it is refused.
	if !p.unlessClosing(func() { p.ephemeral.Add(1) }) {
		return nil, ErrClosed
	}
	c := &conn{
		lib: p.control.lib, args: p.control.args, database: as.Database,
		tag: fmt.Sprintf("exporter-session-%d", p.sessions.Add(1)), ephemeral: true,
	}
	err := c.connect()
	if err == nil {
		err = c.apply(as)
	}
	if err != nil {
		p.put(c)
		return nil, err
	}
	return c, nil
}

// apply gives a fresh connection what a session asks for.
func (c *conn) apply(as engine.QuerySession) error {
	settings, err := setStatement("", as.Settings)
	if err != nil {
		return err
	}
	parameters, err := setStatement("param_", as.Parameters)
	if err != nil {
		return err
	}
	statements := []string{settings, parameters}
	if as.ReadOnly {
		statements = append(statements, "SET readonly = 1") // last: nothing can be set after it
	}
	for _, sql := range statements {
		if sql == "" {
			continue
		}
		if _, err := c.run(sql, "Null"); err != nil {
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
			return "", engine.Exceptionf(proto.ErrUnknownSetting, "Setting %q is no name.", name)
		}
		parts = append(parts, prefix+name+" = "+engine.Quote(settings[name]))
	}
	if len(parts) == 0 {
		return "", nil
	}
	return "SET " + strings.Join(parts, ", "), nil
}
