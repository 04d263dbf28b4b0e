package enginetest_test

import (
	"os"
	"slices"
	"testing"

	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
	"callrecords/load/engine/server"
)

var store enginetest.Store

func TestMain(m *testing.M) {
	os.Exit(enginetest.Main(m, embedded.Options{}, func(s enginetest.Store) error {
		store = s
		return nil
	}))
}

func TestEachRunsOnceOnEachEngine(t *testing.T) {
	var got []string
	store.Each(t, func(t *testing.T, e engine.Engine) {
		enginetest.Database(t, e)
		switch e.(type) {
		case *embedded.Engine:
			got = append(got, t.Name()+" embedded")
		case *server.Engine:
			got = append(got, t.Name()+" served")
		}
	})
	want := []string{t.Name() + "/embedded embedded", t.Name() + "/served served"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDatabaseIsGoneAfterItsTest(t *testing.T) {
	var name string
	t.Run("with a database", func(t *testing.T) {
		name = enginetest.Database(t, store)
		if err := store.Exec(t.Context(), "CREATE TABLE "+name+".t (n UInt8) ENGINE = Memory"); err != nil {
			t.Fatal(err)
		}
	})
	if err := store.Exec(t.Context(), "SELECT * FROM "+name+".t"); err == nil {
		t.Errorf("got database %s, want none", name)
	}
}
