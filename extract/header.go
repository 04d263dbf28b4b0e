package extract

import (
	"errors"
	"fmt"
	"time"

	"callrecords/schema"
	"callrecords/schema/instant"
)

// headerMember reads one property of a row; the others are skipped.
func (s *scanner) headerMember(h *schema.Header, name string) (err error) {
	switch name {
	case "id":
		h.ID, err = s.text()
	case "version":
		h.Version, err = s.integer()
	case "startDateTime":
		h.Start, err = s.instant()
	case "endDateTime":
		h.End, err = s.instant()
	case "lastModifiedDateTime":
		h.Modified, err = s.instant()
	default:
		err = s.SkipValue()
	}
	return err
}

// instant reads an instant as pages are read. What is none is zero.
func (s *scanner) instant() (time.Time, error) {
	text, err := s.text()
	if err != nil {
		return time.Time{}, err
	}
	t, err := instant.Parse(text)
	if err != nil {
		return time.Time{}, nil
	}
	return t, nil
}

// believe gives a header as the rest of the program can take it: its id in the one
// spelling, its times within what can be. An error says what is missing or cannot be,
// of that which no record can do without.
//
// A start that cannot be is replaced by the beginning of the window: Graph filters on
// the start, so the record did not begin before, and its own page tells the rest. An
// end that cannot be is none.
func believe(h schema.Header, w schema.Window) (schema.Header, error) {
	var errs []error
	id, err := schema.ParseRecordID(h.ID)
	switch {
	case h.ID == "":
		errs = append(errs, errors.New("no id"))
	case err != nil:
		errs = append(errs, fmt.Errorf("id %.40q: %w", h.ID, err))
	}
	h.ID = id
	if err := checkVersion(h.Version); err != nil {
		errs = append(errs, err)
	}
	if !w.Believes(h.Start) {
		if w.From.IsZero() {
			errs = append(errs, errors.New("no startDateTime that can be"))
		}
		h.Start = w.From
	}
	if h.End.Before(h.Start) || h.End.Sub(h.Start) > schema.CallRecords.Retention {
		h.End = time.Time{}
	}
	return h, errors.Join(errs...)
}

// checkVersion refuses a version that is missing, or that no later one could pass.
func checkVersion(version uint64) error {
	switch {
	case version == 0:
		return errors.New("no version")
	case version > schema.MaxVersion:
		return fmt.Errorf("version %d, which no record can have reached (%d at most)", version, schema.MaxVersion)
	}
	return nil
}
