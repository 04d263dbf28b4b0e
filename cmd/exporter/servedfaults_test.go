package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/load/engine/server/servertest"
)

func TestServerThatIsDownIsSaidAndTheNextRunRepairs(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 12})
	s.door.Close()
	s.says(exit.Failed, []string{s.address, "nothing listens there", "is the server up"}, "run")
	s.up()
	s.want(exit.Complete, "run")
	s.wantWhole("with the server back")
}

// outage is a server that dies at an insert: it meets a fault, and until the
// server is up again every other request breaks off.
type outage struct {
	*servertest.Server
	mu   sync.Mutex
	left int // inserts until then
	last servertest.Fault
	dead bool
}

// at has the server die at an insert.
func (o *outage) at(inserts int, last servertest.Fault) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.left, o.last, o.dead = inserts, last, false
}

// ServeHTTP implements [http.Handler].
func (o *outage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fault := o.pass(strings.HasPrefix(r.URL.Query().Get("query"), "INSERT "))
	if fault == nil {
		o.Server.ServeHTTP(w, r)
		return
	}
	fault(w, r, o.Server.ServeHTTP)
}

// pass is what a request meets; nil lets it through.
func (o *outage) pass(insert bool) servertest.Fault {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.dead:
		return servertest.DropRequest()
	case insert && o.last != nil:
		if o.left--; o.left == 0 {
			o.dead = true
			return o.last
		}
	}
	return nil
}

func TestServerKilledTenTimesEndsWithTheRightRows(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 6})
	s.want(exit.Complete, "run")
	o := &outage{Server: s.fake}
	s.door.Close()
	s.handler = o
	s.up()
	last := []servertest.Fault{
		servertest.DropReply(), servertest.DropRequest(), servertest.Status(http.StatusServiceUnavailable),
		servertest.Throw(proto.ErrTooManyParts, "Too many parts. (TOO_MANY_PARTS)"),
	}
	for kill := range 10 {
		s.renew(kill)
		o.at(1+kill, last[kill%len(last)])
		s.want(exit.Failed, "run")
		if !o.dead {
			t.Errorf("run %d: got no insert %d, want one", kill, 1+kill)
		}
		o.at(0, nil)
		s.wantAnswer("0\t6", "SELECT (SELECT count() FROM audit), uniqExact(record_id) FROM records")
	}
	s.want(exit.Complete, "run")
	s.wantWhole("after all outages")
	s.wantWarehouseIsTenant()
	s.want(exit.Complete, "verify")
}

func TestWrongPasswordIsSaidWithoutIt(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 1})
	const wrong = "wr0ng pa55"
	s.must(os.WriteFile(s.path("password"), []byte(wrong+"\n"), 0o600))
	r := s.want(exit.Failed, "run")
	const want = `is not let in; check warehouse.user and warehouse.password`
	if !strings.Contains(r.stderr, want) {
		t.Errorf("got %s, want %q in it", r, want)
	}
	if strings.Contains(r.String(), wrong) {
		t.Errorf("got %s, want it without the password", r)
	}
}

// refusal is what a server does not let the exporter do.
type refusal struct {
	statement string // that is refused; %s is the database
	code      proto.Error
	message   string
	words     []string
}

// met has a run meet the refusal. It is said by the statement, by what the
// server says is missing, and by what to do; the next run loads all.
func (r refusal) met(s *servedSite) {
	s.Helper()
	of := func(text string) string { return strings.ReplaceAll(text, "%s", s.database) }
	s.fake.Inject(of(r.statement), servertest.Throw(r.code, of(r.message)))
	s.says(exit.Failed, append(r.words, fmt.Sprintf("%d", r.code)), "run")
	s.want(exit.Complete, "run")
	s.wantWhole("once the server lets it")
}

func TestWhatTheServerRefusesToMakeIsSaidAndTheNextRunRepairs(t *testing.T) {
	for name, r := range map[string]refusal{
		"grant to make the database": {"CREATE DATABASE", proto.ErrAccessDenied, denied("CREATE DATABASE ON %s.*"),
			[]string{"CREATE DATABASE", "GRANT"}},
		"grant to make a table": {"`streams_all`", proto.ErrAccessDenied, denied("CREATE TABLE ON %s.streams_all"),
			[]string{"CREATE TABLE", "streams_all", "GRANT"}},
		"grant to make a view": {"CREATE OR REPLACE VIEW", proto.ErrAccessDenied, denied("CREATE VIEW ON %s.records"),
			[]string{"CREATE VIEW ON", "GRANT"}},
		"read-only user": {"CREATE DATABASE", proto.ErrReadonly, "exporter: Cannot execute query in readonly mode. (READONLY)",
			[]string{"CREATE DATABASE", "may only read"}},
	} {
		t.Run(name, func(t *testing.T) { r.met(newServedSite(t, graphtest.Options{Records: 6})) })
	}
}

func TestWhatTheServerRefusesOfALoadIsSaidAndTheNextRunRepairs(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 6})
	s.want(exit.Complete, "run")
	const insert = "INSERT INTO `%s_store`."
	for name, r := range map[string]refusal{
		"grant to insert rows": {insert + "`sessions_all`", proto.ErrAccessDenied, denied("INSERT(load_id) ON %s.sessions_all"),
			[]string{"sessions_all", "INSERT(load_id)", "GRANT"}},
		"grant to commit": {insert + "`loads`", proto.ErrAccessDenied, denied("INSERT(load_id) ON %s.loads"),
			[]string{"loads", "GRANT"}},
		"grant to read": {"system.columns", proto.ErrAccessDenied, denied("SELECT ON system.columns"),
			[]string{"SELECT ON system.columns", "GRANT"}},
		"disk full": {insert + "`streams_all`", proto.ErrNotEnoughSpace,
			"Cannot reserve 1.00 MiB, not enough space. (NOT_ENOUGH_SPACE)",
			[]string{"streams_all", "free some space", "what is committed is unharmed"}},
		"memory": {insert + "`streams_all`", proto.ErrMemoryLimitExceeded,
			"Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)", []string{"streams_all", "more memory"}},
	} {
		s.part(name, func() {
			s.renew(1)
			r.met(s)
		})
	}
}

// denied is how ClickHouse says that a grant is missing.
func denied(grant string) string {
	return "exporter: Not enough privileges. To execute this query, it's necessary to have the grant " + grant + ". (ACCESS_DENIED)"
}

func TestTableOfSomeoneElseIsRefusedByName(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 3})
	s.sql("CREATE DATABASE " + s.database)
	s.sql("CREATE DATABASE " + s.database + "_store")
	for table, database := range map[string]string{"streams": s.database, "sessions_all": s.database + "_store"} {
		s.part(table, func() {
			s.sql("CREATE TABLE " + database + "." + table + " (mine UInt8) ENGINE = MergeTree ORDER BY mine")
			s.says(exit.Failed, []string{database + "." + table, "rename", "nothing was changed"}, "run")
			s.wantAnswer("mine", "SELECT arrayStringConcat(groupArray(name)) FROM system.columns WHERE database IN ('"+s.database+"', '"+s.database+"_store')")
			s.sql("DROP TABLE " + database + "." + table)
		})
	}
	s.want(exit.Complete, "run")
	s.wantWhole("without them")
}
