package graphtest

import "strconv"

// stream is one direction of a media.
type stream struct {
	id       int
	backward bool // calleeToCaller
	filled   bool // each side reports what it received: often one direction only
	audio    bool
	video    bool // a camera or a shared screen
	screen   bool
	pstn     bool
	seconds  float64
	link     link
}

func audioCodecs() []string {
	return []string{
		"satin",
		"satin",
		"satin",
		"satin",
		"satinFullband",
		"silkWide",
		"opus",
		"g722",
		"muchv2",
		beyond + "lyraV2",
	}
}

func videoCodecs() []string { return []string{"h264", "h264uc", "av1", "av1", "h265"} }

// stream writes all 30 properties of a mediaStream.
func (b *builder) stream(s stream) {
	b.open("")
	b.str("streamId", strconv.Itoa(s.id))
	b.streamTimes(s)
	b.enum("streamDirection", map[bool]string{false: "callerToCallee", true: "calleeToCaller"}[s.backward])
	b.audioQuality(s)
	b.transport(s)
	b.videoQuality(s)
	b.codecs(s)
	b.extra("stream")
	b.close()
}

// streamTimes are null nearly always.
func (b *builder) streamTimes(s stream) {
	if !s.filled || !b.dice.chance(0.05) {
		b.null("startDateTime")
		b.null("endDateTime")
		return
	}
	b.time("startDateTime", b.view.start)
	b.time("endDateTime", b.view.end)
}

func (b *builder) audioQuality(s stream) {
	there, l := s.filled && s.audio, s.link
	b.single("averageAudioDegradation", there, min(l.loss*14+l.jitter/90, 2.5))
	b.single("averageRatioOfConcealedSamples", there, min(l.loss*1.4+l.jitter/1500, 1))
	b.single("maxRatioOfConcealedSamples", there && b.dice.chance(0.5), min(l.loss*4+l.jitter/500, 1))
	b.span("averageAudioNetworkJitter", there, l.jitter*1.8)
	b.span("maxAudioNetworkJitter", there, b.dice.around(l.jitter*5))
	if there {
		b.bool("isAudioForwardErrorCorrectionUsed", l.loss > 0.01)
	} else {
		b.null("isAudioForwardErrorCorrectionUsed")
	}
}

func (b *builder) transport(s stream) {
	l, there := s.link, s.filled
	b.span("averageJitter", there, l.jitter)
	b.span("maxJitter", there, b.dice.around(l.jitter*4))
	b.single("averagePacketLossRate", there, min(l.loss, 1))
	b.single("maxPacketLossRate", there, min(b.dice.around(l.loss*5), 1))
	b.span("averageRoundTripTime", there, l.rtt)
	b.span("maxRoundTripTime", there, b.dice.around(l.rtt*2.2))
	b.count("packetUtilization", true, s.packets()) // 0 when idle
	b.count("averageBandwidthEstimate", there, int(b.dice.around(2.4e6)/(1+l.loss*20)))
	if there && s.pstn {
		b.bool("wasMediaBypassed", b.dice.chance(0.4))
	} else {
		b.null("wasMediaBypassed")
	}
}

// packets is 50 a second of audio, and more of video.
func (s stream) packets() int {
	switch {
	case !s.filled:
		return 0
	case s.video:
		return int(s.seconds * 140)
	}
	return int(s.seconds * 50)
}

func (b *builder) videoQuality(s stream) {
	there, l := s.filled && s.video, s.link
	rate := 29.5 / (1 + l.loss*12)
	if s.screen {
		rate /= 3
	}
	b.single("postForwardErrorCorrectionPacketLossRate", there, l.loss/3)
	b.single("averageVideoFrameLossPercentage", there, min(l.loss*80, 100))
	b.single("averageReceivedFrameRate", there, rate)
	b.single("lowFrameRateRatio", there, min(l.loss*3, 1))
	b.single("averageVideoPacketLossRate", there, l.loss)
	b.single("averageVideoFrameRate", there, rate*0.97)
	b.single("lowVideoProcessingCapabilityRatio", there, b.ratio(false, 0.4))
	b.span("rmsFreezeDuration", there, b.dice.around(140+l.jitter*9))
	b.span("averageFreezeDuration", there, b.dice.around(90+l.jitter*6))
}

func (b *builder) codecs(s stream) {
	audio, video := "unknown", "unknown"
	switch {
	case s.filled && s.audio && s.pstn:
		audio = pick(&b.dice, []string{"pcma", "pcmu", "g722", "silkWide"})
	case s.filled && s.audio:
		audio = pick(&b.dice, audioCodecs())
	case s.filled && s.video:
		video = pick(&b.dice, videoCodecs())
	}
	b.enum("audioCodec", audio)
	b.enum("videoCodec", video)
}
