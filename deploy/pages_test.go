package deploy_test

import (
	"time"

	"callrecords/analysis/dashboards"
)

// pages are the statements of all panels of the pages, and of Grafana's, by name.
func (u *users) pages() map[string]string {
	u.Helper()
	to := time.Now().UTC()
	c := dashboards.Choice{From: to.AddDate(0, 0, -28), To: to, Zone: "Europe/Zurich", Media: "audio", Minimum: 20,
		Further: map[string]string{"record": "r", "run": "r", "telephone": "t", "rules": "cqd-2022", "load": "7", "text": "a", "session": "0", "segment": "0", "medium": "0", "stream": "0"}}
	panels := []dashboards.Panel{dashboards.Stamp(), dashboards.Values(), dashboards.Tables()}
	for _, page := range dashboards.Pages() {
		panels = append(panels, page.Panels...)
	}
	all := map[string]string{}
	for _, p := range panels {
		q, err := p.Ask(c, "callrecords_store")
		if err != nil {
			u.Fatal(err)
		}
		all[p.Name] = q.Literal()
	}
	return all
}

// archived are the panels that show what Graph sent, word for word.
var archived = map[string]bool{"version_pages": true, "version_changes": true}
