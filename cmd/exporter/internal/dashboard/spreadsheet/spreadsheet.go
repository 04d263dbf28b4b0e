package spreadsheet

import (
	"encoding/csv"
	"io"
	"net/http"
	"regexp"
	"strings"
)

// spreadsheet sends CSV whose texts a spreadsheet takes for texts. A guest of a meeting chooses
// the name that stands in a call record, and a spreadsheet computes what begins like a formula
// (OWASP, CSV injection): an apostrophe in front makes a text of it. What is no CSV, such as an
// error, goes through as it is, and is no file.
type spreadsheet struct {
	http.ResponseWriter
	pipe *io.PipeWriter // nil before the first byte, or for none
	done chan error
	ok   bool // the answer is none of an error
}

// New has to be closed.
func New(w http.ResponseWriter) *spreadsheet {
	return &spreadsheet{ResponseWriter: w, done: make(chan error, 1), ok: true}
}

// Unwrap is for [http.ResponseController].
func (s *spreadsheet) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// WriteHeader implements [http.ResponseWriter].
func (s *spreadsheet) WriteHeader(status int) {
	if s.ok = status == http.StatusOK; !s.ok {
		s.Header().Del("Content-Disposition")
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (s *spreadsheet) Write(p []byte) (int, error) {
	if !s.ok || !strings.HasPrefix(s.Header().Get("Content-Type"), "text/csv") {
		return s.ResponseWriter.Write(p)
	}
	if s.pipe == nil {
		var rows *io.PipeReader
		rows, s.pipe = io.Pipe()
		go func() {
			err := asTexts(s.ResponseWriter, rows)
			rows.CloseWithError(err) // who writes hears of it
			s.done <- err
		}()
	}
	return s.pipe.Write(p)
}

// Close sends what is left; with an error, the answer is given up.
func (s *spreadsheet) Close(err error) error {
	if s.pipe == nil {
		return err
	}
	s.pipe.CloseWithError(err)
	return <-s.done
}

// asTexts copies CSV, and makes texts of what begins like a formula.
func asTexts(w io.Writer, rows io.Reader) error {
	from, to := csv.NewReader(rows), csv.NewWriter(w)
	from.FieldsPerRecord, from.LazyQuotes, from.ReuseRecord = -1, true, true
	for {
		fields, err := from.Read()
		if err == io.EOF {
			to.Flush()
			return to.Error()
		}
		if err != nil {
			return err
		}
		for i, field := range fields {
			if formula.MatchString(field) && !numeral.MatchString(field) {
				fields[i] = "'" + field
			}
		}
		if err := to.Write(fields); err != nil {
			return err
		}
	}
}

var (
	formula = regexp.MustCompile(`^[\s\x00]*[=+\-@＝＋－＠]`)
	numeral = regexp.MustCompile(`^[+-]?(inf|nan|[0-9][0-9 ()/.eE+*-]{0,40})$`) // telephone numbers, too
)
