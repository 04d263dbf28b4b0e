package dashboard

import (
	"context"
	"net/http"
	"slices"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// page sends a page: its frame at once, and each panel as soon as it and those before it
// are there.
func (h *handler) page(w http.ResponseWriter, r *http.Request, page dashboards.Page) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	s := chosen.StateOf(page.Name, r.URL.Query())
	now := h.Now()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	missing := slices.ContainsFunc(page.Wants, func(name string) bool {
		_, narrowed := dashboards.Choice{Narrowed: s.Narrowed}.Value(name)
		return !narrowed && s.Further[name] == ""
	})
	for _, p := range page.Panels { // one by itself does not say what it wants
		_, err := p.Ask(s.Choice(now), h.Store)
		missing = missing || err != nil
	}
	if missing {
		w.WriteHeader(http.StatusBadRequest)
		h.write(ctx, w, "top", h.frame(s, page.Title, nil))
		h.write(ctx, w, "lacking", page)
		h.write(ctx, w, "bottom", nil)
		return
	}
	if len(s.Wrong) > 0 { // the page says what, and shows what is left
		w.WriteHeader(http.StatusBadRequest)
	}
	if r.Method == http.MethodHead {
		return
	}
	h.extend(w)
	flush := func() { _ = http.NewResponseController(w).Flush() } // a recorder keeps it
	asked := slices.Concat([]dashboards.Panel{dashboards.Stamp(), dashboards.Values()}, page.Panels)
	askings := h.begin(ctx, h.door.For(r), asked, s.Choice(now))
	defer func() { // whoever went away: nothing is asked of a warehouse that may be closed now
		cancel()
		for _, a := range askings {
			<-a.done
		}
	}()
	h.write(ctx, w, "top", h.frame(s, title(page, s), &page))
	flush()
	a, err := askings["stamp"].wait()
	stamped := newStamp(s, a, err)
	h.write(ctx, w, "stamp", stamped)
	flush()
	if meant := h.meant(s, askings["values"]); len(meant) > 0 {
		h.write(ctx, w, "meant", meant)
	}
	if back := back(s); len(back) > 0 {
		h.write(ctx, w, "back", back)
	}
	if page.Name == "call" {
		v := newCall(s, askings)
		h.write(ctx, w, "call", v)
		if v.Gone { // and its panels have nothing to say
			h.write(ctx, w, "bottom", nil)
			return
		}
		flush()
	}
	h.write(ctx, w, "panels", nil)
	for _, p := range page.Panels {
		if p.Chart == dashboards.Hidden {
			continue
		}
		h.extend(w)
		_, _ = askings[p.Name].wait()
		h.write(ctx, w, "panel", h.panel(s, p, askings[p.Name], stamped, now))
		flush()
		if ctx.Err() != nil {
			return
		}
	}
	a, _ = askings["values"].wait() // a field without offers takes any value
	h.write(ctx, w, "offers", offers(a))
	h.write(ctx, w, "bottom", nil)
}

// back are the pages that one is below.
func back(s chosen.State) []Link {
	call, known := Link{"Back to the call", ofRecord(s, "call")}, Link{"What is known of the record", ofRecord(s, "record")}
	switch s.On {
	case "stream":
		return []Link{call}
	case "version":
		if dashboards.IsOfLog(s.Further["record"]) { // which is no call
			return []Link{known}
		}
		return []Link{call, known}
	}
	return nil
}

// ofRecord is a page of the record that is looked at.
func ofRecord(s chosen.State, page string) (url string) {
	to := s.Go(page)
	to.Further, to.At = map[string]string{"record": s.Further["record"]}, s.At
	return to.URL()
}

// title is what a page is called: of a site, by its name.
func title(page dashboards.Page, s chosen.State) string {
	if building, ok := (dashboards.Choice{Narrowed: s.Narrowed}).Value("building"); ok &&
		page.Name == "site" {
		if building == "" {
			return "Places that are no known site"
		}
		return answer.Plainly(building)
	}
	if rules := s.Further["rules"]; page.Name == "rules" && rules != "" {
		return page.Title + ": " + rules
	}
	return page.Title
}

// offers are the values that the fields of the form offer.
func offers(a answer.Answer) map[string][]string {
	all := map[string][]string{}
	for _, r := range a.ByColumn() {
		name := answer.Text(r["dimension"])
		all[name] = append(all[name], answer.Text(r["value"]))
	}
	for _, values := range all {
		slices.Sort(values)
	}
	return all
}
