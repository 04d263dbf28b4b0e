package analysis_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
	"callrecords/transform"
)

// phoned loads a day of a log, given as the JSON of its rows.
func (h *house) phoned(f schema.Family, date string, rows ...string) {
	h.Helper()
	start, err := time.Parse(time.DateOnly, date)
	if err != nil {
		h.Fatal(err)
	}
	batch := transform.NewBatch(f)
	r := batch.Record(schema.Owner{
		Family: f.Name, TenantID: h.tenant, RecordID: f.Name + "/" + date, Version: 1, Start: start,
		LoadID: h.Commits.NextLoadID(time.Now()),
	})
	page := `{"value":[` + strings.Join(rows, ",") + `]}`
	if err := r.Page(schema.Page{Kind: schema.PageCalls, Body: []byte(page)}); err != nil {
		h.Fatal(err)
	}
	l := r.Close()
	if err := h.Commits.Insert(h.Context(), batch.Take()); err != nil {
		h.Fatal(err)
	}
	refused, err := h.Commits.Commit(h.Context(), "run", time.Now(), []schema.Load{l})
	if err != nil || len(refused) > 0 || l.Unread.Values > 0 {
		h.Fatalf("commit: %v, refused %v, unread %v", err, refused, l.Unread)
	}
}

// What the codes mean, by the table of Microsoft's troubleshooting pages.
func TestCodesOfDirectRoutingMeanSomething(t *testing.T) {
	t.Parallel()
	h := shipped(t)
	cases := []struct {
		category  string
		delivered string
		codes     []string // SIP code, blank, subcode
	}{
		{"answered", "true", []string{"0 0", "200 0", "0 540000", "200 540000", "0 560000", "200 560000", "0 null"}},
		{"busy", "true", []string{"486 10321", "486 560486", "600 560486", "486 1", "600 null"}},
		{"no_answer", "true", []string{"480 560480", "408 500001", "480 10037", "408 0", "480 0"}},
		{"check", "false", []string{"408 560408", "480 10140", "480 10191"}},
		{"cancelled", "false", []string{"487 540487", "487 560487", "487 540200", "487 0"}},
		{"rejected", "true", []string{"603 560603", "603 0"}},
		{"number", "false", []string{
			"404 10202", "404 511404", "412 510412", "404 560404", "484 560484", "404 0", "412 0", "484 0",
		}},
		{"policy", "false", []string{
			"403 10199", "403 10500", "403 510546", "403 10553", "403 510532", "403 510534", "403 510559",
			"403 510560", "403 510562", "403 510563", "403 560403", "403 0",
		}},
		{"media", "false", []string{"410 531000", "488 531004", "410 531005", "488 531027", "410 0", "488 0"}},
		{"service", "false", []string{
			"500 510482", "503 510544", "500 540500", "503 10320", "503 540998", "500 560500", "503 560503", "500 0",
			"503 0",
		}},
		{"trunk", "false", []string{"504 549002", "504 569002", "504 569003", "504 569008", "504 569009", "504 0"}},
		{"", `\N`, []string{"699 0", "null null", "0 1"}[:2]},
	}
	var rows, want []string
	for _, c := range cases {
		for _, codes := range c.codes {
			sip, subcode, _ := strings.Cut(codes, " ")
			id := fmt.Sprintf("%02d", len(rows))
			rows = append(rows, `{"id":"`+id+`","successfulCall":false,"finalSipCode":`+sip+
				`,"callEndSubReason":`+subcode+`}`)
			want = append(want, fmt.Sprint(id, " ", codes, " ", c.category, " ", c.delivered))
		}
	}
	h.phoned(schema.DirectRoutingCalls, "2026-03-04", rows...)
	h.want("SELECT id, ifNull(toString(final_sip_code), 'null'), ifNull(toString(call_end_sub_reason), 'null'),"+
		" category, delivered FROM {phone_calls} WHERE tenant_id = %s ORDER BY id", want...)
}

func TestCodesOfTheTenantGoFirstAndTheNarrowestOfThem(t *testing.T) {
	t.Parallel()
	h := shipped(t)
	h.knows("sip_codes", "sip_code,subcode,category,meaning\n503,,trunk,ours\n,560503,busy,of the subcode\n"+
		"503,560503,media,of both\n")
	row := `{"id":"%d","successfulCall":%s,"finalSipCode":%d,"callEndSubReason":%d}`
	h.phoned(schema.DirectRoutingCalls, "2026-03-04",
		fmt.Sprintf(row, 1, "false", 503, 560503),
		fmt.Sprintf(row, 2, "false", 500, 560503),
		fmt.Sprintf(row, 3, "false", 503, 540998), // shipped for the subcode: what the tenant says goes before
		fmt.Sprintf(row, 4, "false", 500, 540998),
		fmt.Sprintf(row, 5, "true", 699, 1)) // no row fits, and it was connected
	h.want("SELECT id, category, meaning, ended_by FROM {phone_calls} WHERE tenant_id = %s ORDER BY id",
		"1 media of both sbc", "2 busy of the subcode sbc", "3 trunk ours microsoft",
		"4 service maintenance at Microsoft microsoft", "5 answered  microsoft")
}

func TestCallsHaveADirectionLengthsAndACost(t *testing.T) {
	t.Parallel()
	h := shipped(t)
	directions := map[string]string{
		"user_in": "in", "user_out": "out", "ucap_in": "in", "oc_ucap_in": "in", "oc_user_out": "out", "conf_in": "in",
		"user_out_transfer": "out", "emergency": "out", "ByotIn": "in", "ByotOut": "out", "ByotInUcap": "in",
		"ByotOutUserForwarding": "out", "ByotOutUserTransfer": "out", "dr_in": "in", "dr_out_user_forwarding": "out",
		"dr_emergency_out": "out", "fax": "",
	}
	var rows, want []string
	for i, kind := range sorted(directions) {
		rows = append(rows, fmt.Sprintf(`{"id":"%02d","callType":"%s"}`, i, kind))
		want = append(want, fmt.Sprintf("%02d %s %s", i, kind, directions[kind]))
	}
	h.phoned(schema.PstnCalls, "2026-03-03", rows...)
	h.want("SELECT id, call_type, direction FROM {phone_calls} WHERE tenant_id = %s ORDER BY id", want...)

	h.phoned(schema.PstnCalls, "2026-03-04",
		`{"id":"p1","duration":90,"charge":0.1,"connectionCharge":0.20,"currency":"EUR"}`,
		`{"id":"p2","duration":0,"charge":null,"connectionCharge":1.000001,"currency":"USD"}`,
		`{"id":"p3","duration":null,"charge":null,"connectionCharge":null}`)
	h.phoned(schema.DirectRoutingCalls, "2026-03-04",
		`{"id":"d1","successfulCall":true,"duration":70,"inviteDateTime":"2026-03-04T11:59:58.5Z",
			"startDateTime":"2026-03-04T12:00:00Z","endDateTime":"2026-03-04T12:01:00.25Z"}`,
		`{"id":"d2","successfulCall":true,"duration":70,"inviteDateTime":null,
			"startDateTime":"2026-03-04T12:00:00Z","endDateTime":"0001-01-01T00:00:00Z"}`,
		`{"id":"d3","successfulCall":true,"inviteDateTime":"2026-03-04T12:00:01Z","startDateTime":"2026-03-04T12:00:00Z"}`,
		`{"id":"d4","successfulCall":false,"duration":9,"inviteDateTime":"2026-03-04T11:59:00Z",
			"startDateTime":"2026-03-04T12:00:00Z","failureDateTime":"2026-03-04T12:00:09Z"}`)
	h.want("SELECT id, connected, setup_seconds, talk_seconds, cost, currency FROM {phone_calls}"+
		" WHERE tenant_id = %s AND day = '2026-03-04' ORDER BY id",
		`d1 true 1.5 60.25 \N `,
		`d2 true \N 70 \N `,
		`d3 true \N \N \N `, // invited after the start: nobody knows how long it took
		`d4 false \N \N \N `,
		`p1 true \N 90 0.3 EUR`,
		`p2 false \N \N 1.000001 USD`,
		`p3 false \N \N \N `)
	h.want("SELECT currency, sum(cost) FROM {phone_calls} WHERE tenant_id = %s AND cost > 0 GROUP BY currency"+
		" ORDER BY currency", "EUR 0.3", "USD 1.000001")
}

// Ada's telephone has the number +41441234567.
func TestCallsAreMatchedWithTheirRecords(t *testing.T) {
	t.Parallel()
	at := func(id, begin string) []byte {
		text := string(call(t.Name(), id, "peerToPeer", "23:59:59", "",
			leg(begin, "23:59:59", adaEnd, phoneEnd, "", sentGood)))
		return []byte(strings.Replace(text, `"startDateTime": "2026-03-04T12:00:00Z"`,
			`"startDateTime": "2026-03-04T`+begin+`Z"`, 1))
	}
	const claimed = "2f3e8c11-7a64-4d0b-9b5d-6c1e2f9a8d40"
	h := shipped(t, at("first", "12:00:00"), at("second", "12:01:30"), at(claimed, "18:00:00"), at("late", "23:59:30"),
		// A meeting has the organizer, and the telephone when it came.
		[]byte(strings.Replace(string(call(t.Name(), "meeting", "groupCall", "16:00:00", "",
			leg("12:00:00", "16:00:00", adaEnd, meeting, ""), leg("15:00:00", "15:10:00", phoneEnd, meeting, ""),
			leg("12:00:00", "16:00:00", bobEnd, meeting, ""))),
			`"version": 3`, `"version": 3, "organizer_v2": {"id": "ada", "identity": {"user": {"id": "ada"}}}`, 1)),
		// Only the list of participants has the telephone.
		call(t.Name(), "listed", "peerToPeer", "12:05:00",
			`{"id": "1", "identity": {"phone": {"id": "+41790000001"}}}`, leg("12:00:00", "12:05:00", adaEnd, meeting, "")))
	cases := map[string]struct{ row, want string }{
		"the row names it, in any spelling": {`"correlationId":"` + strings.ToUpper(claimed) + `"`, claimed + " exact"},
		"what it names beats what is likely": {`"correlationId":"` + claimed + `","userId":"ada",
			"startDateTime":"2026-03-04T12:00:00Z","callerNumber":"+41441234567"`, claimed + " exact"},
		"a name that no record has": {`"correlationId":"` + strings.Replace(claimed, "2f", "3f", 1) + `"`, "first likely"},
		"user, time and number":     {`"startDateTime":"2026-03-04T11:58:00Z"`, "first likely"},
		"the nearest of two":        {`"startDateTime":"2026-03-04T12:00:46Z"`, "second likely"},
		"the nearest of two, before": {
			`"startDateTime":"2026-03-04T12:00:44Z"`, "first likely"},
		"more than two minutes":         {`"startDateTime":"2026-03-04T11:57:59.999Z"`, " none"},
		"another user":                  {`"userId":"bob"`, " none"},
		"a bot without a user":          {`"userId":""`, " none"},
		"masked digits":                 {`"callerNumber":"+4144123****"`, "first likely"},
		"masked digits of another":      {`"callerNumber":"+4144124****"`, " none"},
		"too few digits are masked":     {`"callerNumber":"+4144123***"`, " none"},
		"nothing but masks":             {`"callerNumber":"+***********"`, " none"},
		"three digits are too few":      {`"callerNumber":"+414********"`, " none"},
		"another number":                {`"callerNumber":"+41441234568"`, " none"},
		"the callee's number":           {`"callerNumber":"+41440000000","calleeNumber":"+41 44 123 45 67"`, "first likely"},
		"no number":                     {`"callerNumber":null`, " none"},
		"no start":                      {`"startDateTime":null`, " none"},
		"the day after the record's":    {`"startDateTime":"2026-03-05T00:00:10Z"`, "late likely"},
		"a telephone late in a meeting": {`"startDateTime":"2026-03-04T15:00:20Z"`, "meeting likely"},
		"a meeting that bob was in":     {`"userId":"bob","startDateTime":"2026-03-04T15:00:20Z"`, " none"},
		"in the list alone":             {`"callerNumber":"+4179000****"`, "listed likely"},
	}
	days := map[string][]string{}
	for name, c := range cases {
		date := "2026-03-04"
		if strings.Contains(c.row, "2026-03-05") {
			date = "2026-03-05"
		}
		days[date] = append(days[date], `{"id":"`+name+`","userId":"ada","startDateTime":"2026-03-04T12:00:00Z",
			"callerNumber":"+41441234567","calleeNumber":"+41440000000",`+c.row+`}`)
	}
	for date, rows := range days {
		h.phoned(schema.DirectRoutingCalls, date, rows...)
	}
	got := map[string]string{}
	for _, line := range h.rows("SELECT concat(id, '|', record_id, ' ', match) FROM {phone_calls} WHERE tenant_id = %s") {
		name, match, _ := strings.Cut(line, "|")
		got[name] += match
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got[name] != c.want {
				t.Errorf("got %q, want %q", got[name], c.want)
			}
		})
	}
}

// The rows of the simulated tenant belong to the records that it says, or to another one of the
// same person and number that is as near.
func TestRowsOfATenantBelongToItsRecords(t *testing.T) {
	t.Parallel()
	o := graphtest.Options{Records: 120, Seed: 8, TenantID: "matched", PstnCalls: 40, DirectRoutingCalls: 40}
	h, tenant := phoning(t, o)
	var expected []string
	want := map[string]int{}
	for log, name := range logs {
		for _, row := range tenant.Calls(log) {
			id := idOf(t, row)
			record, named := tenant.RecordOf(log, id)
			match := map[bool]string{true: "exact", false: "likely"}[named]
			if record == "" {
				match = "none"
			}
			want[match]++
			expected = append(expected, fmt.Sprint(name, " ", id, " ", record, " ", match))
		}
	}
	slices.Sort(expected)
	h.want("SELECT log, id, record_id, match FROM {phone_calls} WHERE tenant_id = %s ORDER BY log, id", expected...)
	if len(want) != 3 {
		t.Errorf("got rows %v, want some of each match", want)
	}
}

// logs are the two logs of phone calls, by the names of their endpoints.
var logs = map[graphtest.Endpoint]string{
	graphtest.PstnCalls: "pstn_calls", graphtest.DirectRoutingCalls: "direct_routing_calls",
}

// phoning is the shared warehouse with all calls of a simulated tenant, those of the logs too.
func phoning(t *testing.T, o graphtest.Options) (*house, *graphtest.Tenant) {
	t.Helper()
	h, _ := simulated(t, o)
	tenant := graphtest.New(o)
	for log, name := range logs {
		days := map[string][]string{}
		for _, row := range tenant.Calls(log) {
			var r struct{ StartDateTime time.Time }
			if err := json.Unmarshal(row, &r); err != nil {
				t.Fatal(err)
			}
			date := r.StartDateTime.Format(time.DateOnly)
			days[date] = append(days[date], string(row))
		}
		for date, rows := range days {
			h.phoned(schema.FamilyNamed(families, name), date, rows...)
		}
	}
	return h, tenant
}

// How many calls a trunk has at once, by the calls' JSON: at each millisecond of a minute that one begins.
func TestTrunkMinutesAreTheMostCallsAtOnce(t *testing.T) {
	t.Parallel()
	h := shipped(t)
	h.knows("trunks", "Identity;Fqdn;SipSignalingPort;MaxConcurrentSessions\na;SBC1;5061;2\nb;sbc2;5061;\n")
	held := func(trunk, invite, start, end string) string {
		text := fmt.Sprintf(`{"trunkFullyQualifiedDomainName":"%s","inviteDateTime":"2026-03-0%sZ",
			"startDateTime":"2026-03-0%sZ","endDateTime":"2026-03-0%sZ"}`, trunk, invite, start, end)
		return strings.ReplaceAll(text, `"2026-03-0Z"`, "null")
	}
	h.phoned(schema.DirectRoutingCalls, "2026-03-04",
		held("sbc1", "4T10:00:10", "4T10:00:20", "4T10:02:00"), // ends where the next one begins: 10:02 is not its minute
		held("sbc1", "4T10:02:00", "4T10:02:00", "4T10:02:30"),
		held("SBC1", "4T10:01:30", "4T10:01:40", "4T10:01:50"),
		held("sbc1", "4T10:01:49.999", "4T10:01:49.999", "4T10:01:51"),
		held("sbc1", "4T10:01:50", "4T10:01:50", "4T10:01:51"), // comes when the third goes
		held("sbc2", "", "4T23:59:00", "5T00:01:00"),
		`{"trunkFullyQualifiedDomainName":"sbc2","startDateTime":"2026-03-04T12:00:00Z","failureDateTime":"2026-03-04T12:00:00Z"}`,
		`{"trunkFullyQualifiedDomainName":"sbc2","startDateTime":"2026-03-04T13:00:00Z","duration":61}`,
		`{"trunkFullyQualifiedDomainName":"sbc2"}`,
		`{"trunkFullyQualifiedDomainName":"","startDateTime":"2026-03-04T12:00:00Z"}`)
	h.phoned(schema.DirectRoutingCalls, "2026-03-06", // the invite came on the day before
		held("sbc3", "5T23:59:59", "6T00:00:03", "6T00:00:59"))
	h.want("SELECT day, trunk, minute, calls, limit FROM {trunk_minutes} WHERE tenant_id = %s ORDER BY minute, trunk",
		"2026-03-04 sbc1 2026-03-04 10:00:00 1 2",
		"2026-03-04 sbc1 2026-03-04 10:01:00 3 2",
		"2026-03-04 sbc1 2026-03-04 10:02:00 1 2",
		`2026-03-04 sbc2 2026-03-04 12:00:00 1 \N`,
		`2026-03-04 sbc2 2026-03-04 13:00:00 1 \N`,
		`2026-03-04 sbc2 2026-03-04 13:01:00 1 \N`,
		`2026-03-04 sbc2 2026-03-04 23:59:00 1 \N`,
		`2026-03-05 sbc2 2026-03-05 00:00:00 1 \N`,
		`2026-03-05 sbc3 2026-03-05 23:59:00 1 \N`,
		`2026-03-06 sbc3 2026-03-06 00:00:00 1 \N`)
	h.want("SELECT trunk, minute FROM {trunk_minutes} WHERE tenant_id = %s AND calls > limit", "sbc1 2026-03-04 10:01:00")
}

// The same of a simulated tenant, by its JSON.
func TestTrunkMinutesAreThoseOfATenant(t *testing.T) {
	t.Parallel()
	h, tenant := phoning(t, graphtest.Options{Records: 1, TenantID: "trunks", DirectRoutingCalls: 400, PhoneDays: 2})
	type minute struct {
		trunk string
		at    int64
	}
	type ends struct{ invite, end time.Time }
	var calls []ends
	var trunks []string
	for _, row := range tenant.Calls(graphtest.DirectRoutingCalls) {
		var r struct {
			TrunkFullyQualifiedDomainName                               string
			InviteDateTime, StartDateTime, EndDateTime, FailureDateTime time.Time
		}
		if err := json.Unmarshal(row, &r); err != nil {
			t.Fatal(err)
		}
		end := r.EndDateTime
		if end.Year() == 1 {
			end = r.FailureDateTime
		}
		calls = append(calls, ends{invite: r.InviteDateTime, end: end})
		trunks = append(trunks, r.TrunkFullyQualifiedDomainName)
	}
	// Between two instants at which a call comes or goes nothing changes: it is enough to look at those at which one
	// comes, and at the beginnings of minutes.
	most := map[minute]int{}
	look := func(trunk string, at time.Time) {
		n := 0
		for i, c := range calls {
			if trunks[i] == trunk && !at.Before(c.invite.Truncate(time.Millisecond)) && at.Before(c.end.Truncate(time.Millisecond)) {
				n++
			}
		}
		m := minute{trunk, at.Truncate(time.Minute).Unix()}
		most[m] = max(most[m], n)
	}
	for i, c := range calls {
		look(trunks[i], c.invite.Truncate(time.Millisecond))
		for at := c.invite.Truncate(time.Minute).Add(time.Minute); at.Before(c.end); at = at.Add(time.Minute) {
			look(trunks[i], at)
		}
	}
	var want []string
	greatest := 0
	for m, n := range most {
		want = append(want, fmt.Sprint(m.trunk, " ", m.at, " ", n))
		greatest = max(greatest, n)
	}
	slices.Sort(want)
	h.want("SELECT concat(trunk, ' ', toUnixTimestamp(minute), ' ', calls) AS line FROM {trunk_minutes}"+
		" WHERE tenant_id = %s ORDER BY line", want...)
	if greatest < 3 {
		t.Errorf("got %d calls at once at most, want some", greatest)
	}
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
