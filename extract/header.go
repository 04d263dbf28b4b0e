package extract

import (
	"errors"
	"time"

	"callrecords/schema"
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
	t, err := schema.ParseInstant(text)
	if err != nil {
		return time.Time{}, nil
	}
	return t, nil
}

// checkHeader says what a header lacks that no record can do without.
func checkHeader(h schema.Header) error {
	var errs []error
	if h.ID == "" {
		errs = append(errs, errors.New("no id"))
	}
	if h.Version == 0 {
		errs = append(errs, errors.New("no version"))
	}
	if h.Start.IsZero() {
		errs = append(errs, errors.New("no startDateTime"))
	}
	return errors.Join(errs...)
}
