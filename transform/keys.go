package transform

// keys are what tells the objects of a record apart, in the family's levels that say so:
// each with the page that it came on first.
type keys map[string]int

// forget forgets those of a page.
func (k keys) forget(page int) {
	for key, at := range k {
		if at == page {
			delete(k, key)
		}
	}
}

// cameBefore says whether the object that was just read is one that the record has
// already. It makes no row then, and there are none below it. An object without a key is
// another one each time.
func (r *reader) cameBefore(l level) bool {
	at := r.plan.levels[l].key
	if at < 0 {
		return false
	}
	key := r.scratch[l].cells[at].s
	if len(key) == 0 {
		return false
	}
	if _, before := r.keys[string(key)]; before {
		return true
	}
	r.keys[string(key)] = r.number
	return false
}
