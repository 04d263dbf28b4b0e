package show

import "callrecords/analysis/dashboards"

// On a phone a row's name and its rate have to be seen without a scroll. What stands between
// them is told beneath the name there, and in columns of its own elsewhere: the style sheet
// shows one of the two.

// beneathName says which columns stand between the name and the rate. The excess stays where it
// is: it is what the rows are sorted by.
func beneathName(columns []dashboards.Column) []bool {
	beneath := make([]bool, len(columns))
	for rate, c := range columns {
		if c.Unit != dashboards.Rate {
			continue
		}
		for i := 1; i < rate; i++ {
			beneath[i] = columns[i].Unit != dashboards.Excess
		}
		break
	}
	return beneath
}

// labelled is a value as it stands beneath a name: what is no text says what it is.
func labelled(c dashboards.Column, cell Cell) Cell {
	switch c.Unit {
	case dashboards.Text, dashboards.Label, dashboards.List:
	default:
		cell.Label = c.Label
	}
	return cell
}
