package extract

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"callrecords/schema"
)

// maxParticipantID is the longest id of a participant that is asked for, in bytes.
// Graph's are GUIDs, telephone numbers, and for guests and services 8:acs: and two GUIDs.
const maxParticipantID = 256

// CheckParticipant refuses what cannot be the id of a participant. A user's is the
// object id in Entra.
func CheckParticipant(id string) error {
	switch {
	case id == "":
		return errors.New("the id of the participant is empty")
	case len(id) > maxParticipantID:
		return fmt.Errorf("the id of the participant has %d bytes, %d at most", len(id), maxParticipantID)
	case !utf8.ValidString(id) || strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) }):
		return fmt.Errorf("the id of the participant, %q, cannot be printed", id)
	}
	return nil
}

// ListOf is [Client.List] of the calls in which a participant took part.
func (c *Client) ListOf(
	ctx context.Context, w schema.Window, participant string,
) iter.Seq2[schema.ListPage, error] {
	return c.list(ctx, w, ofParticipant(participant))
}

// ofParticipant is a condition that Graph's list knows, beside those of the start
// ("List callRecords"). A quote in a text is written twice (OData 4.01, 5.1.1.6.1).
func ofParticipant(id string) string {
	return "participants_v2/any(p:p/id eq '" + strings.ReplaceAll(id, "'", "''") + "')"
}
