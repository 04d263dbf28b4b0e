package load_test

import (
	"context"
	"errors"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
)

var (
	errBurnt     = errors.New("the writer died before this statement")
	errLostReply = errors.New("the writer died after this statement")
)

// fuse is an engine on which a writer dies after so many inserts: from then on
// nothing reaches the engine. It notes when the commit rows went in.
type fuse struct {
	engine.Engine
	left     int  // inserts that still work; below 0: all
	lostLast bool // the last one works, but its reply is lost
	begun    time.Time
	ended    time.Time
	tried    bool // the commit was sent
	sure     bool // and acknowledged
}

// light sets the fuse for one attempt.
func (f *fuse) light(left int, lostLast bool) {
	*f = fuse{Engine: f.Engine, left: left, lostLast: lostLast}
}

// Insert is the engine's, while the fuse burns.
func (f *fuse) Insert(ctx context.Context, block engine.Block) (int64, error) {
	if f.left == 0 {
		return 0, errBurnt
	}
	f.left--
	isCommit := block.Table == ddl.Loads.Name
	if isCommit {
		f.begun, f.tried = time.Now(), true
	}
	rows, err := f.Engine.Insert(ctx, block)
	if isCommit {
		f.ended, f.sure = time.Now(), err == nil
	}
	if err == nil && f.left == 0 && f.lostLast {
		return 0, errLostReply
	}
	return rows, err
}
