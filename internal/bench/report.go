package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// result is one figure of one run.
type result struct {
	Part  string  `json:"part"`
	What  string  `json:"what"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Goal  string  `json:"goal,omitempty"` // such as "<= 2"
	Met   *bool   `json:"met,omitempty"`
}

// results are those of a run, gathered part by part.
type results struct {
	part string
	all  []result
}

func (r *results) add(what string, value float64, unit string) {
	figure := result{Part: r.part, What: what, Value: value, Unit: unit}
	if g, ok := goals[r.part+": "+what]; ok {
		met := g.met(value)
		figure.Goal, figure.Met = g.String(), &met
	}
	r.all = append(r.all, figure)
}

// report is all that was measured, and on what.
type report struct {
	Machine machine    `json:"machine"`
	Corpus  corpus     `json:"corpus"`
	Runs    [][]result `json:"runs"`
}

type machine struct {
	CPU     string `json:"cpu"`
	Cores   int    `json:"cores"`
	Go      string `json:"go"`
	Program string `json:"program"` // what exporter version says
}

func thisMachine(ctx context.Context, exporter string) machine {
	m := machine{Cores: runtime.NumCPU(), Go: runtime.Version()}
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			m.CPU = strings.TrimSpace(value)
		}
	}
	version, _ := exec.CommandContext(ctx, exporter, "version").Output()
	m.Program = strings.Join(strings.Fields(string(version)), " ")
	return m
}

// write writes the figures as JSON.
func (r report) write(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// table is the figures for people, in Markdown: of one run its values, of several the least, the
// median and the most.
func (r report) table() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d cores (%s), %s, %s\ncorpus: %d records, %.0f MB, sha256 %.12s\n\n", r.Machine.Cores, r.Machine.CPU,
		r.Machine.Go, r.Machine.Program, r.Corpus.Records, float64(r.Corpus.Bytes)/1e6, r.Corpus.SHA256)
	w := tabwriter.NewWriter(&text, 0, 0, 1, ' ', 0)
	values := []string{"value"}
	if len(r.Runs) > 1 {
		values = []string{"least", "median", "most"}
	}
	line := func(cells ...string) { fmt.Fprintln(w, "| "+strings.Join(cells, "\t| ")+"\t|") }
	line(append(append([]string{"part", "what"}, values...), "unit", "goal")...)
	line(strings.Split(strings.Repeat("---,", 3+len(values))+"---", ",")...)
	for _, first := range r.firsts() {
		over := r.over(first.Part, first.What)
		shown := []string{number(over[len(over)/2])}
		if len(values) > 1 {
			shown = []string{number(over[0]), shown[0], number(over[len(over)-1])}
		}
		line(append(append([]string{first.Part, first.What}, shown...), first.Unit, verdict(first, over[len(over)/2]))...)
	}
	w.Flush()
	return text.String()
}

// firsts are the first results of all figures: a run in which a part failed has some of them.
func (r report) firsts() (all []result) {
	for _, run := range r.Runs {
		for _, figure := range run {
			if !slices.ContainsFunc(all, func(f result) bool { return f.Part == figure.Part && f.What == figure.What }) {
				all = append(all, figure)
			}
		}
	}
	return all
}

// over is a figure over all runs that have it, sorted.
func (r report) over(part, what string) []float64 {
	var all []float64
	for _, run := range r.Runs {
		for _, figure := range run {
			if figure.Part == part && figure.What == what {
				all = append(all, figure.Value)
			}
		}
	}
	slices.Sort(all)
	return all
}

// verdict says whether a goal is met by a value.
func verdict(r result, value float64) string {
	g, ok := goals[r.Part+": "+r.What]
	switch {
	case !ok:
		return ""
	case g.met(value):
		return g.String() + ": met"
	}
	return g.String() + ": **not met**"
}

// number is a value with three digits that count.
func number(value float64) string {
	switch {
	case value >= 100 || value == float64(int64(value)):
		return strconv.FormatFloat(value, 'f', 0, 64)
	case value >= 10:
		return strconv.FormatFloat(value, 'f', 1, 64)
	case value >= 1:
		return strconv.FormatFloat(value, 'f', 2, 64)
	}
	return strconv.FormatFloat(value, 'g', 2, 64)
}
