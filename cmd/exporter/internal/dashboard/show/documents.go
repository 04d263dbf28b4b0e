package show

import (
	"bytes"
	"encoding/json"
	"fmt"

	"callrecords/cmd/exporter/internal/dashboard/answer"
)

// Document is a page as Graph sent it, set in lines.
type Document struct {
	Name, URL, Text string
	Cut             string // what is left out, in words; "" for nothing
	First           bool
}

// NewDocuments sets the pages of a load. Nothing of them is left out or put in but blanks.
func NewDocuments(rows []answer.Row) (all []Document) {
	shown := 0
	for i, r := range rows {
		text, size := answer.Text(r["body"]), answer.Number(r["bytes"])
		d := Document{
			Name:  fmt.Sprintf("Page %s: %s, %s bytes", answer.Text(r["page_index"]), answer.Text(r["kind"]), answer.Whole(size)),
			URL:   answer.Text(r["url"]),
			First: i == 0,
			Text:  text,
		}
		if shown < maxShown {
			d.Text = inLines(text)
		}
		shown += len(d.Text)
		if left := size - float64(len(text)); left > 0 {
			d.Cut = "… and " + answer.Whole(left) + " bytes more."
		}
		all = append(all, d)
	}
	return all
}

// maxShown is how many bytes of all pages are set in lines; the others stay as they came.
const maxShown = 2 << 20

// inLines breaks JSON into lines. What is no JSON, or was cut, stays as it is.
func inLines(text string) string {
	var b bytes.Buffer
	if tooDeep(text) || json.Indent(&b, []byte(text), "", "  ") != nil {
		return text
	}
	return b.String()
}

// tooDeep says whether a text would get more blanks than a record does, which is some twelve deep.
func tooDeep(text string) bool {
	const most = 32
	deep := 0
	for _, c := range text {
		switch c {
		case '[', '{':
			deep++
		case ']', '}':
			deep--
		}
		if deep > most {
			return true
		}
	}
	return false
}
