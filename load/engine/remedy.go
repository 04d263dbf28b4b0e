package engine

// remedies are what to do about an error that is not about one statement but about
// the engine and its machine, by code (ClickHouse, src/Common/ErrorCodes.cpp).
// None of them harms what is committed.
var remedies = map[int]string{
	40:  damaged,                                                                                                                                   // CHECKSUM_DOESNT_MATCH
	164: "the user of warehouse.user may only read: give the exporter one whose profile has no readonly setting; its grants are in docs/served.md", // READONLY
	241: "give the engine more memory, or lower export.concurrency",                                                                                // MEMORY_LIMIT_EXCEEDED
	243: "the warehouse's disk is full: free some space and run again; what is committed is unharmed",                                              // NOT_ENOUGH_SPACE
	252: "the engine's merges do not keep up: wait for them, or export less often and in larger batches",                                           // TOO_MANY_PARTS
	271: damaged,                                                                                                                                   // CANNOT_DECOMPRESS
	497: "GRANT what it names TO the user of warehouse.user, or all that the exporter needs: docs/served.md",                                       // ACCESS_DENIED
}

const damaged = "a part of that table is damaged on the disk: restore it from a backup, or take it out with ALTER TABLE … DETACH PART " +
	"and let exporter verify --repair load anew what it held"
