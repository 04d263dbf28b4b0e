package extract

import (
	"testing"

	"callrecords/internal/peak"
)

// [TestMemoryUnderHostileAnswers] measures the pages of records.
func TestMemoryUnderHostileTokenAnswers(t *testing.T) {
	peak.Check(t, "TestAnswersOfTheAuthorityAreBounded")
}

func TestMemoryUnderHostileLists(t *testing.T) {
	peak.Check(t, "TestListThatBringsNothingNewEnds", "TestBadRowDoesNotHideTheOthers")
}
