package extract

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// tier is a size that a body may have, and how many may be of it at once.
type tier struct {
	size int // bytes, unpacked
	many int64
}

// tiers bound the bytes of a client that are on their way, from the first of a body
// until its page is in other hands: 64 MiB of usual pages, 64 MiB of those of large
// meetings, and one page of a size that Graph has never sent. Every request counts,
// whatever it is for. The bound is here and not in the pipeline, because a body has to
// wait while it is read; once it is a page, its memory is taken. And it is on the tenant
// and not on a record: 60 records of 64 MiB, packed, are 4 MiB on the wire.
var tiers = []tier{{512 << 10, 128}, {4 << 20, 16}, {maxBody, 1}}

// inFlight hands out the places of the tiers.
type inFlight []*semaphore.Weighted

func newInFlight() inFlight {
	f := make(inFlight, len(tiers))
	for i, t := range tiers {
		f[i] = semaphore.NewWeighted(t.many)
	}
	return f
}

// place is what one body holds. A body that outgrows its tier waits for a place in the
// next one and then leaves its own. Whoever waits holds only a smaller place, so the
// waiting cannot go around in a circle.
//
// A page stays in its place until its reader hands it on (schema.Page.Done) or asks for
// the next one.
type place struct {
	of   inFlight
	tier int // none when it is noTier
}

const noTier = -1

// place is for one reader, who holds one page at a time.
func (f inFlight) place() *place { return &place{of: f, tier: noTier} }

// enter leaves what is held and waits in the lowest tier.
func (p *place) enter(ctx context.Context) error {
	p.leave()
	return p.grow(ctx)
}

// size is the most bytes that the body may have.
func (p *place) size() int { return tiers[p.tier].size }

// grow waits for a place in the next tier; errTooLarge says that there is none.
func (p *place) grow(ctx context.Context) error {
	next := p.tier + 1
	if next == len(tiers) {
		return errTooLarge
	}
	if err := p.of[next].Acquire(ctx, 1); err != nil {
		return err
	}
	p.leave()
	p.tier = next
	return nil
}

// leave gives the place back; a second call does nothing.
func (p *place) leave() {
	if p.tier != noTier {
		p.of[p.tier].Release(1)
		p.tier = noTier
	}
}
