package load_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"callrecords/load"
	"callrecords/load/embedded"
)

// engine is the one embedded engine of this test process.
var engine load.Engine

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "callrecords-load-")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	engine, err = embedded.Open(context.Background(), embedded.Options{Path: filepath.Join(folder, "store")})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	code := m.Run()
	engine.Close()
	os.RemoveAll(folder)
	os.Exit(code)
}
