package dashboard

import (
	"slices"
	"strings"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/cmd/exporter/internal/nearest"
)

// slip is a filter whose value nobody has, and the one that was most likely meant.
type slip struct {
	Words       string // what was chosen
	There       string // what the filter may be, in words, where no value is near; "" where only the warehouse knows
	Meant, Href string
}

// String is the slip where there are no links.
func (v slip) String() string { return "there is no " + v.Words + ". " + v.There }

// meant holds the filters against the values that there are, where those are known.
func (h *handler) meant(s chosen.State, values *asking) (slips []slip) {
	slips = impossible(s)
	held := slices.ContainsFunc(s.Narrowed, func(n dashboards.Narrow) bool {
		return slices.Contains([]string{"building", "region", "platform", "tenant_id"}, n.Dimension)
	})
	if !held { // or else nothing is waited for
		return slips
	}
	a, err := values.wait()
	if err != nil {
		return slips
	}
	there := offers(a)
	for _, n := range s.Narrowed {
		if known := there[n.Dimension]; len(known) > 0 && n.Value != "" && !slices.Contains(known, n.Value) {
			slips = append(slips, slipOf(s, n, known))
		}
	}
	return slips
}

// impossible are the filters whose value is none of their dimension, whatever the warehouse has.
func impossible(s chosen.State) (slips []slip) {
	for _, n := range s.Narrowed {
		d, _ := dashboards.DimensionOf(n.Dimension)
		if d.Can(n.Value) {
			continue
		}
		v := slipOf(s, n, d.Values)
		if v.There = "It is one of " + strings.Join(d.Values, ", ") + "."; d.Values == nil {
			v.There = "It is written like " + d.Form.Example + "."
		}
		slips = append(slips, v)
	}
	return slips
}

// slipOf is a filter with a value beside those that are known.
func slipOf(s chosen.State, n dashboards.Narrow, known []string) slip {
	v := slip{Words: answer.LabelOf(n.Dimension) + " " + answer.Plainly(n.Value)}
	v.Meant = nearest.Of(known, (len(n.Value)+2)/3, func(name string) int {
		return nearest.Distance(strings.ToLower(n.Value), strings.ToLower(name))
	})
	if v.Meant != "" {
		v.Href = s.Narrow(n.Dimension, v.Meant).URL()
	}
	return v
}
