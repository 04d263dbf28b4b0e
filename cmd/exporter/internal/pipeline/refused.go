package pipeline

import "callrecords/schema"

// mayShrink says whether a document may take rows away from a load of the same
// version: the user has said so, or it is all that Graph sent once. A part in the
// archive may not: the whole that came after it need not be in the archive.
func (o LoadOptions) mayShrink(d Document) bool {
	return o.Incomplete || o.FromArchive && d.Part == ""
}

// takeOut takes the loads out of a batch that the warehouse has refused. Their
// rows stay unseen, until they are swept.
func (b *batch) takeOut(refused []schema.Refusal, remedy string) {
	for _, r := range refused {
		b.leave(r.LoadID, schema.OutcomeRefused, r.Reason+"; "+remedy)
	}
}
