package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// The served warehouse has its test in package deploy.
func TestDemoAgainFindsTheSameCalls(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	demo := []string{"demo", "--data", s.path("demo"), "--records", "20"}
	first := s.want(exit.Complete, demo...)
	again := s.want(exit.Complete, demo...)
	if strings.Contains(first.stdout, "nothing new") {
		t.Errorf("first: got %s, want what is new", first)
	}
	if !strings.Contains(again.stdout, "nothing new") {
		t.Errorf("again: got %s, want nothing new", again)
	}
	s.must(os.WriteFile(s.path("demo/demo-since"), []byte("yesterday"), 0o600))
	if r := s.want(exit.Failed, demo...); !strings.Contains(r.stderr, "remove the folder") {
		t.Errorf("got %s, want how to begin again", r)
	}
}
