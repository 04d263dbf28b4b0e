package extract

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

func TestListOfAParticipantGivesExactlyTheirCallsOfTheWindow(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 200})
	c := serve(t, tenant, nil)
	headers := tenant.Headers()
	w := schema.Window{From: time.Now().Add(-5 * 24 * time.Hour), To: time.Now()}
	for name, who := range map[string]string{
		"a user":       tenant.Participants(headers[0].ID)[0],
		"another user": tenant.Participants(headers[1].ID)[0],
		"nobody":       "11111111-2222-3333-4444-555555555555",
		"a quote":      "o'neill') or ('",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, got := map[string]bool{}, map[string]bool{}
			for _, h := range headers {
				if w.Contains(h.Start) && slices.Contains(tenant.Participants(h.ID), who) {
					want[h.ID] = true
				}
			}
			for page, err := range c.ListOf(t.Context(), w, who) {
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range page.Headers {
					got[h.ID] = true
				}
			}
			if !maps.Equal(got, want) || len(got) == len(headers) {
				t.Errorf("got %d calls, want %d of %d", len(got), len(want), len(headers))
			}
		})
	}
}

func TestParticipantsThatCannotBe(t *testing.T) {
	t.Parallel()
	for id, fine := range map[string]bool{
		"5d1e0f3c-7a2b-4f7e-9a51-2b6f0c9e8d10":  true,
		"+41440000000":                          true,
		"":                                      false,
		"a\nb":                                  false,
		"\xff":                                  false,
		strings.Repeat("x", maxParticipantID):   true,
		strings.Repeat("x", maxParticipantID+1): false,
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			if err := CheckParticipant(id); (err == nil) != fine {
				t.Errorf("got %v, want fine %t", err, fine)
			}
		})
	}
}
