package documents

import (
	"testing"

	"callrecords/internal/peak"
)

func TestMemoryOfHostileDocuments(t *testing.T) {
	peak.Check(t, "TestEndlessTextIsGivenUp", "TestDocumentThatIsTooLargeIsBadAndTheNextIsRead",
		"TestBadDocumentIsKeptUpToItsBound", "TestWrappingsOfOtherToolsAreTakenOff")
}
