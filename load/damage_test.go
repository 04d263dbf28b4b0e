package load_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/load/verify"
)

// wantDamage compares what a run would find with parts of texts, one per finding.
func (f *fixture) wantDamage(want ...string) {
	f.Helper()
	found, err := f.Verify.Damage(f.Context())
	f.must(err)
	if len(found) != len(want) {
		f.Fatalf("got %+v, want %d findings", found, len(want))
	}
	for i, w := range want {
		if got := string(found[i].Kind) + ": " + found[i].Detail; !strings.Contains(got, w) {
			f.Errorf("got %q, want %q in it", got, w)
		}
	}
}

// damage breaks something in the one part of a table while the engine does not
// look, as a disk would.
func (f *fixture) damage(table string, do func(folder string) error) {
	f.Helper()
	folder := f.value("SELECT path FROM system.parts WHERE database = '%s_store' AND table = '" + table + "' AND active")
	f.exec("DETACH TABLE %s_store." + table + " SYNC")
	f.must(do(folder))
	f.exec("ATTACH TABLE %s_store." + table)
}

func TestARunSeesDamageToTheStore(t *testing.T) {
	const missing = "rows_missing: table streams, month 202603: 0 rows are stored, and the live loads declare 3"
	t.Run("none", func(t *testing.T) {
		f := setup(t)
		f.commit(f.rows("a", 1, noon, 1, 2))
		f.wantDamage()
	})
	t.Run("a broken part", func(t *testing.T) {
		f := setup(t)
		f.commit(f.rows("a", 1, noon, 1, 2))
		f.damage("streams_all", func(folder string) error {
			return os.Remove(filepath.Join(folder, "columns.txt"))
		})
		f.wantDamage("broken_part: table streams_all, part broken-on-start", missing)
	})
	t.Run("a missing part", func(t *testing.T) {
		f := setup(t)
		f.commit(f.rows("a", 1, noon, 1, 2))
		f.damage("streams_all", os.RemoveAll)
		f.wantDamage(missing)
	})
	t.Run("a part that a person detached", func(t *testing.T) {
		f := setup(t)
		f.commit(f.rows("a", 1, noon, 1, 2))
		f.exec("ALTER TABLE %s_store.streams_all DETACH PARTITION 202603")
		f.wantDamage("detached by hand", missing)
		f.exec("ALTER TABLE %s_store.streams_all ATTACH PARTITION 202603")
		f.wantDamage()
	})
}

// A bit that flipped is seen by who reads all.
func TestVerifyReadsValuesWhenAsked(t *testing.T) {
	f := setup(t)
	f.commit(f.rows("a", 1, noon, 1, 2))
	f.damage("streams_all", func(folder string) error {
		data, err := os.ReadFile(filepath.Join(folder, "data.bin"))
		if err != nil {
			return err
		}
		data[len(data)/2] ^= 1
		return os.WriteFile(filepath.Join(folder, "data.bin"), data, 0o600)
	})
	for values, want := range map[bool]int{false: 0, true: 1} {
		t.Run(map[bool]string{false: "not asked", true: "asked"}[values], func(t *testing.T) {
			o := f.verifyOptions()
			o.Values = values
			found, err := f.Verify.Verify(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			broken := 0
			for _, got := range found {
				if got.Kind == verify.FindingBrokenPart {
					broken++
				}
			}
			if broken != want {
				t.Errorf("got %+v, want %d broken parts", found, want)
			}
		})
	}
}
