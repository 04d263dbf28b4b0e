package analysis_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/analysis/dashboards"
	"callrecords/load/engine"
)

// question is one of docs/analysts.md.
type question struct{ name, sql string }

var (
	asked = regexp.MustCompile("(?s)### ([^\n]+)\n\n```sql\n(.*?)\n```")
	// sinceDays is how far back a question looks, in its two forms.
	sinceDays = regexp.MustCompile(`INTERVAL (7|28) DAY|today\(\) - (7|28)`)
)

// questionsOf reads the questions of the page.
func questionsOf(tb testing.TB) (all []question) {
	tb.Helper()
	page, err := os.ReadFile("../docs/analysts.md")
	if err != nil {
		tb.Fatal(err)
	}
	for _, q := range asked.FindAllStringSubmatch(string(page), -1) {
		all = append(all, question{q[1], q[2]})
	}
	if len(all) < 32 {
		tb.Fatalf("got %d questions, want 32 at least", len(all))
	}
	return all
}

// overAll is the question about all that there is.
func (q question) overAll() string {
	return sinceDays.ReplaceAllStringFunc(q.sql, func(since string) string {
		return regexp.MustCompile(`\d+`).ReplaceAllString(since, "3650")
	})
}

// The questions of docs/analysts.md on a corpus of so many records, ten streams each, over 60
// days: of the last 28 days (or fewer, where the question says so), and of all.
//
//	CALLRECORDS_BENCH_RECORDS=1000000 go test ./analysis -run '^$' -bench Questions -benchtime 2x -timeout 0
//
// With CALLRECORDS_BENCH_STORE=FOLDER the corpus is kept there: to ask again takes minutes.
// Beside the time of the clock there are, per question: the CPU of this process, of the whole
// question (cpu-ms) and of its EXPLAIN (plan-ms), and how much memory the process held at most
// meanwhile (peak-MiB), the engine's caches included.
func BenchmarkQuestions(b *testing.B) {
	c := corpusOf(b, benchRecords())
	for _, q := range questionsOf(b) {
		for _, over := range []struct{ name, sql string }{{"days", q.sql}, {"all", q.overAll()}} {
			b.Run(strings.ReplaceAll(q.name, "/", "-")+"/"+over.name, func(b *testing.B) { c.measure(b, over.sql, nil) })
		}
	}
}

// The panels of the dashboards on the same corpus, of the last 28 days; those of one call
// ask about one that was poor.
func BenchmarkPanels(b *testing.B) {
	c := corpusOf(b, benchRecords())
	to := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
	choice := dashboards.Choice{From: to.AddDate(0, 0, -28), To: to, Zone: "Europe/Zurich", Media: "audio", Minimum: 20,
		Further: map[string]string{"text": "Person 11", "rules": "cqd-2022"}}
	for i, column := range []string{"record", "session", "segment", "medium", "stream"} {
		poor := "SELECT record_id, session_index, segment_index, media_index, stream_index FROM stream_quality" +
			" WHERE record_start_date_time > now() - INTERVAL 3 DAY AND verdict = 'poor' AND media_type = 'audio' LIMIT 1"
		choice.Further[column] = strings.Fields(c.answer(b, poor, nil))[i]
	}
	for name, sql := range map[string]string{"load": "SELECT max(load_id) FROM %s_store.commits",
		"run": "SELECT max(run_id) FROM %s_store.load_log", "telephone": "SELECT max(id) FROM %s.phone_outcomes"} {
		choice.Further[name] = strings.TrimSpace(c.answer(b, fmt.Sprintf(sql, c.database), nil))
	}
	panels := []dashboards.Panel{dashboards.Stamp(), dashboards.Values(), dashboards.Tables()}
	for _, page := range dashboards.Pages() {
		panels = append(panels, page.Panels...)
	}
	seen := map[string]bool{}
	for _, p := range panels {
		if seen[p.Name] {
			continue
		}
		seen[p.Name] = true
		q, err := p.Ask(choice, c.database+"_store")
		if err != nil {
			b.Fatal(err)
		}
		b.Run(p.Name, func(b *testing.B) { c.measure(b, q.SQL, q.Parameters) })
	}
}

// benchRecords is how many records the corpus has.
func benchRecords() int {
	if records, err := strconv.Atoi(os.Getenv("CALLRECORDS_BENCH_RECORDS")); err == nil {
		return records
	}
	return 2_000
}

// measure asks a question again and again.
func (c corpus) measure(b *testing.B, sql string, parameters map[string]string) {
	before := cpu(b)
	c.answer(b, "EXPLAIN "+sql, parameters)
	plan := cpu(b) - before
	forgetPeak()
	before = cpu(b)
	for b.Loop() {
		c.answer(b, sql, parameters)
	}
	b.ReportMetric(float64(plan.Milliseconds()), "plan-ms")
	b.ReportMetric(float64((cpu(b)-before).Milliseconds())/float64(b.N), "cpu-ms")
	b.ReportMetric(peakMiB(b), "peak-MiB")
}

// answer is the whole answer to a question.
func (c corpus) answer(b *testing.B, sql string, parameters map[string]string) string {
	b.Helper()
	body, err := store.QueryIn(b.Context(), sql, "TSVRaw", engine.QuerySession{Database: c.database, Parameters: parameters})
	if err != nil {
		b.Fatalf("%v\n%s", err, sql)
	}
	text, err := io.ReadAll(body)
	if err := errors.Join(err, body.Close()); err != nil {
		b.Fatalf("%v\n%s", err, sql)
	}
	return string(text)
}

// cpu is what this process used so far, the kernel's work for it included.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// forgetPeak lets Linux measure the peak of this process anew (proc(5), clear_refs). Where it
// may not, the figure is the greatest so far.
func forgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peakMiB is the most memory that this process held since; 0 where the system does not tell.
func peakMiB(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var kib float64
	for line := range strings.Lines(string(status)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kib); err == nil {
			break
		}
	}
	return kib / 1024
}
