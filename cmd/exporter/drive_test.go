package main

import (
	"cmp"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/schema"
)

// drive is serve under all that happens to it in months, in minutes: changes of the
// tenant at every run, and beside them deaths, signals, an outage, a full disk. Others
// ask meanwhile. CALLRECORDS_TEST_TICKS is the number of runs, see `make soak-serve`.
type drive struct {
	*site
	ticks int   // so many runs there are to be
	fault fault // what Graph answers in place of the answer

	second *graphtest.Tenant // one that comes and goes by SIGHUP
	alone  string            // the configuration without it
	both   string            // and with it

	door    *httptest.Server // to the first tenant; closed in an outage
	address string

	logged  *os.File // what all processes of serve log
	rest    []byte   // of it: a line that is not whole yet
	lines   []map[string]any
	serving *exec.Cmd
	ended   chan error
	url     string       // where it listens
	upset   atomic.Int64 // even while serve cannot be asked, or not well
	lived   int          // runs after which the tenants have changed
	over    bool         // they change no more
	memory  []memory     // of this process, the least in each run
	low     memory       // and in this one so far
}

// fault is a graphtest.Fault that may be set at any time.
type fault struct{ atomic.Int64 }

func (f *fault) of(*http.Request, int) graphtest.Fault { return graphtest.Fault(f.Load()) }

const secondTenant = "00000000-0000-4000-8000-000000000002"

func TestServeIsRightWhateverHappens(t *testing.T) {
	d := newDrive(t)
	incidents := d.incidents()
	d.start()
	ctx, stop := context.WithCancel(t.Context())
	asked := make(chan string)
	go func() { asked <- d.ask(ctx) }()
	d.follow(incidents)
	d.settleDown()
	stop()
	t.Log("beside it: ", <-asked)
	d.end(syscall.SIGTERM)
	d.wantMemory()

	d.says(exit.Complete, []string{"in order"}, "status")
	d.want(exit.Complete, "verify")
	d.wantAnswer("0", "SELECT count() FROM audit")
	d.wantWarehouseIsTenant()
	d.wantCalls()
}

// newDrive makes two tenants and a store on a file system of its own, where this user
// may mount one.
func newDrive(t *testing.T) *drive {
	ticks, err := strconv.Atoi(os.Getenv("CALLRECORDS_TEST_TICKS"))
	if err != nil {
		t.Skip("make soak-serve runs it")
	}
	d := &drive{ticks: ticks}
	d.site = newSite(t, graphtest.Options{
		Records: 40, Days: 20, PstnCalls: 60, DirectRoutingCalls: 60, PhoneDays: 5, Faults: graphtest.Faults{Fault: d.fault.of, RetryAfter: 2 * time.Second},
	})
	d.address = "127.0.0.1:0"
	d.open()
	d.second = graphtest.New(graphtest.Options{Seed: 2, TenantID: secondTenant, Records: 8})
	server, err := graphtest.Start(t.Context(), d.second, "127.0.0.1:0")
	d.must(err)
	t.Cleanup(func() { server.Close() })
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d.door.Certificate().Raw})
	d.must(os.WriteFile(d.path("ca.pem"), append(certificate, server.CertPEM()...), 0o600))

	d.configure(append([]string{d.server.URL, d.door.URL, "retry_budget: 20s", "retry_budget: 2s", "export:",
		"schedule:\n  cron: '@every 2s'\nlisten:\n  address: 127.0.0.1:0\nmetrics:\n  ready_age: 10s\nexport:"}, withPhones...)...)
	text, err := os.ReadFile(d.path("config.yaml"))
	d.must(err)
	d.alone = string(text)
	one, _, _ := strings.Cut(strings.TrimPrefix(d.alone, "tenants:\n"), "warehouse:")
	other := strings.NewReplacer(graphtest.DefaultTenantID, secondTenant, d.door.URL, server.URL).Replace(one)
	d.both = strings.Replace(d.alone, "warehouse:", other+"warehouse:", 1)
	d.others = map[string]*graphtest.Tenant{secondTenant: d.second}
	d.kept = map[string][]byte{}
	d.logged, err = os.Create(d.path("serve.log"))
	d.must(err)
	t.Cleanup(func() { d.logged.Close() })
	return d
}

// open lets the first tenant be reached, at the address that it had before.
func (d *drive) open() {
	d.Helper()
	at, err := net.Listen("tcp", d.address)
	d.must(err)
	d.address = at.Addr().String()
	d.door = httptest.NewUnstartedServer(d.tenant)
	d.door.Listener.Close()
	d.door.Listener = at
	d.door.Config.ErrorLog = log.New(io.Discard, "", 0)
	d.door.StartTLS()
	d.Cleanup(d.door.Close)
}

// start starts serve, which waits for a command that reads and has the store just now.
func (d *drive) start() {
	d.Helper()
	from := len(d.read())
	d.serving, d.ended = d.command(d.Context(), "serve"), make(chan error, 1)
	stderr, err := os.OpenFile(d.logged.Name(), os.O_WRONLY|os.O_APPEND, 0)
	d.must(err)
	d.serving.Stderr = stderr
	d.must(d.serving.Start())
	stderr.Close()
	go func(c *exec.Cmd, ended chan<- error) { ended <- c.Wait() }(d.serving, d.ended)
	l := d.insist("line that says where it listens", func() map[string]any { return d.line(from, "listening") })
	d.url, d.memory = "http://"+l["address"].(string), nil
	d.upset.Add(1)
}

// await waits until something has happened, and returns nil when serve has ended first.
func (d *drive) await(what string, happened func() map[string]any) map[string]any {
	d.Helper()
	deadline := time.Now().Add(2 * impatience)
	for ; ; time.Sleep(50 * time.Millisecond) { // another process works on it
		d.low = d.low.least(d.footprint())
		d.live()
		if l := happened(); l != nil {
			return l
		}
		select {
		case err := <-d.ended:
			d.ended <- err
			d.read()
			return nil
		default:
		}
		if time.Now().After(deadline) {
			d.Fatalf("got no %s in\n%v", what, d.lines[max(0, len(d.lines)-20):])
		}
	}
}

// insist is await for what may not end in between.
func (d *drive) insist(what string, happened func() map[string]any) map[string]any {
	d.Helper()
	l := d.await(what, happened)
	if l == nil {
		d.Fatalf("got an end of serve, want %s\n%v", what, d.lines[max(0, len(d.lines)-20):])
	}
	return l
}

// read reads what was logged since it was called last, and returns all lines.
func (d *drive) read() []map[string]any {
	d.Helper()
	text, err := io.ReadAll(d.logged)
	d.must(err)
	d.rest = append(d.rest, text...)
	for {
		end := slices.Index(d.rest, '\n')
		if end < 0 {
			return d.lines
		}
		var l map[string]any
		if json.Unmarshal(d.rest[:end], &l) != nil { // no line of the log: why it ended
			return d.lines
		}
		d.lines, d.rest = append(d.lines, l), d.rest[end+1:]
	}
}

// line is the latest line with a message, of those from a number on.
func (d *drive) line(from int, message string) map[string]any {
	d.Helper()
	all := d.read()
	for i := len(all) - 1; i >= from; i-- {
		if all[i]["msg"] == message {
			return all[i]
		}
	}
	return nil
}

// runs are the runs of the first tenant that have ended, of its call records.
func (d *drive) runs() (n int) {
	for _, l := range d.read() {
		if l["tenant"] == graphtest.DefaultTenantID && l["family"] == schema.CallRecords.Name &&
			(l["msg"] == "run finished" || l["msg"] == "run did not begin") {
			n++
		}
	}
	return n
}

// incident is what happens once so many per cent of the runs are over.
type incident struct {
	at   int
	what string
	do   func()
}

// follow lets the incidents happen, the next one at the next run at the earliest.
func (d *drive) follow(incidents []incident) {
	d.Helper()
	for d.lived < d.ticks {
		last := d.lived
		d.insist("next run", func() map[string]any {
			if d.lived == last {
				return nil
			}
			return map[string]any{}
		})
		if len(incidents) > 0 && d.lived*100 >= incidents[0].at*d.ticks {
			d.Logf("run %d, %s: %s", d.lived, d.memory[len(d.memory)-1], incidents[0].what)
			incidents[0].do()
			incidents = incidents[1:]
		}
	}
	if len(incidents) > 0 {
		d.Errorf("got %d incidents that did not happen, want none", len(incidents))
	}
}

// live is what the tenants do between two runs: new calls, late versions.
func (d *drive) live() {
	d.Helper()
	n := d.runs()
	if n == d.lived || d.over {
		return
	}
	d.lived = n
	d.memory = append(d.memory, d.low.told(d.reader()))
	d.low = memory{}
	d.tenant.Add(2)
	d.second.Add(1)
	all := d.tenant.Headers()
	id := func(i int) string { return all[(n*7+i)%len(all)].ID }
	d.tenant.Grow(id(0))
	d.tenant.Shrink(id(1))
	d.tenant.Move(id(2), time.Now().AddDate(0, 0, -1-n%28))
	for _, log := range logs {
		d.changeCalls(log, 2, 2, 5) // within the lookback
	}
}

// memory is what a process has, in bytes.
type memory struct {
	all  int64 // resident, with what was read of the engine's library
	own  int64 // without that: what no file holds
	uses int64 // of that, what the engine has allocated just now
	goes int64 // and what Go has of the system
	live int64 // parts that are read
	dead int64 // parts that were merged away and not yet forgotten
}

// told is a memory with what serve itself tells of it.
func (m memory) told(r *readers) memory {
	_, text := r.get("/?query=" + url.QueryEscape(`
SELECT (SELECT toInt64(extract(stats, 'Allocated: ([0-9]+)')) FROM system.jemalloc_stats),
    (SELECT value FROM system.metrics WHERE metric = 'PartsActive'),
    (SELECT value FROM system.metrics WHERE metric = 'PartsOutdated')`))
	_, _ = fmt.Sscan(text, &m.uses, &m.live, &m.dead) // zeros while it does not answer
	var sys, released float64
	_, text = r.get("/metrics")
	for line := range strings.Lines(text) {
		_, _ = fmt.Sscanf(line, "go_memstats_sys_bytes %g", &sys)
		_, _ = fmt.Sscanf(line, "go_memstats_heap_released_bytes %g", &released)
	}
	m.goes = int64(sys - released)
	return m
}

// footprint is the memory that serve has.
func (d *drive) footprint() (m memory) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", d.serving.Process.Pid))
	if err != nil {
		return m
	}
	for line := range strings.Lines(string(text)) {
		var name string
		var kb int64
		if n, _ := fmt.Sscanf(line, "%s %d kB", &name, &kb); n == 2 {
			switch name {
			case "VmRSS:":
				m.all = kb << 10
			case "RssAnon:":
				m.own = kb << 10
			}
		}
	}
	return m
}

// least is the lesser of two, which counts: the engine takes more during a statement.
func (m memory) least(other memory) memory {
	if m.own == 0 || other.own > 0 && other.own < m.own {
		return other
	}
	return m
}

func (m memory) String() string {
	return fmt.Sprintf("%d/%d MB (engine %d, Go %d), %d+%d parts", m.all>>20, m.own>>20, m.uses>>20, m.goes>>20, m.live, m.dead)
}

// wantMemory wants the last process to have at its end what it had after 20 runs.
func (d *drive) wantMemory() {
	d.Helper()
	const early, few = 20, 10
	var series []string
	for i, m := range d.memory {
		if i%5 == 0 || i == len(d.memory)-1 {
			series = append(series, fmt.Sprintf("%d: %s", i, m))
		}
	}
	d.Log("by run of the last process: ", strings.Join(series, ", "))
	if len(d.memory) < 3*early {
		return // too few to say
	}
	// The least of some runs: a statement that is under way says nothing. What is held
	// against the bound is what the system counts for the process, as a limit of a container
	// does; what no file holds is told beside it.
	least := func(some []memory, of func(memory) int64) int64 {
		return of(slices.MinFunc(some, func(a, b memory) int { return cmp.Compare(of(a), of(b)) }))
	}
	first, last := d.memory[early-few:early], d.memory[len(d.memory)-few:]
	all, own := func(m memory) int64 { return m.all }, func(m memory) int64 { return m.own }
	d.Logf("what no file holds: after %d runs %d MB, after %d runs %d MB", early,
		least(first, own)>>20, len(d.memory), least(last, own)>>20)
	then, now := least(first, all), least(last, all)
	d.Logf("after %d runs %d MB, after %d runs %d MB", early, then>>20, len(d.memory), now>>20)
	if now*10 > then*11 {
		d.Errorf("got %d MB at the end, want %d MB and 10 %% at most", now>>20, then>>20)
	}
}

// ask asks from other processes until the end, and says how often.
func (d *drive) ask(ctx context.Context) string {
	id := d.tenant.Headers()[0].ID
	questions := []struct {
		args  []string
		codes []int
	}{
		{[]string{"query", "SELECT count() FROM records"}, []int{exit.Complete}},
		{[]string{"explain", id}, []int{exit.Complete}},
		{[]string{"status"}, []int{exit.Complete, exit.Partial}},
		{[]string{"verify", "--offline"}, []int{exit.Complete, exit.Partial}},
		{[]string{"schema", "plan"}, []int{exit.Complete}},
		{[]string{"doctor"}, []int{exit.Complete, exit.Failed}},
		{[]string{"verify"}, []int{exit.Complete, exit.Failed, exit.Partial}},
	}
	answered, excused := map[string]int{}, 0
	for i := 0; ctx.Err() == nil; i = (i + 1) % len(questions) {
		q, before := questions[i], d.upset.Load()
		began := time.Now()
		r := d.own(q.args...)
		switch {
		case ctx.Err() != nil:
		case slices.Contains(q.codes, r.code):
			what := fmt.Sprintf("%s: %d", strings.Join(q.args[:min(len(q.args), 2)], " "), r.code)
			if answered[what]++; answered[what] == 1 && r.code != exit.Complete {
				d.Logf("exporter %s: %s", q.args[0], r)
			}
		case before%2 == 1 && before == d.upset.Load():
			d.Errorf("exporter %s: got %s after %s, want an answer", q.args[0], r, time.Since(began))
		default:
			excused++ // serve ended or began meanwhile
		}
		time.Sleep(300 * time.Millisecond) // people are no faster
	}
	return fmt.Sprintf("%v answered; %d that were asked when serve ended or began were not", answered, excused)
}

// settleDown waits until all is in, with nothing that happens any more.
func (d *drive) settleDown() {
	d.Helper()
	d.over = true
	from := len(d.read())
	for _, tenant := range []string{graphtest.DefaultTenantID, secondTenant} {
		for _, f := range families {
			d.insist("run that finds nothing new", func() map[string]any {
				for _, l := range d.read()[from:] {
					if l["msg"] == "run finished" && l["tenant"] == tenant && l["family"] == f.Name &&
						l["outcome"] == "complete" && l["loaded"] == 0.0 {
						return l
					}
				}
				return nil
			})
		}
	}
}
