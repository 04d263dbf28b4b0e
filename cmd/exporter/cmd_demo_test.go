package main

import (
	"os"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
)

// The served warehouse has its test in package deploy.
func TestDemoAgainFindsTheSameCalls(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1})
	demo := []string{"demo", "--data", s.path("demo"), "--records", "20"}
	first := s.want(exitComplete, demo...)
	again := s.want(exitComplete, demo...)
	if strings.Contains(first.stdout, "nothing new") {
		t.Errorf("first: got %s, want what is new", first)
	}
	if !strings.Contains(again.stdout, "nothing new") {
		t.Errorf("again: got %s, want nothing new", again)
	}
	s.must(os.WriteFile(s.path("demo/demo-since"), []byte("yesterday"), 0o600))
	if r := s.want(exitFailed, demo...); !strings.Contains(r.stderr, "remove the folder") {
		t.Errorf("got %s, want how to begin again", r)
	}
}
