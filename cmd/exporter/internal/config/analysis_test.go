package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRulesOfAUserAreReadWithTheConfiguration(t *testing.T) {
	t.Parallel()
	const header = "rule_set,media_type,flows,not_codecs,mode,column_name,operator,threshold,absent\n"
	for name, c := range map[string]struct {
		rules, verdict string
		want           []string // RULES is the file
	}{
		"none":            {"", "", nil},
		"one that ships":  {"", "cri", nil},
		"one's own":       {header + "own,audio,,,any,average_jitter_ms,>,20,\n", "", nil},
		"a set of nobody": {"", "own", []string{`environment: CALLRECORDS_ANALYSIS_VERDICT: rule set "own": there is cqd-2022, cqd-2021, cri`}},
		"a taken name": {header + "cri,audio,,,any,average_jitter_ms,>,20,\n", "", []string{
			"environment: CALLRECORDS_ANALYSIS_RULES_FILE: rule set cri: is one that ships; give yours another name"}},
		"bad lines": {header + "own,voice,,,any,average_jitter_ms,>,20,\nown,audio,,,any,average_jitter_ms,=,20,\n", "own", []string{
			`RULES:2: media_type "voice": there is audio, video, sharing`, `RULES:3: operator "=": there is >, <`}},
		"too large": {header + "own,audio,,,any,average_jitter_ms,>,20,\n" + strings.Repeat("\n", 1<<20) + "late,audio,,,any,average_jitter_ms,>,20,\n", "own", []string{
			"RULES: is larger than 1024 KiB; is it the right file?"}},
		"no file": {"-", "", []string{`environment: CALLRECORDS_ANALYSIS_RULES_FILE: "RULES": no such file`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "rules.csv")
			environ := []string{"CALLRECORDS_ANALYSIS_VERDICT=" + c.verdict}
			if c.rules != "" {
				environ = append(environ, "CALLRECORDS_ANALYSIS_RULES_FILE="+file)
			}
			if len(c.rules) > 1 {
				if err := os.WriteFile(file, []byte(c.rules), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			read, err := LoadWarehouse("", environ)
			var got []string
			if err != nil {
				got = strings.Split(strings.ReplaceAll(err.Error(), file, "RULES"), "\n")
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if rules := read.Analysis.Options().Rules; c.want == nil && len(rules) != min(len(c.rules), 1) {
				t.Errorf("got rules %v of %q", rules, c.rules)
			}
		})
	}
}
