package httpserver_test

import (
	"testing"

	"callrecords/internal/peak"
)

func TestMemoryOfHostileRequests(t *testing.T) {
	peak.Check(t, "TestHeadsOfLargeBlocksTakeNoMemory", "TestBlocksAreBelievedUpToWhatHasArrived",
		"TestBodiesAreBoundedOverAllRequests", "TestStatementsThatGrowAreRefusedAtOnce")
}
