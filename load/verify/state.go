package verify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"callrecords/load/db"
)

// RecordState is all that is known of one record: a row of the view record_state.
type RecordState struct {
	TenantID string `json:"tenant_id"`
	Family   string `json:"family"`
	RecordID string `json:"record_id"`

	Listed      uint64  `json:"listed_version"` // greatest version that Graph listed, 0 for none
	ListedStart db.Time `json:"listed_start"`
	FirstListed db.Time `json:"first_listed_at"` // zero for never, like all that follow
	LastListed  db.Time `json:"last_listed_at"`

	Loaded     uint64  `json:"loaded_version"` // greatest version that the ledger calls loaded, 0 for none
	LoadedAt   db.Time `json:"loaded_at"`
	Wanted     db.Time `json:"wanted_at"`
	LostAt     db.Time `json:"lost_at"`
	Attempts   uint64  `json:"attempts"`
	IncidentAt db.Time `json:"incident_at"`
	Incident   string  `json:"incident_reason"` // the latest thing that went wrong

	Live      uint64  `json:"live_version"` // version that readers see, 0 for none
	LiveLoad  uint64  `json:"live_load"`    // its load id
	LivePart  string  `json:"live_part"`    // what it lacks of a whole record, "" for nothing
	LiveStart db.Time `json:"live_start"`
	Logged    uint64  `json:"logged_version"` // greatest version that load_log calls committed, 0 for none
	Pages     uint64  `json:"pages"`          // pages in the archive, of all versions

	Lost    bool      `json:"-"` // Graph answered 404 for it since it was last listed
	Due     bool      `json:"-"` // the next run fetches it
	Start   time.Time `json:"-"` // of the record, UTC: as listed, else as loaded; zero when neither is known
	Expires time.Time `json:"-"` // when Graph forgets it
}

// InGraph says whether Graph should still have the record.
func (s RecordState) InGraph(now time.Time) bool {
	return s.Listed > 0 && !s.Lost && now.Before(s.Expires)
}

// neverLoaded says whether no version was ever loaded.
func (s RecordState) neverLoaded() bool { return s.Live == 0 && s.Loaded == 0 && s.Logged == 0 }

// inPart says whether a part is live of the newest version that Graph listed.
func (s RecordState) inPart() bool { return s.LivePart != "" && s.Listed == s.Live }

func (s RecordState) key() db.RecordKey {
	return db.RecordKey{TenantID: s.TenantID, RecordID: s.RecordID}
}

// recordStates reads the state of the records that a condition on the columns of
// record_state finds.
func (v *Verifier) recordStates(ctx context.Context, where db.SQL) ([]RecordState, error) {
	type row struct {
		RecordState
		Lost uint64 `json:"lost"`
		Due  uint64 `json:"due"`
	}
	rows, err := db.Query[row](ctx, v.db, `
SELECT *
FROM {record_state}
WHERE {where}
ORDER BY
    tenant_id,
    if(listed_version > 0, listed_start, live_start),
    record_id`, db.Args{"where": where})
	if err != nil {
		return nil, fmt.Errorf("read the state of the records: %w", err)
	}
	list := make([]RecordState, len(rows))
	for i, r := range rows {
		s := &list[i]
		*s = r.RecordState
		s.Lost, s.Due = r.Lost == 1, r.Due == 1
		s.Start = s.LiveStart.Time
		if s.Listed > 0 {
			s.Start = s.ListedStart.Time
		}
		if s.Start.Unix() == 0 { // the engine's word for none
			s.Start = time.Time{}
		}
		s.Expires = v.db.Family(s.Family).Expires(s.Start)
	}
	return list, nil
}

// recordStatesOf reads the state of named records of a tenant, by id. A record
// of which nothing is known is not there.
func (v *Verifier) recordStatesOf(
	ctx context.Context,
	tenant string,
	ids []string,
) (map[string]RecordState, error) {
	byID := make(map[string]RecordState, len(ids))
	for chunk := range slices.Chunk(ids, db.ChunkSize) {
		list, err := v.recordStates(ctx, db.OfRecords(tenant, chunk))
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			byID[s.RecordID] = s
		}
	}
	return byID, nil
}
