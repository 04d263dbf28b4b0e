package pipeline

import (
	"slices"

	"callrecords/schema"
)

// mayShrink says whether a document may take rows away from a load of the same
// version: the user has said so, or it is all that Graph sent once. A part in the
// archive may not: the whole that came after it need not be in the archive.
func (o LoadOptions) mayShrink(d Document) bool {
	return o.Incomplete || o.FromArchive && d.Part == ""
}

// takeOut takes the loads out of a batch that the warehouse has refused. Their
// rows stay unseen, until they are swept.
func (l *batchLoader) takeOut(refused []schema.Refusal) {
	for _, r := range refused {
		l.leave(r.LoadID, schema.OutcomeRefused, r.Reason+"; "+l.refusedRemedy)
	}
}

// leave takes a load out of the batch, and says what became of it instead.
func (l *batchLoader) leave(loadID uint64, kind schema.OutcomeKind, reason string) {
	l.loads = slices.DeleteFunc(l.loads, func(load schema.Load) bool { return load.LoadID == loadID })
	for i, o := range l.outcomes {
		if o.LoadID == loadID && o.Kind == schema.OutcomeLoaded {
			l.outcomes[i].Kind, l.outcomes[i].Reason = kind, reason
		}
	}
}
