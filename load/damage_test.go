package load_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/load/engine"
	"callrecords/load/verify"
	"callrecords/schema"
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

const rowsOfMarch = "rows_missing: table streams, month 202603: 0 rows are stored, and the live loads declare 3"

func TestARunSeesDamageToTheStore(t *testing.T) {
	type damage struct {
		do   func(f *fixture)
		want []string
	}
	eachCase(t, map[string]damage{
		"none": {func(*fixture) {}, nil},
		"a broken part": {func(f *fixture) {
			f.damage("streams_all", func(folder string) error { return os.Remove(filepath.Join(folder, "columns.txt")) })
		}, []string{"broken_part: table streams_all, part broken-on-start", rowsOfMarch}},
		"a missing part": {func(f *fixture) { f.damage("streams_all", os.RemoveAll) }, []string{rowsOfMarch}},
		"a part that a person detached": {func(f *fixture) {
			f.exec("ALTER TABLE %s_store.streams_all DETACH PARTITION 202603")
		}, []string{"detached by hand", rowsOfMarch}},
		"commits that are gone": {func(f *fixture) {
			f.note(header("a", 1, noon))
			f.settle(schema.OutcomeLoaded, "a", 1)
			f.exec("TRUNCATE TABLE %s_store.loads")
		}, []string{"rows_missing: table loads: 0 records have a commit, and the ledger calls 1 loaded"}},
		"a part that a person detached and attached": {func(f *fixture) {
			f.exec("ALTER TABLE %s_store.streams_all DETACH PARTITION 202603")
			f.exec("ALTER TABLE %s_store.streams_all ATTACH PARTITION 202603")
		}, nil},
	}, ours, func(t *testing.T, f *fixture, c damage) {
		f.commit(f.rows("a", 1, noon, 1, 2))
		c.do(f)
		f.wantDamage(c.want...)
	})
}

// A bit that flipped is seen by who reads all.
func TestVerifyReadsValuesWhenAsked(t *testing.T) {
	each(t, ours, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 1, 2))
		f.damage("streams_all", func(folder string) error {
			data, err := os.ReadFile(filepath.Join(folder, "data.bin"))
			if err != nil {
				return err
			}
			data[len(data)/2] ^= 1
			return os.WriteFile(filepath.Join(folder, "data.bin"), data, 0o600)
		})
		for name, c := range map[string]struct {
			values bool
			want   int // broken parts
		}{"not asked": {false, 0}, "asked": {true, 1}} {
			t.Run(name, func(t *testing.T) {
				o := f.verifyOptions()
				o.Values = c.values
				found, err := f.Verify.Verify(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				got := 0
				for _, x := range found {
					if x.Kind == verify.FindingBrokenPart {
						got++
					}
				}
				if got != c.want {
					t.Errorf("got %+v, want %d broken parts", found, c.want)
				}
			})
		}
	})
}

// ours is a warehouse whose files can be reached.
func ours(t *testing.T, e engine.Engine) *fixture {
	if !ofOurs(e) {
		t.Skip("the disk of a server of someone else's is out of reach")
	}
	return setup(t, e)
}
