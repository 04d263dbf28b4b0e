package dashboard

import (
	"maps"
	"slices"
	"strings"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/cmd/exporter/internal/nearest"
)

// slip is a filter whose value nobody has, and the one that was most likely meant.
type slip struct {
	Words, Meant, Href string
}

// meant holds the filters against the values that there are, where those are known.
func (h *handler) meant(s chosen.State, values *asking) (slips []slip) {
	there := maps.Clone(fixed)
	held := slices.ContainsFunc(s.Narrowed, func(n dashboards.Narrow) bool {
		return slices.Contains([]string{"building", "region", "platform", "tenant_id"}, n.Dimension)
	})
	if held { // or else nothing is waited for
		if a, err := values.wait(); err == nil {
			maps.Copy(there, offers(a))
		}
	}
	for _, n := range s.Narrowed {
		known := there[n.Dimension]
		if len(known) == 0 || n.Value == "" || slices.Contains(known, n.Value) {
			continue
		}
		v := slip{Words: answer.LabelOf(n.Dimension) + " " + n.Value}
		v.Meant = nearest.Of(known, (len(n.Value)+2)/3, func(name string) int {
			return nearest.Distance(strings.ToLower(n.Value), strings.ToLower(name))
		})
		if v.Meant != "" {
			v.Href = s.Narrow(n.Dimension, v.Meant).URL()
		}
		slips = append(slips, v)
	}
	return slips
}
