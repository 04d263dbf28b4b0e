package extract

import (
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"callrecords/extract/graphtest"
)

func TestRequestsAreLoggedAtDebugWithoutTheirURLs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.New(graphtest.Options{Records: 90})
		for level, want := range map[slog.Level]int{slog.LevelDebug: 2, slog.LevelInfo: 0} {
			var log strings.Builder
			c := inside(t, tenant.Transport(), func(o *Options) {
				o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: level}))
			})
			if _, errs := listAll(t.Context(), c, lately()); len(errs) > 0 {
				t.Fatal(errs)
			}
			if got := strings.Count(log.String(), "msg=request kind=list"); got != want {
				t.Errorf("%s: got %d pages of the list in\n%s\nwant %d", level, got, log.String(), want)
			}
			for _, never := range []string{"://", "skiptoken", "$filter", "Bearer"} {
				if strings.Contains(log.String(), never) {
					t.Errorf("got %s, want no %q in it", log.String(), never)
				}
			}
			if want > 0 && !strings.Contains(log.String(), "answer.status=200 answer.request_id=") {
				t.Errorf("got %s, want status and request id", log.String())
			}
		}
	})
}
