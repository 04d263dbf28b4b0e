package graphtest

import (
	"math"
	"time"
)

// oddity is how often a quirk shows.
const oddity = 0.02

// extra writes, rarely, a property that the metadata does not have: Graph adds
// properties without a new version of the API.
func (b *builder) extra(level string) {
	if !b.dice.chance(oddity) {
		return
	}
	switch level {
	case "record":
		b.open("sensitivityLabel")
		b.str("id", b.dice.guid())
		b.str("name", "Confidential \"internal\"")
		b.close()
	case "stream", "media":
		b.str("aiNoiseSuppression", pick(&b.dice, []string{"off", "auto", "high"}))
	case "network", "device":
		b.measure("batterySaverEventRatio", true, b.dice.unit())
	case "segment", "session":
		b.strs("xRoutingHints", []string{"emea", "edge-7"})
	case "userAgent":
		b.str("releaseRing", "ring3_6")
	case "identity", "participant", "organizer":
		b.str("userIdentityType", "aadUser")
	default:
		b.int("xThermalLevel", int64(b.dice.below(5)))
	}
}

// odd gives, rarely, one of the values that OData writes as strings.
func (b *builder) odd(v float64) float64 {
	if !b.dice.chance(0.002) {
		return v
	}
	return pick(&b.dice, []float64{math.NaN(), math.Inf(1), math.Inf(-1)})
}

// single writes an Edm.Single that may be odd.
func (b *builder) single(key string, there bool, v float64) { b.measure(key, there, b.odd(v)) }

// span writes an Edm.Duration of some ms, in one form or the other.
func (b *builder) span(key string, there bool, ms float64) {
	v := time.Duration(ms * float64(time.Millisecond))
	b.period(key, there, v, b.dice.chance(oddity))
}
