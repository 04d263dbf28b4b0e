package analysis_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callrecords/analysis"
	"callrecords/analysis/reference"
	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/db"
	kept "callrecords/load/reference"
)

// corpus is a warehouse of many calls that are made in SQL: what import would leave, without
// the documents. Its shape is an organization of 20,000 people: four calls in ten are between
// two of them, with one session of four streams; the others are meetings of four sessions with
// three or four streams each. So ten streams go to a record. Loads of the last 35 days are
// in front of the settle line, the others behind it. Nothing waits for a sweep.
type corpus struct {
	*load.Warehouse
	database string
	end      time.Time // the calls end before
}

const (
	corpusDays   = 60
	corpusTenant = "tenant"

	// keptCorpus is the environment variable that names a folder for the store: the corpora in it
	// are kept, and made anew only when they or their tables have changed.
	keptCorpus = "CALLRECORDS_BENCH_STORE"
)

// corpusOf makes one with so many records, or takes the one that was kept. What is not kept is
// gone after the benchmark.
func corpusOf(b *testing.B, records int) corpus {
	b.Helper()
	views, err := analysis.Views(analysis.Options{})
	if err != nil {
		b.Fatal(err)
	}
	derived, err := analysis.Derived(analysis.Options{})
	if err != nil {
		b.Fatal(err)
	}
	c := corpus{database: fmt.Sprint("corpus_", records), end: time.Now().UTC()}
	c.Warehouse = load.New(store, load.Options{Database: c.database, Families: families, Views: views, Derived: derived})
	stays := os.Getenv(keptCorpus) != ""
	made, mark := c.shape(), filepath.Join(filepath.Dir(store.Path), c.database+".shape")
	if old, err := os.ReadFile(mark); stays && err == nil && string(old) == made {
		if err := c.Migrate(b.Context()); err != nil { // its views
			b.Fatal(err)
		}
		c.knowsBuildings(b)
		c.fill(b)
		return c
	}
	c.drop(b)
	if !stays {
		b.Cleanup(func() { c.drop(b) })
	}
	if err := c.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	perDay := records / corpusDays
	for from := 0; from < records; from += perDay {
		for _, made := range corpusTables {
			made = corpusParts.Replace(made)
			c.exec(b, strings.NewReplacer("{store}", c.database+"_store",
				"{records}", c.records(from, min(perDay, records-from), records)).Replace(made))
		}
	}
	for _, t := range []string{"loads", "ledger"} {
		c.exec(b, "OPTIMIZE TABLE "+c.database+"_store."+t+" FINAL") // as the engine does in time
	}
	// A day's loads are settled at once, and leave loads in a later run.
	for _, now := range []time.Time{c.end, c.end.Add(7 * time.Hour)} {
		if _, err := c.Commits.Settle(b.Context(), commit.SettleOptions{Now: now}); err != nil {
			b.Fatal(err)
		}
	}
	c.knowsBuildings(b)
	c.fill(b)
	if stays {
		if err := os.WriteFile(mark, []byte(made), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return c
}

// fill computes facts ahead, as runs do.
func (c corpus) fill(b *testing.B) {
	b.Helper()
	for more := true; more; {
		filled, err := c.Commits.Fill(b.Context(), commit.FillOptions{})
		if err != nil {
			b.Fatal(err)
		}
		more = filled.More
	}
}

// knowsBuildings loads a building file of 5,000 networks, which has most of those that people
// are in.
func (c corpus) knowsBuildings(b *testing.B) {
	b.Helper()
	var file strings.Builder
	for net := range 5_000 {
		if net < 500 && net%10 == 0 {
			continue
		}
		fmt.Fprintf(&file, "10.%d.%d.0\tfloor %d\t24\tBuilding %d\tContoso\tOffice\tBranch\tCity %d\t\tCH\tEMEA\t1\t0\t%d\n",
			net/250, net%250, net, net/5, net/50, net%40/39)
	}
	kind, _ := reference.Of("buildings")
	read, err := kind.Read(strings.NewReader(file.String()))
	if err != nil || read.Wrong > 0 {
		b.Fatal(err, read.Problems)
	}
	if err := c.Reference.Replace(b.Context(), kept.Load{
		Tenant: corpusTenant, Kind: kind.Name, File: kind.Name, Rows: uint64(len(read.Rows)),
		Body: reference.Body(read.Rows), Derived: kind.Derived(read.Rows),
	}); err != nil {
		b.Fatal(err)
	}
}

// shape is what a kept corpus must have been made with: the statements that fill it, and the
// tables with their derived columns.
func (c corpus) shape() string {
	sum := sha256.New()
	fmt.Fprintln(sum, corpusTables, corpusDays, corpusOwner, corpusSessions, corpusEnds, corpusSides)
	for _, statement := range c.Schema.DDL() {
		if !strings.HasPrefix(statement, "CREATE OR REPLACE VIEW") {
			fmt.Fprintln(sum, strings.ReplaceAll(statement, c.database, "corpus"))
		}
	}
	return fmt.Sprintf("%x\n", sum.Sum(nil))
}

// drop takes it away.
func (c corpus) drop(b *testing.B) {
	b.Helper()
	for _, database := range []string{c.database, c.database + "_store"} {
		if err := store.Exec(context.WithoutCancel(b.Context()), "DROP DATABASE IF EXISTS "+database); err != nil {
			b.Error(err)
		}
	}
}

// records selects some records by their numbers: a record's id, start, load id and kind.
func (c corpus) records(from, count, of int) string {
	return fmt.Sprintf(`(
    SELECT
        number AS n,
        sipHash64(n) AS luck,
        toString(reinterpretAsUUID(sipHash128(n))) AS record_id,
        toDateTime64('%s', 7, 'UTC') - toIntervalMillisecond(%d * (%d - n)) AS start,
        -- loaded an hour later
        bitShiftLeft(toUInt64(toUnixTimestamp64Milli(start) + 3600000 - %d),
        23) + n %% 8388608 AS load_id,
        start + toIntervalSecond(60 + luck %% 3600) AS end,
        if(luck %% 10 < 4, 'peerToPeer', 'groupCall') AS type,
        if(luck %% 10 < 4, 1, 4) AS sessions
    FROM numbers(%d, %d))`, c.end.Add(-2*time.Hour).Format(time.DateTime),
		(corpusDays*24*time.Hour).Milliseconds()/int64(of), of, db.LoadTime(0).UnixMilli(), from, count)
}

const (
	corpusOwner = "'" + corpusTenant + "' AS tenant_id, record_id, toUInt64(1) AS version, load_id"

	// corpusSessions are the sessions of some records: somebody talks to somebody else, or to
	// the service of the meeting.
	corpusSessions = "(SELECT *, arrayJoin(range(sessions)) AS session_index FROM {records})"

	// corpusEnds are the ends of a session, for a session or a segment.
	corpusEnds = "caller_endpoint_type, callee_endpoint_type, caller_name, callee_name, " +
		"caller_associated_identity_id, callee_associated_identity_id, " +
		"caller_associated_identity_display_name, callee_associated_identity_display_name, " +
		"caller_identity_kind, callee_identity_kind, caller_user_agent_platform, callee_user_agent_platform, " +
		"caller_user_agent_application_version, callee_user_agent_application_version, caller_feedback_rating"

	// corpusSides are their values.
	corpusSides = `
        'participantEndpoint',
        if(type = 'peerToPeer', 'participantEndpoint', 'serviceEndpoint'),
        concat('PC-', toString((luck + session_index) % 20000)),
        if(type = 'peerToPeer', concat('PC-', toString(luck % 19997)), ''),
        concat('00000000-0000-0000-0000-', leftPad(toString((luck + session_index) % 20000), 12, '0')),
        if(type = 'peerToPeer', concat('00000000-0000-0000-0000-', leftPad(toString(luck % 19997), 12,
        '0')), ''),
        concat('Person ', toString((luck + session_index) % 20000)),
        if(type = 'peerToPeer', concat('Person ', toString(luck % 19997)), ''),
        'user',
        if(type = 'peerToPeer', 'user', ''),
        ['windows', 'windows', 'macOS', 'iOS', 'android', 'roomSystem'][1 + luck % 6],
        if(type = 'peerToPeer', 'windows', ''),
        concat('1.', toString(luck % 40)),
        if(type = 'peerToPeer', '1.7', ''),
        if(luck % 50 = 0, ['notRated', 'bad', 'poor', 'good', 'excellent'][1 + luck % 7 % 5], '')`
)

// corpusParts are what several of the statements have.
var corpusParts = strings.NewReplacer(
	"{session_ends}", "session_"+strings.ReplaceAll(corpusEnds, ", ", ", session_"),
	"{sessions}", corpusSessions, "{owner}", corpusOwner, "{sides}", corpusSides, "{ends}", corpusEnds)

// corpusTables fill the tables, the rows before the commits.
var corpusTables = []string{
	`INSERT INTO {store}.records_all (tenant_id, record_id, version, load_id, start_date_time,
        end_date_time,
        last_modified_date_time, type, join_web_url, participant_count, session_count, segment_count,
        stream_count)
    SELECT {owner}, start, end, end + toIntervalMinute(20), type,
        if(type = 'groupCall', concat('https://teams.example/meet/', toString(luck)), ''),
        if(sessions = 1, 2, 4), sessions, sessions, if(sessions = 1, 4, 14)
    FROM {records}`,
	`INSERT INTO {store}.participants_all (tenant_id, record_id, version, load_id, record_start_date_time,
        participant_index, identity_kind, identity_id, identity_display_name)
    SELECT {owner}, start, place, 'user',
        concat('00000000-0000-0000-0000-', leftPad(toString(person), 12, '0')), concat('Person ',
        toString(person))
    FROM (
        SELECT *, arrayJoin(range(if(sessions = 1, 2, 4))) AS place,
            if(sessions = 1 AND place = 1, luck % 19997, (luck + place) % 20000) AS person
        FROM {records})`,
	`INSERT INTO {store}.sessions_all (tenant_id, record_id, version, load_id, record_start_date_time,
        session_index, session_id, start_date_time, end_date_time, record_type, failure_stage, failure_reason, {ends})
    SELECT {owner}, start, session_index, toString(sipHash64(n, session_index)), start, end, type,
        if((luck + session_index) % 60 = 0, ['callSetup', 'midcall'][1 + luck % 2], ''),
        if((luck + session_index) % 60 = 0, ['CallSetupTimeout', 'The call was declined.',
        ''][1 + luck % 3], ''),
        {sides}
    FROM {sessions}`,
	`INSERT INTO {store}.segments_all (tenant_id, record_id, version, load_id, record_start_date_time,
        session_index, segment_index, segment_id, start_date_time, end_date_time, {ends})
    SELECT {owner}, start, session_index, 0, toString(sipHash64(n, session_index)), start, end, {sides}
    FROM {sessions}`,
	`INSERT INTO {store}.streams_all (tenant_id, record_id, version, load_id, record_start_date_time,
        session_index, segment_index, media_index, stream_index, session_id, segment_id, media_label,
        stream_id,
        stream_direction, audio_codec, video_codec, packet_utilization, average_jitter_ms, max_jitter_ms,
        average_packet_loss_rate, max_packet_loss_rate, average_round_trip_time_ms,
        max_round_trip_time_ms,
        average_audio_degradation, average_ratio_of_concealed_samples, average_video_frame_rate,
        average_video_frame_loss_percentage, average_bandwidth_estimate,
        caller_network_ip_address, caller_network_subnet, caller_network_reflexive_ip_address,
        caller_network_connection_type, caller_network_wifi_band,
        caller_network_network_transport_protocol,
        caller_network_relay_ip_address, caller_network_link_speed, caller_network_mac_address,
        caller_device_capture_device_name, caller_device_render_device_name,
        caller_device_received_signal_level, caller_device_sent_signal_level, callee_network_ip_address,
        callee_network_subnet, callee_network_network_transport_protocol,
        segment_start_date_time, segment_end_date_time, session_start_date_time, session_end_date_time,
        segment_caller_endpoint_type, segment_callee_endpoint_type, record_type, {session_ends})
    SELECT {owner}, start, session_index, 0, intDiv(stream, 2), stream % 2,
        toString(sipHash64(n, session_index)), toString(sipHash64(n, session_index)),
        ['main-audio', if(sessions = 1 OR luck % 3 > 0, 'main-video',
        'applicationsharing-video')][1 + intDiv(stream, 2)],
        toString(bitAnd(dice, 0xFFFFFFFF)), ['callerToCallee', 'calleeToCaller'][1 + stream % 2],
        if(stream < 2, 'SATIN', ''), if(stream < 2, '', 'h264'),
        if(dice % 11 = 0, NULL, dice % 60000),
        if(dice % 12 = 0, NULL, abs(randCanonical(1)) * 12 + if(dice % 29 = 0, 40, 0)), dice % 90,
        if(dice % 12 = 0, NULL, randCanonical(2) * 0.03 + if(dice % 43 = 0, 0.12, 0)), dice % 100 / 400,
        if(dice % 12 = 0, NULL, 20 + dice % 180), 40 + dice % 400,
        if(stream < 2, randCanonical(3), NULL), if(stream < 2, randCanonical(4) * 0.05, NULL),
        if(stream < 2, NULL, 6 + dice % 25), if(stream < 2 OR dice % 3 = 0, NULL, dice % 60),
        dice % 5000000,
        concat('10.', toString(intDiv(net, 250)), '.', toString(net % 250), '.', toString(luck % 250)),
        concat('10.', toString(intDiv(net, 250)), '.', toString(net % 250), '.0'),
        concat('198.51.100.', toString(net % 250)), ['wired', 'wifi', 'wifi', 'mobile',
        'tunnel'][1 + net % 5],
        if(net % 5 IN (1, 2), ['frequency24GHz', 'frequency50GHz'][1 + net % 2], ''), if(net % 31 = 0,
        'tcp', 'udp'),
        if(net % 17 = 0, '203.0.113.9', ''), 1000000000, hex(net),
        concat('Headset ', toString(luck % 60)), concat('Speaker ', toString(luck % 60)), -30, -25,
        concat('52.112.', toString(luck % 250), '.7'), concat('52.112.', toString(luck % 250), '.0'),
        'udp',
        start, end, start, end,
        'participantEndpoint', if(type = 'peerToPeer', 'participantEndpoint', 'serviceEndpoint'), type, {sides}
    FROM (
        SELECT *, stream, (luck + session_index) % 500 AS net, sipHash64(n, session_index,
        stream) AS dice
        FROM {sessions}
        ARRAY JOIN range(if(sessions = 1, 4, 3 + session_index % 2)) AS stream)`,
	`INSERT INTO {store}.loads (tenant_id, family, record_id, version, load_id, start_date_time,
        row_counts, committed_at)
    SELECT 'tenant', 'call_records', record_id, 1, load_id, start, map('records', 1, 'participants',
        if(sessions = 1, 2, 4),
        'sessions', sessions, 'segments', sessions, 'streams', if(sessions = 1, 4, 14)),
        start + toIntervalHour(1)
    FROM {records}`,
	`INSERT INTO {store}.ledger (tenant_id, family, record_id, listed, loaded_version, first_listed_at,
        last_listed_at, loaded_at, attempts)
    SELECT 'tenant', 'call_records', record_id, (1, start, end), 1, end, end,
        start + toIntervalHour(1), 1
    FROM {records}`,
}

// exec runs a statement.
func (c corpus) exec(b *testing.B, sql string) {
	b.Helper()
	if err := store.Exec(b.Context(), sql); err != nil {
		b.Fatalf("%v\n%s", err, sql)
	}
}
