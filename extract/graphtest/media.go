package graphtest

// media writes the media list of segment k: null when there is none at all,
// data and main-audio, video and shared screens by the session's modalities.
func (b *builder) media(key string, s session, k int) {
	switch {
	case b.view.length == 0:
		b.list(key)
		b.end()
		return
	case s.late && b.dice.chance(0.3):
		b.null(key)
		return
	}
	b.list(key)
	if b.dice.chance(0.1) {
		b.medium("data", s, k)
	}
	for _, m := range s.modalities {
		switch m {
		case "audio":
			b.medium("main-audio", s, k)
		case "video":
			b.medium("main-video", s, k)
		case "videoBasedScreenSharing", "screenSharing":
			b.medium("applicationsharing-video", s, k)
		}
	}
	b.end()
}

// medium writes one media: the network and the device of both sides, seen from
// the segment, and the streams.
func (b *builder) medium(label string, s session, k int) {
	audio := label == "main-audio"
	b.open("")
	b.text("label", label)
	b.networks(s, k)
	b.device("callerDevice", nobodyAfter(k, &s.caller), audio)
	callee := &s.callee
	if s.served || b.view.kind == pstn {
		callee = nil
	}
	b.device("calleeDevice", callee, audio)
	b.streams(label, s, k)
	b.extra("media")
	b.close()
}

// nobodyAfter gives the caller in the first segment; the others are between services.
func nobodyAfter(k int, p *party) *party {
	if k > 0 {
		return nil
	}
	return p
}

func (b *builder) networks(s session, k int) {
	if b.dice.chance(oddity) {
		b.null("callerNetwork")
	} else {
		l := s.callerLink
		if k > 0 {
			l = link{medium: "wired", port: 3478}
		}
		b.network("callerNetwork", l, nobodyAfter(k, &s.caller))
	}
	if b.dice.chance(oddity) {
		b.null("calleeNetwork")
		return
	}
	b.network("calleeNetwork", s.calleeLink, &s.callee)
}

// streams writes one stream a direction. Each side reports what it received, so
// often one of the two is idle; late telemetry leaves both so, or no list.
func (b *builder) streams(label string, s session, k int) {
	const key = "streams"
	if s.late || b.dice.chance(oddity) {
		if b.dice.chance(0.5) {
			b.null(key)
			return
		}
		b.list(key)
		b.end()
		return
	}
	base := stream{
		id: b.dice.from(200, 30000), filled: label != "data",
		audio: label == "main-audio", video: label == "main-video" || label == "applicationsharing-video",
		screen: label == "applicationsharing-video", pstn: b.view.kind == pstn,
		seconds: s.end.Sub(s.start).Seconds(), link: s.callerLink,
	}
	back := base
	back.id, back.backward, back.link = b.dice.from(1000, 30000), true, s.calleeLink
	back.filled = base.filled && !s.served && b.dice.chance(0.6)
	if back.filled && s.calleeLink.rtt == 0 {
		back.link = s.callerLink
	}
	b.list(key)
	b.stream(base)
	b.stream(back)
	b.end()
}
