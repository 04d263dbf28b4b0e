package commit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
)

// EngineVersion is the engine's version.
func (c *Committer) EngineVersion(ctx context.Context) (string, error) {
	r, err := db.QueryRow[struct {
		Version string `json:"version"`
	}](ctx, c.db, "SELECT version() AS version", nil)
	if err != nil {
		return "", fmt.Errorf("read the version: %w", err)
	}
	return r.Version, nil
}

// SelfTest does what a load does, on a table of its own that it drops again. The
// error names the statement that the engine refused.
func (c *Committer) SelfTest(ctx context.Context) error {
	probe := ddl.LoadLog
	probe.Name = fmt.Sprintf("probe_%d", c.db.NextLoadID(time.Now()))
	err := ddl.CreateTable(ctx, c.db, probe)
	if err == nil {
		err = c.db.Write(ctx, probe, []db.Row{{"logged_at": time.Now()}})
	}
	if err == nil {
		err = c.db.Delete(ctx, probe.Name, "load_id = 0")
	}
	return errors.Join(err, ddl.DropTable(ctx, c.db, probe.Name))
}
