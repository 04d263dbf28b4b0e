package graphtest

// legs are the way of a PSTN call: each is a segment between two services.
func legs() []string { return []string{"mediationServer", "gateway"} }

// segments writes the segments of a session: one, with its id; for a PSTN call
// one more for each hop between the user and the telephone.
func (b *builder) segments(key string, s session) {
	base := b.dice
	b.list(key)
	b.segment(s, 0, base)
	if b.view.kind == pstn {
		for k := range legs() {
			b.segment(s, k+1, base)
		}
	}
	b.end()
}

func (b *builder) segment(s session, k int, base dice) {
	d := b.at(forSegment, uint64(s.i), uint64(k))
	id := s.id
	if k > 0 {
		id = d.guid()
	}
	b.open("")
	b.fields(roll(base.state, uint64(k)), []field{
		{"id", func(key string) { b.str(key, id) }},
		{"startDateTime", func(key string) { b.time(key, s.start) }},
		{"endDateTime", func(key string) { b.time(key, s.end) }},
		{
			"failureInfo",
			func(key string) { b.failure(key, s.broken && b.dice.chance(0.5)); b.extra("segment") },
		},
		{"caller", func(key string) { b.segmentCaller(key, s, k) }},
		{"callee", func(key string) { b.segmentCallee(key, s, k) }},
		{"media", func(key string) { b.media(key, s, k) }},
	}, nil)
	b.close()
}

func (b *builder) segmentCaller(key string, s session, k int) {
	if k > 0 {
		b.endpoint(key, endpoint{role: legs()[k-1]})
		return
	}
	b.endpoint(key, b.side(s.caller, s.callerOpinion))
}

func (b *builder) segmentCallee(key string, s session, k int) {
	if b.view.kind == pstn && k < len(legs()) {
		b.endpoint(key, endpoint{role: legs()[k]})
		return
	}
	b.callee(key, s)
}
