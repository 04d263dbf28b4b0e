package reference

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"time"

	kinds "callrecords/analysis/reference"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/load"
	store "callrecords/load/reference"
)

// Question is what a check asks.
type Question struct {
	Tenant string
	Days   int  // how far back streams are looked at
	Most   int  // networks to name
	Tabs   bool // rows with tabs instead of commas
}

const (
	// nested is how many networks inside others are told.
	nested = 20
	// noPlaces is how many networks are asked for beside those to name: of those that are
	// no place ([kinds.InManyPlaces]) there are no more that matter.
	noPlaces = 500
)

// Check prints the networks of streams that no building has, as rows of a building file, and
// tells, apart from them, what else is good to know.
func Check(ctx context.Context, w *load.Warehouse, q Question, stdout, stderr io.Writer) error {
	body, err := w.Reference.Body(ctx, q.Tenant, kinds.Buildings().Name)
	if err != nil {
		return err
	}
	now, err := w.Now(ctx)
	if err != nil {
		return err
	}
	since := now.Add(-time.Duration(q.Days) * 24 * time.Hour)
	found, err := w.Reference.Unmapped(ctx, q.Tenant, since, q.Most+noPlaces)
	if err != nil {
		return err
	}
	a := answer(found, q.Most)
	tellNested(stderr, kinds.Nested(kinds.Rows(body)))
	fmt.Fprintf(stderr, "%s without a building in the last %d days, of %s of streams",
		console.Number(len(a.rows), "network"), q.Days, console.Number(int(a.ends), "end"))
	if len(a.rows) == q.Most {
		fmt.Fprintf(stderr, "; there may be more: --limit")
	}
	fmt.Fprintln(stderr)
	if a.common > 0 {
		fmt.Fprintf(stderr, "%s of networks that are in many homes and hotspots are left out: "+
			"such a network is no place\n", console.Number(int(a.common), "end"))
	}
	rows := csv.NewWriter(stdout)
	if q.Tabs {
		rows.Comma = '\t'
	}
	return rows.WriteAll(a.rows)
}

// unmapped are networks as rows of a building file.
type unmapped struct {
	rows         [][]string
	ends, common uint64 // of the rows; of networks that are no place
}

// answer makes rows of networks, so many at most, with the number of their streams for a
// name: whoever pastes them puts the right one there.
func answer(found []store.Subnet, most int) (a unmapped) {
	for _, s := range found {
		address, err := netip.ParseAddr(s.First)
		if err != nil {
			continue // the engine prints addresses
		}
		length := 64
		if address = address.Unmap(); address.Is4() {
			length = 24
		}
		if kinds.InManyPlaces(netip.PrefixFrom(address, length)) {
			a.common += s.Streams
			continue
		}
		if len(a.rows) == most {
			continue
		}
		a.ends += s.Streams
		row := make([]string, len(kinds.Buildings().Columns))
		row[0], row[2] = address.String(), strconv.Itoa(length)
		row[1] = fmt.Sprintf("%d streams of %d calls", s.Streams, s.Calls)
		for i := len(row) - 3; i < len(row); i++ {
			row[i] = "0" // inside, ExpressRoute, VPN
		}
		a.rows = append(a.rows, row)
	}
	return a
}

// tellNested names networks inside others.
func tellNested(w io.Writer, pairs []kinds.Pair) {
	for _, p := range pairs[:min(len(pairs), nested)] {
		fmt.Fprintf(w, "line %d: %s (%s) is inside %s (%s) of line %d, and goes before it\n", p.Inner.Line,
			p.Inner.Cells[0], p.Inner.Cells[3], p.Outer.Cells[0], p.Outer.Cells[3], p.Outer.Line)
	}
	if more := len(pairs) - nested; more > 0 {
		fmt.Fprintf(w, "and %s more\n", console.Count(int64(more)))
	}
}
