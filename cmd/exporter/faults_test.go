package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// mount mounts a file system for the test, where the test may.
func (s *site) mount(source, target, kind string, flags uintptr, data string) {
	s.Helper()
	if !s.mounted(source, target, kind, flags, data) {
		s.Skip("this user may not mount")
	}
}

// mounted mounts a file system for the test, and says whether the test may.
func (s *site) mounted(source, target, kind string, flags uintptr, data string) bool {
	s.Helper()
	s.letGo()
	err := syscall.Mount(source, target, kind, flags, data)
	if errors.Is(err, syscall.EPERM) {
		return false
	}
	s.must(err)
	s.Cleanup(func() { s.must(syscall.Unmount(target, 0)) })
	return true
}

// says runs the program to an end, and insists on what its last words say.
func (s *site) says(code int, words []string, args ...string) {
	s.Helper()
	r := s.want(code, args...)
	for _, w := range words {
		if !strings.Contains(r.stdout+r.stderr, w) {
			s.Errorf("exporter %s: got %s, want %q in it", args[0], r, w)
		}
	}
}

func TestFullDiskHarmsNothingCommitted(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.must(os.Mkdir(s.path("data"), 0o700))
	s.mount("none", s.path("data"), "tmpfs", 0, "size=8m")
	s.want(exit.Complete, "run")
	var disk syscall.Statfs_t
	s.must(syscall.Statfs(s.path("data"), &disk))
	left := int64(disk.Bavail)*disk.Bsize - 512<<10
	s.must(os.WriteFile(s.path("data/ballast"), make([]byte, left), 0o600))
	s.tenant.Add(60)
	s.says(exit.Failed, []string{"disk is full", "free some space", "what is committed is unharmed"}, "run")
	s.wantAnswer("12\t0", "SELECT count(), (SELECT count() FROM audit) FROM records")
	s.must(os.Remove(s.path("data/ballast")))
	s.must(syscall.Mount("none", s.path("data"), "tmpfs", syscall.MS_REMOUNT, "size=200m"))
	s.want(exit.Complete, "run")
	s.wantWhole("with space again")
}

func TestReadOnlyWarehouseIsSaid(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3})
	s.want(exit.Complete, "run")
	if os.Geteuid() == 0 { // whom no mode stops
		s.mount(s.path("data"), s.path("data"), "", syscall.MS_BIND, "")
		s.must(syscall.Mount("none", s.path("data"), "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	} else {
		s.must(os.Chmod(s.path("data/exporter.lock"), 0o400))
	}
	s.says(exit.Failed, []string{s.path("data"), "that this user can write"}, "run")
}

func TestSecondProcessIsToldWhoHoldsTheWarehouse(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3})
	s.want(exit.Complete, "run")
	holder := s.command(t.Context(), "query", endless)
	rows, err := holder.StdoutPipe()
	s.must(err)
	s.must(holder.Start())
	_, err = rows.Read(make([]byte, 1)) // its first row: it has the warehouse
	s.must(err)
	if r := s.own("query", "SELECT 1"); r.stdout != "1\n" {
		t.Errorf("second process that reads: got %s, want an answer", r)
	}
	r := s.own("run")
	for _, w := range []string{fmt.Sprintf("held by process %d", holder.Process.Pid), " query", "wait for it or stop it"} {
		if !strings.Contains(r.stderr, w) {
			t.Errorf("second process: got %s, want %q in it", r, w)
		}
	}
	s.must(holder.Process.Kill())
	_ = holder.Wait() // killed
	s.wantWhole("once it is free")
}

func TestTableThatWasChangedByHandIsRepairedOrNamed(t *testing.T) {
	tests := []struct {
		name  string
		sql   string
		code  int
		words []string
		undo  string // where a person must mend it; else a replay does
	}{
		{"column of another type", "ALTER TABLE callrecords_store.streams_all MODIFY COLUMN exported_at String", exit.Failed,
			[]string{"streams_all", "exported_at", "String", "nothing was changed"},
			"DROP TABLE callrecords_store.streams_all SYNC"},
		{"table dropped", "DROP TABLE IF EXISTS callrecords_store.streams_all SYNC", exit.Partial,
			[]string{"CREATE TABLE", "streams_all", "the store is damaged"}, ""},
		{"column dropped", "ALTER TABLE callrecords_store.sessions_all DROP COLUMN failure_stage", exit.Complete,
			[]string{"ALTER TABLE", "sessions_all"}, ""},
		{"commits dropped", "DROP TABLE callrecords_store.loads SYNC", exit.Partial,
			[]string{"CREATE TABLE", "loads", "the store is damaged"}, ""},
		{"view replaced", "CREATE OR REPLACE VIEW streams AS SELECT * FROM callrecords_store.streams_all WHERE 0", exit.Failed,
			[]string{"callrecords.streams was made by someone else", "rename it"}, "RENAME TABLE streams TO mine"},
		{"view dropped", "DROP VIEW IF EXISTS streams", exit.Complete, nil, ""},
		{"column added", "ALTER TABLE callrecords_store.streams_all ADD COLUMN mine String", exit.Complete, nil, ""},
	}
	s := newSite(t, graphtest.Options{Records: 6})
	s.want(exit.Complete, "run")
	for _, test := range tests {
		s.part(test.name, func() {
			s.sql(test.sql)
			s.says(test.code, test.words, "run")
			if test.undo != "" {
				s.sql(test.undo)
				return
			}
			s.want(exit.Complete, "replay")
			s.wantWhole("after the replay")
			s.wantWarehouseIsTenant()
		})
	}
}

func TestDamageInTheArchiveIsNamedAndHarmsNothing(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12})
	s.want(exit.Complete, "run")
	s.part("a page", func() {
		id := s.tenant.Headers()[3].ID
		s.sql("ALTER TABLE callrecords_store.raw_pages UPDATE body = substring(body, 1, intDiv(length(body), 2)) WHERE record_id = '" + id + "' SETTINGS mutations_sync = 2")
		s.says(exit.Partial, []string{id, "set aside"}, "replay")
		s.wantWhole("after the replay") // the load that was there stays
	})
	s.part("a part", s.damagedPart)
}

// damagedPart turns over some bits of the archive's files.
func (s *site) damagedPart() {
	s.Helper()
	files, err := filepath.Glob(filepath.Join(s.ask("SELECT argMax(path, rows) FROM system.parts WHERE table = 'raw_pages' AND active"), "*.bin"))
	s.must(err)
	s.letGo()
	for _, file := range files {
		text, err := os.ReadFile(file)
		s.must(err)
		for i := len(text) / 2; i < min(len(text)/2+100, len(text)); i++ {
			text[i] ^= 0xff
		}
		s.must(os.WriteFile(file, text, 0o600))
	}
	s.says(exit.Failed, []string{"raw_pages", "damaged on the disk", "from a backup"}, "replay")
	s.wantWhole("after the replay")
	s.renew(1)
	s.want(exit.Complete, "run")
	s.wantWhole("after the next run")
}
