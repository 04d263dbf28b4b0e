package metrics

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/extract"
	"callrecords/load"
	"callrecords/schema"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// report is a run of serve that left a record.
func report(left uint64) pipeline.Report {
	r := pipeline.Report{Run: schema.Run{
		TenantID: "t", Family: "f", Command: "serve", Outcome: pipeline.RunComplete,
		Started: noon.Add(-time.Minute), Finished: noon, Listed: 7, Left: left,
	}}
	if left > 0 {
		r.Outcome, r.OldestDueExpires = pipeline.RunPartial, noon.Add(time.Hour)
	}
	return r
}

// busy are metrics with something in each.
func busy() *Metrics {
	m := New("v1")
	r := m.Runs("t", "f")
	r.RunStarted(schema.Run{})
	for kind, times := range map[schema.OutcomeKind]int{
		schema.OutcomeLoaded: 3, schema.OutcomeSetAside: 2, schema.OutcomeLost: 1, schema.OutcomeRefused: 1,
		schema.OutcomeFailed: 1,
	} {
		for range times {
			r.RecordFinished(schema.Outcome{Kind: kind})
		}
	}
	r.BatchCommitted(pipeline.CommittedBatch{Tables: schema.Counts{"streams": 12}})
	r.RunFinished(report(1), nil)
	m.Tables([]load.TableSize{{Table: "streams_all", Rows: 12, Bytes: 99}})
	q := m.Requests("t")
	q.Answered(extract.Answer{Collection: "list", Outcome: extract.AnswerTaken, Duration: time.Second})
	q.Answered(extract.Answer{Collection: "list", Outcome: extract.AnswerThrottled, Duration: time.Second})
	q.Waited(extract.Wait{Collection: "list", Reason: extract.WaitQuota, Duration: 3 * time.Second})
	m.Quotas("t", func() []extract.Quota { return []extract.Quota{{Limit: "all", Used: 3, Most: 4}} })
	return m
}

// page is what Prometheus sees.
func page(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("got status %d, %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// wantLines wants lines on a page, or with a - in front none that begins so.
func wantLines(t *testing.T, page string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		absent, none := strings.CutPrefix(line, "-")
		if none && strings.Contains(page, "\n"+absent) {
			t.Errorf("got %s, want none", absent)
		}
		if !none && !strings.Contains(page, "\n"+line+"\n") {
			t.Errorf("got no line %s in\n%s", line, page)
		}
	}
}

func TestEveryFigureIsUnderItsName(t *testing.T) {
	t.Parallel()
	wantLines(t, page(t, busy()),
		`callrecords_records_listed_total{family="f",tenant="t"} 7`,
		`callrecords_records_fetched_total{family="f",tenant="t"} 6`,
		`callrecords_records_loaded_total{family="f",tenant="t"} 3`,
		`callrecords_records_set_aside_total{family="f",tenant="t"} 2`,
		`callrecords_records_lost_total{family="f",tenant="t"} 1`,
		`callrecords_rows_loaded_total{family="f",table="streams",tenant="t"} 12`,
		`callrecords_records_due{family="f",tenant="t"} 1`,
		`callrecords_oldest_due_expiry_timestamp_seconds{family="f",tenant="t"} 1.77237e+09`,
		`callrecords_run_duration_seconds_sum{family="f",tenant="t"} 60`,
		`callrecords_runs_total{family="f",outcome="partial",tenant="t"} 1`,
		`callrecords_runs_in_progress{family="f",tenant="t"} 0`,
		`callrecords_requests_total{endpoint="list",outcome="ok",tenant="t"} 1`,
		`callrecords_throttled_requests_total{endpoint="list",tenant="t"} 1`,
		`callrecords_request_wait_seconds_total{endpoint="list",reason="quota",tenant="t"} 3`,
		`callrecords_request_duration_seconds_count{endpoint="list",tenant="t"} 2`,
		`callrecords_quota_used_ratio{limit="all",tenant="t"} 0.75`,
		`callrecords_table_rows{table="streams_all"} 12`,
		`callrecords_table_size_bytes{table="streams_all"} 99`,
	)
}

func TestSuccessIsARegularRunThatWentToItsEnd(t *testing.T) {
	t.Parallel()
	const success = "callrecords_last_success_timestamp_seconds"
	for name, c := range map[string]struct {
		command string
		shards  int
		err     error
		want    bool
	}{
		"run":      {"run", 0, nil, true},
		"serve":    {"serve", 0, nil, true},
		"backfill": {"backfill", 0, nil, false},
		"failed":   {"serve", 0, errors.New("denied"), false},
		"a shard":  {"run", 2, nil, false}, // the other one may have failed
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, r := New("v1"), report(0)
			r.Command, r.Shard.Of = c.command, c.shards
			m.Runs("t", "f").RunFinished(r, c.err)
			if got := strings.Contains(page(t, m), "\n"+success+"{"); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			late := m.Late(after(time.Hour), noon.Add(time.Hour))
			if (late == nil) != c.want {
				t.Errorf("late: got %v, want none only after a success", late)
			}
		})
	}
}

func TestWhatIsDueIsBelievedOnlyOfARunThatCouldAsk(t *testing.T) {
	t.Parallel()
	m := New("v1")
	r := m.Runs("t", "f")
	const due, expiry = `callrecords_records_due{family="f",tenant="t"} `, "callrecords_oldest_due_expiry_timestamp_seconds{"
	r.RunFinished(report(5), nil)
	r.RunFinished(report(0), errors.New("the warehouse is away"))
	wantLines(t, page(t, m), due+"5")
	r.RunFinished(report(0), nil)
	wantLines(t, page(t, m), due+"0", "-"+expiry)
}

func TestRunThatCouldNotAskGraphIsNamedUntilOneCan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"no answer":       {&schema.SourceError{Fault: schema.FaultBusy, Err: errors.New("no such host")}, "no such host"},
		"no permission":   {&schema.SourceError{Fault: schema.FaultDenied, Err: errors.New("401")}, "401"},
		"the warehouse":   {errors.New("connection refused"), ""},
		"told to stop":    {context.Canceled, ""},
		"a strange list":  {&schema.SourceError{Fault: schema.FaultRefused}, ""},
		"nothing happens": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := New("v1")
			r := m.Runs("t", "f")
			m.Succeeded("t", "f", noon)
			late := func() string {
				if err := m.Late(after(time.Hour), noon); err != nil {
					return err.Error()
				}
				return ""
			}
			r.RunFinished(report(0), c.err)
			if got := late(); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
				t.Errorf("got %q, want %q in it", got, c.want)
			}
			m.Runs("t", "f").RunFinished(report(0), nil)
			if got := late(); got != "" {
				t.Errorf("after a run that could: got %q, want nothing", got)
			}
		})
	}
}

// after is a success that is good for an age.
func after(age time.Duration) func(time.Time) time.Time {
	return func(last time.Time) time.Time { return last.Add(age) }
}

func TestSuccessThatIsTooOldIsNamed(t *testing.T) {
	t.Parallel()
	m := New("v1")
	m.Runs("old", "f")
	m.Succeeded("old", "f", noon.Add(-time.Hour))
	m.Succeeded("new", "f", noon)
	m.Succeeded("new", "f", noon.Add(-2*time.Hour)) // of an earlier process
	for age, want := range map[time.Duration]string{
		time.Hour: "", 30 * time.Minute: "tenant old, f: the last run that succeeded ended 1h0m0s ago",
	} {
		got := fmt.Sprint(m.Late(after(age), noon))
		if want == "" && got != "<nil>" || !strings.Contains(got, want) || strings.Contains(got, "new") {
			t.Errorf("age %s: got %s, want %q", age, got, want)
		}
	}
	if late := m.Late(func(time.Time) time.Time { return time.Time{} }, noon); late != nil {
		t.Errorf("never overdue: got %v, want nil", late)
	}
	m.Keep([]string{"new"})
	if late := m.Late(after(time.Minute), noon); late != nil {
		t.Errorf("after the tenant has left: got %v, want nil", late)
	}
	wantLines(t, page(t, m), `-callrecords_last_success_timestamp_seconds{family="f",tenant="old"}`)
}

// CallRecordsNeverSucceeded fires on a counter without a success beside it.
func TestNothingIsToldOfATenantThatHasLeft(t *testing.T) {
	t.Parallel()
	m := busy()
	m.Runs("stays", "f")
	m.Keep([]string{"stays"})
	if got := page(t, m); strings.Contains(got, `tenant="t"`) || !strings.Contains(got, `tenant="stays"`) {
		t.Errorf("got %s, want lines of the tenant that stays only", got)
	}
	m.Runs("t", "f") // is back
	wantLines(t, page(t, m), `callrecords_records_lost_total{family="f",tenant="t"} 0`)
}

func TestMetricsReachThoseWhoDoNotCome(t *testing.T) {
	t.Parallel()
	t.Run("gateway", func(t *testing.T) {
		t.Parallel()
		var method, path string
		gateway := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			method, path = r.Method, r.URL.Path
		}))
		defer gateway.Close()
		if err := busy().Push(t.Context(), gateway.URL); err != nil {
			t.Fatal(err)
		}
		if method != http.MethodPost || path != "/metrics/job/callrecords" {
			t.Errorf("got %s %s, want what stays of others: POST /metrics/job/callrecords", method, path)
		}
		gateway.Close()
		if err := busy().Push(t.Context(), gateway.URL); err == nil || !strings.Contains(err.Error(), "metrics.push_url") {
			t.Errorf("got %v, want an error that names the key", err)
		}
	})
	t.Run("textfile", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "callrecords.prom")
		if err := busy().WriteTextfile(file); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), "callrecords_records_due{") {
			t.Errorf("got %v, %s, want the metrics", err, text)
		}
	})
}

func TestPromtoolHasNothingToSay(t *testing.T) {
	t.Parallel()
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not here; make alerts says how to get it")
	}
	check := exec.CommandContext(t.Context(), promtool, "check", "metrics")
	check.Stdin = strings.NewReader(page(t, busy()))
	if said, err := check.CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("got %v, %s, want silence", err, said)
	}
}

// TestTableOfTheDocsIsWhatIsMeasured holds docs/metrics.md against the code.
func TestTableOfTheDocsIsWhatIsMeasured(t *testing.T) {
	t.Parallel()
	families, err := busy().registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range families {
		if strings.HasPrefix(f.GetName(), prefix) {
			want = append(want, row(f))
		}
	}
	text, err := os.ReadFile("../../../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| `"+prefix) {
			got = append(got, strings.TrimSuffix(line, "\n"))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("docs/metrics.md: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// row is a metric's row in the docs.
func row(f *dto.MetricFamily) string {
	var labels []string
	for _, l := range f.GetMetric()[0].GetLabel() {
		labels = append(labels, "`"+l.GetName()+"`")
	}
	return fmt.Sprintf("| `%s` | %s | %s | %s |", f.GetName(), strings.ToLower(f.GetType().String()),
		strings.Join(labels, ", "), f.GetHelp())
}
