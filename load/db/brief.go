package db

import "strings"

// maxBrief is the longest text that a control row keeps of what comes from
// outside, in bytes: a reason quotes answers, and an error joins many others.
const maxBrief = 8 << 10

// Brief is a text as a control row keeps it: valid UTF-8, and cut where it is
// longer than 8 KiB, with a note that says so.
func Brief(text string) string {
	const note = " … (cut)"
	if len(text) > maxBrief {
		text = text[:maxBrief-len(note)] + note
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
