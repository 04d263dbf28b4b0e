package offline

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"callrecords/load"
	"callrecords/load/archive"
	"callrecords/load/engine"
	"callrecords/schema"
)

var errAsked = errors.New("asked")

// begun is a warehouse in which a replay was begun and stopped, as far as a mark
// asks for it; "" is none.
type begun struct {
	engine.Engine
	replay string
	asked  []string
}

// Query answers with its mark.
func (b *begun) Query(_ context.Context, sql, _ string) (io.ReadCloser, error) {
	b.asked = append(b.asked, sql)
	switch b.replay {
	case "":
		return io.NopCloser(strings.NewReader("")), nil
	case "?":
		return nil, errAsked
	}
	return io.NopCloser(strings.NewReader(`{"replay_id":"` + b.replay + `"}` + "\n")), nil
}

func TestReplayGoesOnWithAStoppedOneUnlessItIsToBeginAnew(t *testing.T) {
	t.Parallel()
	const stopped = "replay-12345678-20260301T120000.000Z"
	for name, c := range map[string]struct {
		replay string
		anew   bool
		goesOn bool
		err    error
	}{
		"one was stopped":                    {stopped, false, true, nil},
		"one was stopped, anew":              {stopped, true, false, nil},
		"none was stopped":                   {"", false, false, nil},
		"none was stopped, anew":             {"", true, false, nil},
		"it cannot be known":                 {"?", false, false, errAsked},
		"it cannot be known and need not be": {"?", true, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &begun{replay: c.replay}
			x := &loader{warehouse: load.New(b, load.Options{})}
			x.Logger = slog.New(slog.DiscardHandler)
			got, err := x.mark(t.Context(), schema.CallRecords, archive.Selection{Tenant: "t"}, c.anew)
			if !errors.Is(err, c.err) {
				t.Fatalf("got %v, want %v", err, c.err)
			}
			if c.err != nil {
				return
			}
			if (got == stopped) != c.goesOn {
				t.Errorf("got mark %s, goes on: want %v", got, c.goesOn)
			}
			if !c.goesOn && !fresh(got) {
				t.Errorf("got mark %s, want one of this moment", got)
			}
		})
	}
}

// fresh says whether a mark was made within the last minute.
func fresh(mark string) bool {
	made, err := time.Parse(markForm, mark[strings.LastIndex(mark, "-")+1:])
	return err == nil && time.Since(made) < time.Minute
}

func TestMarksOfOtherQuestionsBeginOtherwise(t *testing.T) {
	t.Parallel()
	x := &loader{warehouse: load.New(&begun{}, load.Options{})}
	begins := map[string]string{}
	everything := schema.Window{From: time.Unix(0, 0), To: time.Unix(1, 0)}
	other := schema.CallRecords
	other.Tables = other.Tables[1:]
	for name, c := range map[string]struct {
		f schema.Family
		s archive.Selection
	}{
		"all":           {schema.CallRecords, archive.Selection{}},
		"a record":      {schema.CallRecords, archive.Selection{Record: "r"}},
		"a window":      {schema.CallRecords, archive.Selection{Window: everything}},
		"other columns": {other, archive.Selection{}},
	} {
		mark, err := x.mark(t.Context(), c.f, c.s, true)
		if err != nil {
			t.Fatal(err)
		}
		begin := strings.TrimSuffix(mark, mark[strings.LastIndex(mark, "-"):])
		if twin := begins[begin]; twin != "" {
			t.Errorf("%s and %s: got one mark %s, want two", name, twin, begin)
		}
		begins[begin] = name
	}
}
