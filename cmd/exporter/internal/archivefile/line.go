package archivefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"callrecords/load/archive"
	"callrecords/schema"
)

// line is a page in a file. Body is the page byte for byte where that is one line of JSON,
// so that jq reads it; whatever else was sent is in Base64.
type line struct {
	TenantID  string     `json:"tenant_id"`
	Family    string     `json:"family"`
	RecordID  string     `json:"record_id"`
	Version   uint64     `json:"version"`
	LoadID    uint64     `json:"load_id"`
	Part      string     `json:"part,omitempty"`  // what the load lacks of a whole record
	Start     *time.Time `json:"start,omitempty"` // as listed
	PageIndex uint32     `json:"page_index"`
	Pages     uint32     `json:"pages"` // of the load
	Kind      string     `json:"kind"`
	URL       string     `json:"url"`

	Base64 *[]byte         `json:"body_base64,omitempty"` // there, if empty, for an empty page
	Body   json.RawMessage `json:"body,omitempty"`
}

// appendLine appends a page as a line. The body is put in as it is: the encoder would take
// its spaces away and write some of its letters in another way.
func appendLine(to []byte, p archive.StoredPage) ([]byte, error) {
	l := line{
		TenantID: p.TenantID, Family: p.Family, RecordID: p.RecordID, Version: p.Version, LoadID: p.LoadID,
		Part: p.Part, PageIndex: p.Index, Pages: p.Pages, Kind: string(p.Page.Kind), URL: p.Page.URL,
	}
	if !p.Start.IsZero() {
		l.Start = &p.Start
	}
	verbatim := isOneLine(p.Page.Body)
	if !verbatim {
		l.Base64 = &p.Page.Body
	}
	head, err := json.Marshal(l)
	if err != nil {
		return to, fmt.Errorf("record %s: %w", p.RecordID, err)
	}
	if !verbatim {
		return append(append(to, head...), '\n'), nil
	}
	to = append(to, head[:len(head)-1]...)
	to = append(to, `,"body":`...)
	return append(append(to, p.Page.Body...), "}\n"...), nil
}

// isOneLine says whether a body can stand in a line as it is, and be read out as it was.
func isOneLine(body []byte) bool {
	return len(body) == len(bytes.TrimSpace(body)) && !bytes.ContainsAny(body, "\n\r") &&
		utf8.Valid(body) && json.Valid(body)
}

var errNoPage = errors.New("not a page of an archive: " +
	"tenant_id, family, record_id, page_index, pages, kind and a body are wanted")

// parseLine reads a line. The page does not share its bytes.
func parseLine(text []byte) (p archive.StoredPage, err error) {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return p, fmt.Errorf("not JSON of an archive: %w", err)
	}
	if l.Body == nil && l.Base64 != nil {
		l.Body = *l.Base64
	}
	if l.TenantID == "" || l.Family == "" || l.RecordID == "" || l.Kind == "" || l.Body == nil ||
		l.PageIndex >= l.Pages {
		return p, errNoPage
	}
	p.Owner = schema.Owner{
		TenantID: l.TenantID, Family: l.Family, RecordID: l.RecordID, Version: l.Version, LoadID: l.LoadID,
	}
	if l.Start != nil {
		p.Start = *l.Start
	}
	p.Index, p.Pages, p.Part = l.PageIndex, l.Pages, l.Part
	p.Page = schema.Page{Kind: schema.PageKind(l.Kind), URL: l.URL, Body: l.Body}
	return p, nil
}
