package strictyaml

import (
	"runtime"
	"strings"
	"testing"
)

func TestFilesAreBoundedBeforeTheyAreParsed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"brackets":        {"water:\n  every: " + strings.Repeat("[", 200_000), "nested more than"},
		"braces":          {strings.Repeat("{a: ", 100_000), "nested more than"},
		"closed brackets": {"a: " + strings.Repeat("[", 60) + strings.Repeat("]", 60), "nested more than"},
		"over lines":      {"a:\n" + strings.Repeat(" [\n", 1000), "nested more than"},
		"lists in lists":  {strings.Repeat("- ", 200_000) + "a", "nested more than"},
		"keys of keys":    {strings.Repeat("? ", 200_000) + "a", "nested more than"},
		"a large file":    {"# " + strings.Repeat("x", 1<<20), "larger than"},
		"a long value":    {"water:\n  every: " + strings.Repeat("${V}", 100), "longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			d, ok := Read(written(t, c.text), garden, map[string]string{"V": strings.Repeat("v", 10_000)})
			runtime.ReadMemStats(&after)
			err := d.Problems.Err()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %t, %v, want %q", ok, err, c.want)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 200<<20 {
				t.Errorf("got %d MiB for it, want less than 200", took>>20)
			}
		})
	}
}

func FuzzParseEnds(f *testing.F) {
	for _, text := range []string{"beds:\n  - name: ${P}\n", "{a: [", "- - -", "water: {every: !x 1}", "a: |\n  b\n", "? - a\n: b"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, ok := Parse("f.yaml", data, garden, map[string]string{"P": "x"})
		if !ok && d.Problems.Err() == nil {
			t.Errorf("got no document and no problem of %q, want one of them", data)
		}
	})
}
