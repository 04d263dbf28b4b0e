package schema

import (
	"fmt"
	"hash/crc32"
)

// Shard is one of several equal parts of all records: exporters that run side by side
// take one each. Which record is in which shard is decided by its id alone, so that
// shards neither overlap nor leave gaps, whatever is listed when and by whom. The zero
// shard is all records.
type Shard struct {
	Number int // from 1
	Of     int // how many there are
}

// Check refuses a shard that is none of so many.
func (s Shard) Check() error {
	if s != (Shard{}) && (s.Number < 1 || s.Number > s.Of) {
		return fmt.Errorf("shard %s: want a number from 1 to %d", s, s.Of)
	}
	return nil
}

// Has says whether a record is in the shard. The hash is CRC-32 (IEEE), which
// ClickHouse has too: CRC32(record_id) % of + 1 is the number of the record's shard.
func (s Shard) Has(recordID string) bool {
	return s.Of <= 1 || int(crc32.ChecksumIEEE([]byte(recordID))%uint32(s.Of))+1 == s.Number
}

// String is the shard as people write it: 2/4.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Number, s.Of) }
