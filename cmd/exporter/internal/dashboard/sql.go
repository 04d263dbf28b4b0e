package dashboard

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/chart"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/cmd/exporter/internal/dashboard/show"
	"callrecords/load/engine/httpserver"
)

const (
	maxStatement = 64 << 10 // bytes, of a URL
	maxShown     = 1000     // rows of a result
)

// sqlView is the page to type SQL into.
type sqlView struct {
	SQL        string
	Parameters []field
	Tables     []tableOf
	Result     *show.Table
	Picture    template.HTML
	Trouble    string
	Stranger   bool // another site led here: not asked yet
	Took       string
	CSV        string
	More       bool
	Bounds     string
}

// tableOf is a table or view that can be asked.
type tableOf struct {
	Name    string
	Href    string
	Columns []columnOf
}

type columnOf struct{ Name, Type, Comment string }

// question is the statement of a URL, with its parameters.
func question(q url.Values) dashboards.Question {
	asked := dashboards.Question{SQL: strings.TrimSpace(q.Get("sql")), Parameters: map[string]string{}}
	for _, name := range dashboards.Names(asked.SQL) {
		asked.Parameters[name] = q.Get("param_" + name)
	}
	return asked
}

// editURL is where a question can be changed.
func editURL(q dashboards.Question) string {
	v := url.Values{"sql": {q.SQL}}
	for name, value := range q.Parameters {
		v.Set("param_"+name, value)
	}
	return chosen.Path + "sql?" + v.Encode()
}

// sql is the page to type SQL into.
func (h *handler) sql(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), h.MaxTime+5*time.Second)
	defer cancel()
	h.extend(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	q := question(r.URL.Query())
	s := chosen.StateOf("sql", url.Values{})
	h.write(ctx, w, "top", h.frame(s, "SQL", nil))
	_ = http.NewResponseController(w).Flush() // the answer may take its time
	v := sqlView{SQL: q.SQL, CSV: strings.Replace(editURL(q), "/sql?", "/sql.csv?", 1),
		Bounds: "One statement that only reads, for " + console.Duration(
			h.MaxTime,
		) + " at most; " + answer.Whole(
			maxShown,
		) + " rows are shown."}
	for _, name := range dashboards.Names(q.SQL) {
		v.Parameters = append(
			v.Parameters,
			field{Name: "param_" + name, Label: name, Value: q.Parameters[name]},
		)
	}
	askings := h.begin(ctx, h.door, []dashboards.Panel{dashboards.Tables()}, s.Choice(h.Now()))
	switch {
	case q.SQL == "":
	case len(q.SQL) > maxStatement:
		v.Trouble = "The statement is longer than " + answer.Whole(
			maxStatement,
		) + " bytes; exporter query takes longer ones."
	case httpserver.Foreign(r):
		v.Stranger = true // time that an answer takes would tell another site something
	default:
		h.result(ctx, s, q, &v)
	}
	if a, err := askings["tables"].wait(); err == nil {
		v.Tables = tablesOf(a)
	}
	h.write(ctx, w, "sql", v)
	h.write(ctx, w, "bottom", nil)
}

// result asks a statement, and sets the answer.
func (h *handler) result(ctx context.Context, s chosen.State, q dashboards.Question, v *sqlView) {
	began := time.Now()
	a, err := h.door.Ask(
		ctx,
		q,
		url.Values{"max_result_rows": {strconv.Itoa(maxShown)}, "result_overflow_mode": {"break"}},
	)
	v.Took = time.Since(began).Round(time.Millisecond).String()
	if err != nil {
		v.Trouble = err.Error()
		return
	}
	if v.More = len(a.Rows) > maxShown; v.More {
		a.Rows = a.Rows[:maxShown]
	}
	p := dashboards.Panel{Name: "result", Wide: true}
	for i, name := range a.Names {
		c := dashboards.Column{Name: name, Label: name}
		if isNumber(a.Types[i]) {
			c.Unit = "number"
		}
		p.Columns = append(p.Columns, c)
	}
	s.All = p.Name
	t := show.NewTable(s, p, a.ByColumn())
	for i := range t.Heads {
		t.Heads[i].Href = "" // ORDER BY does it
		if p.Columns[i].Unit == "number" {
			t.Heads[i].Class = "n"
			for _, cells := range t.Rows {
				cells[i].Class = "n"
			}
		}
	}
	v.Result = &t
	v.Picture = overTime(a)
}

// overTime draws an answer whose first column is a time and another one a number.
func overTime(a answer.Answer) template.HTML {
	if len(a.Names) == 0 || len(a.Rows) < 2 || len(a.Rows) > chosen.MaxDays || !strings.HasPrefix(a.Types[0], "Date") {
		return ""
	}
	for i := 1; i < len(a.Names); i++ {
		if !isNumber(a.Types[i]) {
			continue
		}
		b := chart.Bars{Title: a.Names[i], Description: a.Names[i] + " by " + a.Names[0]}
		every := (len(a.Rows) + 5) / 6
		for n, values := range a.Rows {
			bar := chart.Bar{
				Says:  answer.Text(values[0]) + ": " + answer.Text(values[i]),
				Whole: show.Nothing(answer.Number(values[i])),
			}
			if n%every == every/2 {
				bar.Name = answer.Text(values[0])
			}
			b.Bars = append(b.Bars, bar)
		}
		if picture, err := b.SVG(); err == nil {
			return picture
		}
	}
	return ""
}

// isNumber says whether values of a type are numbers.
func isNumber(kind string) bool {
	kind = strings.TrimPrefix(strings.TrimPrefix(kind, "LowCardinality("), "Nullable(")
	return strings.HasPrefix(kind, "UInt") || strings.HasPrefix(kind, "Int") ||
		strings.HasPrefix(kind, "Float") ||
		strings.HasPrefix(kind, "Decimal")
}

// sqlCSV answers with the whole result of a statement.
func (h *handler) sqlCSV(w http.ResponseWriter, r *http.Request) {
	q := question(r.URL.Query())
	if q.SQL == "" || len(q.SQL) > maxStatement || httpserver.Foreign(r) {
		http.Error(w, "open the SQL page, and ask there", http.StatusBadRequest)
		return
	}
	h.download(w, r, q, "result")
}

// tablesOf groups the columns by their tables.
func tablesOf(a answer.Answer) (all []tableOf) {
	for _, r := range a.ByColumn() {
		name := answer.Text(r["table"])
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, tableOf{Name: name,
				Href: chosen.Path + "sql?" + url.Values{
					"sql": {"SELECT *\nFROM " + name + "\nLIMIT 10"},
				}.Encode()})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, columnOf{answer.Text(r["name"]), answer.Text(r["type"]), answer.Text(r["comment"])})
	}
	return all
}
