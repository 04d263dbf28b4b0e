package transform_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"callrecords/internal/peak"
)

// generator makes call records at random from the service's metadata: every
// property of every type, any of which may be absent or null, in any order,
// among properties and annotations that nobody has declared.
type generator struct {
	*rand.Rand
	properties map[string][]property
	derived    map[string][]string
}

// property is one line of the metadata.
type property struct {
	name, edm        string
	collection, enum bool
}

// seeds is how many made documents a property is tried on. Under the race detector each
// takes ten times as long, and what it looks for is not in the documents: a few will do.
func seeds(n uint64) uint64 {
	if peak.Raced {
		return max(n/8, 4)
	}
	return n
}

func newGenerator(t testing.TB, seed uint64) *generator {
	t.Helper()
	text, err := os.ReadFile("../schema/testdata/properties.tsv")
	if err != nil {
		t.Fatal(err)
	}
	g := &generator{rand.New(rand.NewPCG(seed, 1)), map[string][]property{}, map[string][]string{}}
	for line := range strings.Lines(string(text)) {
		f := strings.Split(line, "\t")
		if g.properties[f[0]] == nil && f[0] != "type" {
			g.derived[f[1]] = append(g.derived[f[1]], f[0])
		}
		g.properties[f[0]] = append(g.properties[f[0]], property{f[2], f[3], f[4] == "true", f[5] == "true"})
	}
	return g
}

// record is a call record of an id.
func (g *generator) record(id string) []byte {
	members := g.members("callRecords.callRecord")
	members["id"] = strconv.Quote(id)
	members["version"] = strconv.Itoa(1 + g.IntN(9))
	members["startDateTime"] = g.instant(2026)
	return []byte(g.object(members))
}

// one says yes once in n times.
func (g *generator) one(n int) bool { return g.IntN(n) == 0 }

// members are the properties of an object of a type, as JSON.
func (g *generator) members(typeName string) map[string]string {
	members := map[string]string{}
	for _, p := range g.properties[typeName] {
		if p.name != "" && !g.one(6) {
			members[p.name] = g.property(p)
		}
	}
	if g.one(3) {
		members[fmt.Sprintf("new%d", g.IntN(100))] = g.anything(3)
	}
	if g.one(6) {
		members["any@odata.context"] = `"https://graph/$metadata"`
	}
	return members
}

// object writes members in any order.
func (g *generator) object(members map[string]string) string {
	var parts []string
	for name, value := range members {
		parts = append(parts, strconv.Quote(name)+": "+value)
	}
	g.Shuffle(len(parts), func(i, k int) { parts[i], parts[k] = parts[k], parts[i] })
	return "{" + strings.Join(parts, ", ") + "}"
}

// levels are the arrays whose objects make rows: they must be what they are.
var levels = []string{"sessions", "segments", "media", "streams", "participants_v2"}

// odd is a value of any kind.
func (g *generator) odd() string {
	return g.pick("5", "-1", "1.5", "5.0", "5e3", "2147483648", "9223372036854775808", "1e39", "3.5e38", "true", `"true"`,
		`"text"`, `"NaN"`, `"1e39"`, `"0x10"`, `"PT1S"`, `"9999-12-31T00:00:00Z"`, `"0001-01-02T00:00:00Z"`, `"0001-01-01T00:00:00+01:00"`,
		`"2026-01-02"`, "[]", "{}", "[[]]", "[5]", `{"id":5,"x":[]}`, `[{"id":5},"x"]`)
}

// property is the value of a property, null at times, and at times of another
// kind.
func (g *generator) property(p property) string {
	switch {
	case g.one(8):
		return "null"
	case g.one(30) && !slices.Contains(levels, p.name):
		return g.odd()
	case !p.collection:
		return g.value(p)
	}
	var items []string
	for range g.IntN(4) {
		if nullable := p.enum || strings.HasSuffix(p.edm, "Hop") || strings.HasSuffix(p.edm, "UnitInfo"); nullable && g.one(6) {
			items = append(items, "null")
			continue
		}
		items = append(items, g.value(p))
	}
	return "[" + strings.Join(items, ",\n") + "]"
}

// value is a value of a property's type.
func (g *generator) value(p property) string {
	switch {
	case p.enum:
		return g.pick(`"unknown"`, `"wired"`, `"audio"`, `"unknownFutureValue"`, `""`)
	case strings.HasPrefix(p.edm, "Edm."):
		return g.primitive(p.edm, p.name)
	case p.edm == "identity":
		return g.identity()
	case strings.HasSuffix(strings.ToLower(p.edm), "identityset"):
		return g.identitySet(p.edm)
	case strings.HasSuffix(p.edm, "feedbackTokenSet"):
		return g.object(map[string]string{"Noisy": "true", "Echo": "false", "Ünknown": g.anything(1), "x@y": `"z"`})
	}
	return g.complex(p.edm)
}

// complex is an object of a type or one derived from it, which says so at times.
func (g *generator) complex(typeName string) string {
	kinds := append([]string{typeName}, g.derived[typeName]...)
	kind := kinds[g.IntN(len(kinds))]
	members := g.members(kind)
	if len(kinds) > 1 && !g.one(3) {
		members["@odata.type"] = g.pick(`"#microsoft.graph.`+kind+`"`, `"#microsoft.graph.`+kind+`"`, "null", `""`)
	}
	return g.object(members)
}

func (g *generator) identity() string {
	members := g.members("callRecords.userIdentity")
	members["tenantId"] = g.primitive("Edm.String", "")
	return g.object(members)
}

// identitySet has the keys that are declared and those that are only seen.
func (g *generator) identitySet(typeName string) string {
	members := g.members(typeName)
	for _, key := range []string{"acsUser", "spoolUser", "phone", "guest", "endpointType"} {
		members[key] = "null"
	}
	if g.one(2) {
		members["endpointType"] = g.pick(`"default"`, `"voicemail"`)
	}
	if g.one(4) {
		members["user@odata.bind"] = g.identity() // an annotation is no kind
	}
	if g.one(2) {
		members["spoolUser"] = g.identity()
	}
	return g.object(members)
}

func (g *generator) primitive(edm, name string) string {
	switch edm {
	case "Edm.Boolean":
		return g.pick("true", "false")
	case "Edm.Int32":
		return g.pick("0", "-1", "2147483647", "-2147483648", `"12"`, `"NaN"`, strconv.Itoa(g.IntN(9999)))
	case "Edm.Int64":
		return g.pick("0", "4294967295", "9223372036854775807", "-9223372036854775808", `"12"`, `"-INF"`)
	case "Edm.Single":
		return g.pick("0", "1", "-0.0", "1e-7", `"NaN"`, `"INF"`, `"-INF"`, strconv.FormatFloat(g.Float64(), 'g', -1, 64))
	case "Edm.Duration":
		return g.duration()
	case "Edm.DateTimeOffset":
		return g.instant(1900 + g.IntN(300))
	}
	if name == "id" {
		return g.pick(`"a"`, `"b"`, `"c"`) // ids repeat
	}
	return g.pick(`""`, `"plain"`, `"Ünïcødé 🎧"`, `"a \"quoted\"\nline\u0000\u00e9"`, `"\ud83c\udfa7"`, `"back\\slash"`)
}

func (g *generator) duration() string {
	day, hour, minute := g.IntN(3), g.IntN(24), g.IntN(60)
	second := strconv.FormatFloat(float64(g.IntN(6e8))/1e7, 'f', -1, 64)
	return g.pick(`"PT`+second+`S"`, `"PT0S"`, `"INF"`, fmt.Sprintf(`"-PT%dM%sS"`, minute, second),
		fmt.Sprintf(`"P%dDT%dH%dM%sS"`, day, hour, minute, second), fmt.Sprintf(`"P%dD"`, day), `"+PT1H"`)
}

func (g *generator) instant(year int) string {
	seconds := fmt.Sprintf(":%02d", g.IntN(60))
	if n := g.IntN(10); n > 0 {
		seconds += g.pick(".", ".", ",") + fmt.Sprintf("%09d", g.IntN(1e9))[:n]
	}
	if g.one(8) {
		seconds = ""
	}
	zone := g.pick("Z", "Z", "Z", "z", "+02:00", "-0530", "+01")
	at := fmt.Sprintf(`"%04d-%02d-%02d%s%02d:%02d%s%s"`, year, 1+g.IntN(12), 1+g.IntN(28), g.pick("T", "T", "T", "t", " "),
		g.IntN(24), g.IntN(60), seconds, zone)
	if year != 2026 && g.one(8) {
		return `"0001-01-01T00:00:00Z"`
	}
	return at
}

// anything is a value of no declared type, nested at most so deep.
func (g *generator) anything(depth int) string {
	if depth > 0 && g.one(3) {
		return g.object(map[string]string{"a": g.anything(depth - 1), "b@c": "1", "é\"": g.anything(depth - 1)})
	}
	if depth > 0 && g.one(4) {
		return "[" + g.anything(depth-1) + " , null]"
	}
	return g.pick("null", "true", "1.50", "1E3", "12345678901234567890", `"text {[\" "`, "{}", "[]")
}

func (g *generator) pick(choices ...string) string { return choices[g.IntN(len(choices))] }

func TestGeneratorMakesRecordsThatAreJSON(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range uint64(20) {
		document := newGenerator(t, seed).record("r")
		if !json.Valid(document) {
			t.Fatalf("seed %d: not JSON: %s", seed, document)
		}
		for _, word := range []string{`"streams": []`, `"streams": null`, "traceRouteHops", "azureADAppId", `"@odata.type": null`} {
			seen[word] = seen[word] || bytes.Contains(document, []byte(word))
		}
	}
	for word, ok := range seen {
		t.Run(word, func(t *testing.T) {
			if !ok {
				t.Error("got none, want some")
			}
		})
	}
}
