package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
	"callrecords/load/engine/embedded/libchdb"
)

// warehouse looks at the warehouse and tries what a load needs, on a
// table of its own. It leaves the schema as it is.
func (d *doctor) warehouse(ctx context.Context, c config.Config) {
	need := warehouse.ToRead
	disk, isEmbedded := c.Warehouse.Embedded()
	if isEmbedded && warehouse.NeedStore(c.Warehouse) != nil {
		// Nothing is there yet. A store elsewhere, for the time of this check, shows
		// that the engine works, and is gone afterwards.
		folder, err := os.MkdirTemp("", "exporter-doctor-")
		if err != nil {
			d.tell(finding{what: "warehouse", err: err})
			return
		}
		defer os.RemoveAll(folder)
		c.Warehouse.URL, need = "embedded:"+filepath.Join(folder, "store"), warehouse.ToLoad
		disk = nearestFolder(disk)
	}
	w, store, err := d.opener.Open(ctx, c, need, d.log)
	if err != nil {
		d.tell(finding{what: "warehouse", err: err})
		return
	}
	defer store.Close()
	version, err := w.Commits.EngineVersion(ctx)
	d.tell(finding{what: "warehouse engine", fine: "ClickHouse " + version, err: err})
	d.tell(finding{what: "warehouse clock", fine: "agrees with ours", err: w.CheckClock(ctx)})
	schema, exists := tables(ctx, w, need == warehouse.ToLoad)
	d.tell(schema)
	try := finding{what: "warehouse rights", fine: "create, insert, select and delete"}
	if shared, ok := store.(*warehouse.Shared); ok {
		try.fine = "not tried: " + shared.Holder.Who() + " holds the store; it is only read here"
	} else if !exists {
		try.fine = "not tried: there is no database " + c.Warehouse.Database + " to try them in yet"
	} else {
		try.err = w.Commits.SelfTest(ctx)
	}
	d.tell(try)
	if isEmbedded {
		d.tell(library(ctx))
		d.tell(diskSpace(disk))
	}
}

// library reads the embedded engine's library and holds it against the one that
// this version was tested with.
func library(ctx context.Context) finding {
	f := finding{what: "engine library"}
	found, err := libchdb.Check(ctx, "")
	switch {
	case err != nil:
		f.err = err
	case found.AsReleased():
		f.fine = found.Path + ", " + found.Verdict()
	case found.Released == "" || os.Getenv(libchdb.Variable) != "":
		f.fine = found.Path + "; " + found.Verdict()
	default:
		f.err = fmt.Errorf(
			"%s is not chDB %s as it was released (SHA-256 %s): get that with `exporter engine install`, "+
				"or name this one in %s if it is one of your own",
			found.Path,
			libchdb.Version(),
			found.Sum,
			libchdb.Variable,
		)
	}
	return f
}

// tables compares them, and says whether there is a database for them. Aside
// says that the store is one of our own, for this check.
func tables(ctx context.Context, w *load.Warehouse, aside bool) (found finding, exists bool) {
	found = finding{what: "warehouse schema", fine: "as this version wants it"}
	plan, err := w.Schema.Plan(ctx)
	found.err = errors.Join(err, plan.Refused())
	for _, left := range plan.Left {
		found.err = errors.Join(found.err, fmt.Errorf("a view for analysts cannot be made: %s", left))
	}
	exists = len(plan.Statements) == 0 || !strings.HasPrefix(plan.Statements[0], "CREATE DATABASE")
	switch {
	case !exists || aside:
		found.fine = "not there yet: exporter run or exporter schema apply makes it"
	case len(plan.Statements) > 0:
		found.fine = fmt.Sprintf("behind this version in %d places: exporter schema apply or the next run "+
			"brings it up to date", len(plan.Statements))
	}
	return found, exists
}

// nearestFolder is the folder in which a store would be made.
func nearestFolder(path string) string {
	for path != filepath.Dir(path) {
		if _, err := os.Stat(path); err == nil {
			break
		}
		path = filepath.Dir(path)
	}
	return path
}
