package strictyaml

import (
	"testing"

	"callrecords/internal/peak"
)

func TestMemoryOfHostileFiles(t *testing.T) { peak.Check(t, "TestFilesAreBoundedBeforeTheyAreParsed") }
