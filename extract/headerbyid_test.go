package extract

import (
	"net/http"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

func TestHeaderByIDIsThatOfTheList(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 5})
	c := inside(t, tenant.Transport(), nil)
	for _, want := range tenant.Headers() {
		t.Run(want.ID, func(t *testing.T) {
			got, err := c.Header(t.Context(), want.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got.ID != want.ID || int64(got.Version) != want.Version ||
				!got.Start.Equal(want.Start) || !got.End.Equal(want.End) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestHeaderByIDThatIsNotToBeHad(t *testing.T) {
	t.Parallel()
	const id = "11111111-2222-3333-4444-555555555555"
	for name, c := range map[string]struct {
		status int
		answer string
		want   schema.Fault
	}{
		"not there":         {http.StatusNotFound, `{"error":{"code":"NotFound","message":"none"}}`, schema.FaultNotFound},
		"denied":            {http.StatusForbidden, `{}`, schema.FaultDenied},
		"another's":         {http.StatusOK, `{"id":"other","version":1,"startDateTime":"2026-11-20T09:15:00Z"}`, schema.FaultRefused},
		"without a version": {http.StatusOK, `{"id":"` + id + `","startDateTime":"2026-11-20T09:15:00Z"}`, schema.FaultRefused},
		"without a start":   {http.StatusOK, `{"id":"` + id + `","version":1}`, schema.FaultRefused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
			client := inside(t, trips(func(r *http.Request) (*http.Response, error) {
				if !strings.HasPrefix(r.URL.Path, recordsPath) {
					return tokens.RoundTrip(r)
				}
				return reply(c.status, c.answer), nil
			}), nil)
			if _, err := client.Header(t.Context(), id); schema.FaultOf(err) != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
