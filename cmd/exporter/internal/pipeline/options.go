package pipeline

import (
	"cmp"
	"errors"
	"log/slog"
	"time"

	"callrecords/cmd/exporter/internal/pipeline/claims"
	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

// Options are what [Run] and [Load] share: records of one family and tenant, on
// their way into the warehouse.
type Options struct {
	Family   schema.Family // required
	Tenant   string        // Entra tenant id
	Command  string        // what is run, for the runs table
	Loader   Loader
	Archive  Archive
	Ledger   Ledger
	NewBatch func() Batch // makes an empty batch
	RawPages bool         // archive every page, not only those of records that are set aside

	Incomplete bool // records that go on in pages which are not there are taken as they are

	// A batch is committed as soon as it reaches one of these bounds.
	BatchRows  int           // over all tables; default 50,000
	BatchBytes int           // bytes of JSON; default 12 MiB
	BatchAge   time.Duration // default 10 s

	PageBytes int // bytes of pages that wait for the archive, until they go before their batch; default 2 MiB

	Now      func() time.Time // default time.Now
	RunID    func() string    // default: from the time and chance
	Observer Observer         // default: nobody is told
	Logger   *slog.Logger     // default: discard
}

// RunOptions configure [Run]. Durations and bounds that a user configures have
// no default here: the configuration has it.
type RunOptions struct {
	Options
	Source Source

	listing.Reach              // what is listed; of a given window, only what is due in it is fetched
	Shard         schema.Shard // only its records are fetched; all are noted that the list shows
	OnlyListed    bool         // only what the run's own list shows is fetched

	// Claims share the work with other runs; nil: there can be no other. A claim is good
	// for ClaimAge; as long does a run wait at its end for what another one has.
	Claims   claims.Store
	ClaimAge time.Duration

	Concurrency int           // records fetched at once; default 64
	RecordRate  float64       // records per second that the quota allows; 0 is not known
	ExpiryAlarm time.Duration // what is still due and expires within it is an error
}

// LoadOptions configure [Load].
type LoadOptions struct {
	Options
	Window      schema.Window // of the documents' starts, for the runs table; zero when it is not known
	FromArchive bool          // the pages come from the archive: those set aside are in it already
	Expected    int           // how many records there are, for the progress; 0 is not known
}

// check refuses options that would do something else than was meant.
func (o Options) check() error {
	switch {
	case o.Family.Name == "":
		return errors.New("pipeline: no family is set")
	case o.Loader == nil, o.Archive == nil, o.Ledger == nil, o.NewBatch == nil:
		return errors.New("pipeline: loader, archive, ledger or batch is not set")
	}
	return o.Family.Check()
}

// check refuses also a run that would list less than it should.
func (o RunOptions) check() error {
	switch {
	case o.Source == nil:
		return errors.New("pipeline: no source is set")
	case o.Window == schema.Window{} && (o.Lookback <= 0 || o.ReconcileEvery <= 0):
		return errors.New("pipeline: neither a window nor a lookback with a reconcile is set")
	case o.Claims != nil && o.ClaimAge <= 0:
		return errors.New("pipeline: claims without an age would never be good")
	case o.Shard.Check() != nil:
		return o.Shard.Check()
	}
	return o.Options.check()
}

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	o.BatchRows = cmp.Or(o.BatchRows, 50_000)
	o.BatchBytes = cmp.Or(o.BatchBytes, 12<<20)
	o.PageBytes = cmp.Or(o.PageBytes, 2<<20)
	o.BatchAge = cmp.Or(o.BatchAge, 10*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.RunID == nil {
		o.RunID = newRunID
	}
	o.Observer = o.Observer.withDefaults()
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	return o
}
