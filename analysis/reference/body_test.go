package reference_test

import (
	"fmt"
	"testing"

	"callrecords/analysis/reference"
)

func TestBodyComesApartAgain(t *testing.T) {
	t.Parallel()
	rows := []reference.Row{{Line: 3, Cells: []string{"a", "", "c"}}, {Line: 9, Cells: []string{"", "", ""}}}
	if got := reference.Rows(reference.Body(rows)); fmt.Sprint(got) != fmt.Sprint(rows) {
		t.Errorf("got %v, want %v", got, rows)
	}
	if got := reference.Rows(""); len(got) != 0 {
		t.Errorf("got %v, want no rows", got)
	}
}
