package engine

import "github.com/ClickHouse/ch-go/proto"

// remedies are what to do about an error that is not about one statement but
// about the engine and its machine. None of them harms what is committed.
var remedies = map[proto.Error]string{
	proto.ErrChecksumDoesntMatch: damaged,
	proto.ErrCannotDecompress:    damaged,
	proto.ErrReadonly: "the user of warehouse.user may only read: " +
		"give the exporter one whose profile has no readonly setting; its grants are in docs/served.md",
	proto.ErrAccessDenied: "GRANT what it names TO the user of warehouse.user, " +
		"or all that the exporter needs: docs/served.md",
	proto.ErrMemoryLimitExceeded: "give the engine more memory, or lower export.concurrency",
	proto.ErrNotEnoughSpace: "the warehouse's disk is full: free some space and run again; " +
		"what is committed is unharmed",
	proto.ErrTooManyParts: "the engine's merges do not keep up: " +
		"wait for them, or export less often and in larger batches",
}

const damaged = "a part of that table is damaged on the disk: restore it from a backup, " +
	"or take it out with ALTER TABLE … DETACH PART and let exporter verify --repair load anew what it held"
