package dashboards

import (
	"strings"
	"testing"
)

// What is grouped by a key is told as the dimension is of a row, whose values filters take.
func TestAGroupIsToldAsARowIs(t *testing.T) {
	t.Parallel()
	for _, d := range Dimensions() {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			told := d.told("grouped")
			if strings.Contains(told, d.key()) || !strings.Contains(told, "grouped") {
				t.Errorf("got %s of a group, want it made of its key alone", told)
			}
			if row := strings.ReplaceAll(told, "grouped", d.key()); row != d.expression() {
				t.Errorf("got %s, want %s as of a row", row, d.expression())
			}
		})
	}
}
