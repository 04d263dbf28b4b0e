package verification

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/load/verify"
	"callrecords/schema"
)

func TestEachFamilySaysHowFarItWasListed(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	calls, phone := schema.Family{Name: "calls", Retention: 30 * day}, schema.Family{Name: "phone", Retention: 90 * day}
	var r Report
	r.add(calls, 60)
	r.add(calls, 1140)
	r.add(phone, 0)
	r.add(phone, 90)
	var b strings.Builder
	r.tail(&b)
	if got, want := b.String(), "listed: 1,200 of the last 30 days, calls\nlisted: 90 of the last 90 days, phone\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if r.Listed != 1290 {
		t.Errorf("got %d listed, want 1290 in all", r.Listed)
	}
}

func TestFiguresFitATerminalOf80ColumnsAndNoMeaningIsCut(t *testing.T) {
	t.Parallel()
	r := Report{Figures: map[verify.FindingKind]int{}}
	for _, k := range verify.Kinds() {
		r.Figures[k.Kind] = 12_345_678
	}
	r.Figures[verify.FindingMissing] = 0
	var b strings.Builder
	if err := r.text(&b, console.Style{Width: 80}); err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(b.String(), "\n\n")
	for line := range strings.Lines(table) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("got %d columns, want 80 at most: %s", n, line)
		}
	}
	words := strings.Join(strings.Fields(table), " ")
	for _, k := range verify.Kinds() {
		if !strings.Contains(words, k.Meaning) || strings.Count(table, "\n"+string(k.Kind)+" ") != 1 {
			t.Errorf("got\n%s\nwant %s once, with %q", table, k.Kind, k.Meaning)
		}
	}
}
