package graphtest

// form is what a request prefers of the JSON.
type form struct {
	members bool   // include-unknown-enum-members
	bare    bool   // odata.metadata=none
	sparse  bool   // omit-values=nulls
	filled  bool   // which leaves out empty arrays, too
	root    string // Graph root with version, for @odata.context
}

// builder writes a record or a part of it.
type builder struct {
	*writer
	world *world
	view  view
	form  form
	dice  dice // of the thing being written
	brief bool // this record has no null keys in its identity sets
}

func newBuilder(w *world, v view, f form) *builder {
	d := roll(w.seed, forRecord, uint64(v.n))
	b := &builder{world: w, view: v, form: f}
	b.brief = d.chance(0.2)
	b.writer = &writer{
		b:      make([]byte, 0, 8<<10),
		known:  !f.members,
		bare:   f.bare,
		sparse: f.sparse || d.chance(0.12),
		filled: f.filled,
	}
	return b
}

// at gives the dice of something of this record.
func (b *builder) at(coordinates ...uint64) dice {
	return roll(b.world.seed, append([]uint64{forRecord, uint64(b.view.n)}, coordinates...)...)
}

// field is a member of an object. Each has dice of its own, so that its value
// does not depend on which others are written, or in which order.
type field struct {
	name  string
	write func(key string)
}

// fields writes the members that keep wants, nil for all: in their order mostly,
// turned around sometimes, because no client may rely on it.
func (b *builder) fields(base dice, fs []field, keep func(string) bool) {
	turn, order := 0, base
	if order.chance(0.12) {
		turn = order.below(len(fs))
	}
	for i := range fs {
		j := (i + turn) % len(fs)
		if f := fs[j]; keep == nil || keep(f.name) {
			b.dice = roll(base.state, uint64(j))
			f.write(f.name)
		}
	}
}
