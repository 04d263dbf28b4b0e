package offline

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"callrecords/load/archive"
	"callrecords/schema"
)

// markForm is the time in a mark, as in all run ids; resumeWithin is how long
// after its last load a replay that was stopped can be gone on with.
const (
	markForm     = "20060102T150405.000Z"
	resumeWithin = 24 * time.Hour
)

// mark is what the ids of all runs of one replay begin with, so that the next
// knows what was done: what is asked for and the columns there are, as a hash,
// and when the replay was begun.
func (x *loader) mark(
	ctx context.Context, f schema.Family, s archive.Selection, anew bool,
) (string, error) {
	hash, now := fnv.New32a(), time.Now().UTC()
	fmt.Fprint(hash, s.Record, s.Window, f.Tables)
	begins := fmt.Sprintf("replay-%08x-", hash.Sum32())
	if anew {
		return begins + now.Format(markForm), nil
	}
	length := len(begins) + len(markForm)
	mark, err := x.warehouse.Archive.ResumableReplay(ctx, s.Tenant, begins, length, now.Add(-resumeWithin))
	if err != nil {
		return "", err
	}
	if mark == "" {
		return begins + now.Format(markForm), nil
	}
	x.Logger.InfoContext(ctx, "going on with the replay that was stopped; --anew begins again",
		"tenant", s.Tenant, "replay", mark)
	return mark, nil
}
