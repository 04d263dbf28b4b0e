package server_test

import (
	"io"
	"testing"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/server"
)

// in reads the whole answer to a statement in a session.
func (f *fixture) in(sql string, s engine.QuerySession) (string, error) {
	f.Helper()
	rows, err := server.Sessions{Engine: f.Engine, Database: f.database}.QueryIn(f.Context(), sql, "TSVRaw", s)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	text, err := io.ReadAll(rows)
	return string(text), err
}

func TestStatementsHaveSettingsAndParametersOfTheirOwn(t *testing.T) {
	f := setup(t)
	for name, c := range map[string]struct {
		sql  string
		in   engine.QuerySession
		want string
	}{
		"parameters": {"SELECT {name:String}, {n:UInt32} + 1, {all:Array(String)}[2]",
			engine.QuerySession{Parameters: map[string]string{"name": "O'Neill \\\\ tab\\t", "n": "41", "all": `['a', 'it\'s']`}},
			"O'Neill \\ tab\t\t42\tit's\n"},
		"settings": {"SELECT getSetting('max_threads')", engine.QuerySession{Settings: map[string]string{"max_threads": "3"}}, "3\n"},
		"database": {"SELECT 1", engine.QuerySession{Database: f.database}, "1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := f.in(c.sql, c.in)
			if err != nil || got != c.want {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestASessionThatReadsDoesNotWrite(t *testing.T) {
	f := setup(t)
	f.table()
	_, err := f.in("INSERT INTO "+f.database+".t VALUES (1)", engine.QuerySession{ReadOnly: true})
	if code(err) != proto.ErrReadonly {
		t.Errorf("got %v, want READONLY", err)
	}
}

func TestNamesAreLookedUpInTheConnectionsDatabase(t *testing.T) {
	f := setup(t)
	if _, err := f.in("SELECT 1", engine.QuerySession{Database: "another"}); err == nil {
		t.Error("got an answer in another database, want an error: the driver cannot change it")
	}
}
