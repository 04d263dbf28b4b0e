package graphtest

// Document gives the record as it is now, whole, in one JSON document: the
// properties of GET, all sessions with their segments and all participants_v2,
// unknown enum members by name. It is false when GET would answer 404.
func (t *Tenant) Document(id string) ([]byte, bool) {
	v, ok := t.look(id, t.opt.Now())
	if !ok {
		return nil, false
	}
	b := newBuilder(t.world, v, form{members: true, root: "https://graph.microsoft.com/v1.0"})
	fs := append(b.header(false),
		field{"participants_v2", func(k string) { b.participants(k, 0, v.participants) }},
		field{"sessions", func(k string) { b.sessions(k, 0, v.sessions, true, nil) }})
	b.open("")
	b.fields(b.at(forRecord), fs, nil)
	b.close()
	return b.writer.b, true
}

// sessions writes those from one position to another.
func (b *builder) sessions(key string, from, to int, segments bool, keep func(string) bool) {
	b.list(key)
	for i := from; i < to; i++ {
		b.writeSession(i, segments, keep)
	}
	b.end()
}

// participants writes those from one position to another.
func (b *builder) participants(key string, from, to int) {
	b.list(key)
	for j := from; j < to; j++ {
		b.dice = b.at(forParty, uint64(j))
		b.participant(j)
	}
	b.end()
}
