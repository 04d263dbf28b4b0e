package pipeline

import (
	"slices"
	"time"

	"callrecords/schema"
)

// tooOld is why a load is given up that took hours: a sweep may take it for
// dead. It must not be committed. Its record is due again, under a new load id.
const tooOld = "the load took too long to be committed; it begins anew"

// giveUpOld takes the loads out of a batch that are too old to commit. Their
// rows stay unseen, until they are swept.
func (b *batch) giveUpOld(loader Loader, now time.Time) {
	for _, load := range slices.Clone(b.loads) {
		if loader.TooOld(load.LoadID, now) {
			b.leave(load.LoadID, schema.OutcomeFailed, tooOld)
		}
	}
}
