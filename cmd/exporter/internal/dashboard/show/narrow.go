package show

import (
	"slices"

	"callrecords/analysis/dashboards"
)

// On a phone a row is seen whole, without a scroll: its name, beside it the figures that it is read
// for, and all else beneath the name. In wider windows all else has columns of its own: the style
// sheet shows one of the two.

// beneathName says which columns are told beneath the name.
func beneathName(columns []dashboards.Column) []bool {
	beneath := make([]bool, len(columns))
	beside := besideName(columns)
	for i := range columns {
		beneath[i] = i > 0 && !columns[i].Under && !slices.Contains(beside, i)
	}
	return beneath
}

// besideName are the columns that stay: those that say so, or else the rate with the excess that rows
// are sorted by, or else the first two figures.
func besideName(columns []dashboards.Column) (beside []int) {
	said := slices.ContainsFunc(columns, func(c dashboards.Column) bool { return c.Beside })
	rated := slices.ContainsFunc(columns, func(c dashboards.Column) bool { return c.Unit == dashboards.Rate })
	for i, c := range columns {
		stays := c.Beside
		switch {
		case said:
		case rated:
			stays = c.Unit == dashboards.Rate || c.Unit == dashboards.Excess
		default:
			stays = right(c.Unit) && len(beside) < 2
		}
		if i > 0 && stays {
			beside = append(beside, i)
		}
	}
	return beside
}

// labelled is a value as it stands beneath a name: with the head of its column, unless it says
// itself what it is: a name that is a link, a label. ok is false where there is nothing to tell.
func labelled(c dashboards.Column, cell Cell) (_ Cell, ok bool) {
	if right(c.Unit) || cell.Href == "" && c.Unit != dashboards.Label {
		cell.Label = c.Label
	}
	cell.Bar = nil
	return cell, cell.Text != none && cell.Text != notKnown
}
