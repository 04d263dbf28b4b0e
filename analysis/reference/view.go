package reference

import (
	"fmt"
	"slices"
	"strings"

	"callrecords/schema"
)

// Loads is the table with the loads of reference data, as {NAME} in a query: one row per
// load, with all its rows in one text ([Body]). So readers see an old load or the new one,
// whole, whenever they look.
const Loads = "reference_loads"

// RangesName is the view of the ranges, and the kind under which their loads are kept.
const RangesName = "building_ranges"

var tenant = schema.Column{
	Name: "tenant_id", Kind: schema.KindKeyword, Meaning: "Entra tenant; empty: the row ships, and holds for all",
}

var line = schema.Column{
	Name: "line", Kind: schema.KindUInt32, Meaning: "line of the file that the row is from",
}

// Views are what analysts read of all kinds: what is in force.
func Views() []schema.View {
	views := []schema.View{rangesView()}
	for _, k := range Kinds() {
		v := schema.View{
			Name:    k.Name,
			Comment: k.Comment,
			Spans:   true,
			Columns: []schema.Column{tenant, line},
		}
		v.Columns = append(v.Columns, k.viewColumns()...)
		from := inForce(k.Name)
		if rows := k.ShippedRows(); len(rows) > 0 {
			from += "\nUNION ALL\nSELECT\n    '' AS tenant_id,\n    " + quote(Body(rows)) + " AS newest"
		}
		v.Query = query([]string{"tenant_id"}, v.Columns[1:], 1, from)
		views = append(views, v)
	}
	return views
}

// rangesView is the view of [Ranges].
func rangesView() schema.View {
	v := schema.View{
		Name: RangesName, Spans: true,
		Comment: "The networks of buildings as ranges that do not overlap, and what is between: every address is in one " +
			"range of its tenant, which has the building of the longest prefix. Look it up by ASOF JOIN on first_number.",
		Columns: slices.Concat([]schema.Column{tenant, line,
			{
				Name:    "range_start",
				Kind:    schema.KindIPv6,
				Meaning: "first address; IPv4 as in ::ffff:10.1.0.0",
			},
			{Name: "range_end", Kind: schema.KindIPv6, Meaning: "last address"},
		}, Buildings().viewColumns(), []schema.Column{
			{Name: "first_number", Kind: schema.KindUInt128,
				Meaning: "range_start as a number: toUInt128(toIPv6OrDefault(ip_address)) >= first_number"},
			{
				Name:    "mapped",
				Kind:    schema.KindFlag,
				Meaning: "true when a network of the file is around the range",
			},
		}),
	}
	stored := v.Columns[1 : len(v.Columns)-2]
	v.Query = query([]string{"tenant_id"}, stored, 1, inForce(RangesName))
	const made = ",\n    toUInt128(range_start) AS first_number,\n    toBool(network != '') AS mapped"
	v.Query = strings.Replace(v.Query, "\nFROM (", made+"\nFROM (", 1)
	return v
}

// viewColumns are the columns as a view has them.
func (k Kind) viewColumns() (columns []schema.Column) {
	for _, c := range k.Columns {
		columns = append(columns, c.Column)
	}
	return columns
}

// query selects columns out of the cells of loads, the first of them from a place.
func query(before []string, columns []schema.Column, place int, from string) string {
	lines := before
	for i, c := range columns {
		lines = append(
			lines,
			fmt.Sprintf("%s AS %s", fromText(c.Kind, fmt.Sprintf("cells[%d]", place+i)), c.Name),
		)
	}
	return "SELECT\n    " + strings.Join(lines, ",\n    ") + `
FROM (
    SELECT
        tenant_id,
        splitByChar('\t', arrayJoin(splitByChar('\n', newest))) AS cells
    FROM (
        ` + strings.ReplaceAll(from, "\n", "\n        ") + `
    )
    WHERE newest != ''
)`
}

// inForce is the text of each tenant's newest load of a kind. It is one read of one table,
// so that the old text and the new are never mixed.
func inForce(kind string) string {
	return `SELECT
    tenant_id,
    argMax(body, load_id) AS newest
FROM {` + Loads + `}
WHERE kind = ` + quote(kind) + `
GROUP BY tenant_id`
}

// fromText is a cell in the type of its column. None of it can fail, whatever is stored.
func fromText(kind schema.Kind, cell string) string {
	switch kind {
	case schema.KindFlag:
		return "toBool(" + cell + " = '1')"
	case schema.KindUInt32:
		return "toUInt32OrZero(" + cell + ")"
	case schema.KindInt32:
		return "toInt32OrNull(" + cell + ")"
	case schema.KindFloat32:
		return "toFloat32OrNull(" + cell + ")"
	case schema.KindIPv6:
		return "toIPv6OrDefault(" + cell + ")"
	}
	return cell
}

// quote is a text as SQL.
func quote(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\t", `\t`, "\n", `\n`).Replace(text) + "'"
}
