package graphtest

// device writes callerDevice or calleeDevice: filled for the people of the
// tenant and audio, all null for the others, or null as a whole.
func (b *builder) device(key string, p *party, audio bool) {
	filled := audio && p != nil && p.person != nil
	if !filled && b.dice.chance(0.15) {
		b.null(key)
		return
	}
	m := machine{}
	if filled {
		m = p.person.machine
	}
	capture := m.headset.name
	if filled && b.dice.chance(0.1) {
		capture = "Microphone Array (Intel® Smart Sound)"
	}
	b.open(key)
	b.text("captureDeviceName", capture)
	b.text("captureDeviceDriver", m.headset.driver)
	b.text("renderDeviceName", m.headset.name)
	b.text("renderDeviceDriver", m.headset.driver)
	b.levels(filled)
	b.deviceEvents(m, filled)
	b.extra("device")
	b.close()
}

// levels writes dB: speech around -20, noise around -70.
func (b *builder) levels(filled bool) {
	b.count("sentSignalLevel", filled, -b.dice.from(12, 28))
	b.count("receivedSignalLevel", filled && b.dice.chance(0.5), -b.dice.from(10, 25))
	b.count("sentNoiseLevel", filled, -b.dice.from(55, 90))
	b.count("receivedNoiseLevel", filled && b.dice.chance(0.5), -b.dice.from(60, 90))
	b.single("initialSignalLevelRootMeanSquare", filled && b.dice.chance(0.5), b.dice.around(70))
}

// deviceEvents writes fractions of the call, and glitches per 5 minutes.
func (b *builder) deviceEvents(m machine, filled bool) {
	glitchy := m.headset.glitches > 100
	b.single("cpuInsufficentEventRatio", filled, b.ratio(m.cpu.weak, 0.3))
	b.single("renderNotFunctioningEventRatio", filled, b.ratio(false, 0.5))
	b.single("captureNotFunctioningEventRatio", filled, b.ratio(glitchy, 0.1))
	b.single("deviceGlitchEventRatio", filled, b.ratio(glitchy, 0.6))
	b.single("lowSpeechToNoiseEventRatio", filled, b.ratio(false, 0.3))
	b.single("lowSpeechLevelEventRatio", filled, b.ratio(false, 0.3))
	b.single("deviceClippingEventRatio", filled, b.ratio(glitchy, 0.2))
	b.count("howlingEventCount", filled || b.dice.chance(0.5), b.dice.below(20)/19)
	b.single("renderZeroVolumeEventRatio", filled, b.ratio(false, 1))
	b.single("renderMuteEventRatio", filled, b.ratio(false, 1))
	b.single("micGlitchRate", filled && b.dice.chance(0.8), b.dice.around(m.headset.glitches))
	b.single("speakerGlitchRate", filled && b.dice.chance(0.8), b.dice.around(m.headset.glitches*0.7))
}

// ratio is mostly 0; who is prone has up to most.
func (b *builder) ratio(prone bool, most float64) float64 {
	if prone || b.dice.chance(0.05) {
		return b.dice.unit() * most
	}
	return 0
}
