package doctor

import (
	"fmt"
	"syscall"

	"callrecords/cmd/exporter/internal/console"
)

// minSpace is how much room an embedded store should have: merges write parts
// anew before they drop the old ones.
const minSpace = 2 << 30

// diskSpace looks at the room that is left for an embedded store (statfs(2)).
func diskSpace(path string) finding {
	f := finding{what: "warehouse disk"}
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		f.err = fmt.Errorf("%s: %w", path, err)
		return f
	}
	free := int64(s.Bavail) * int64(s.Bsize)
	f.fine = console.Bytes(free) + " free"
	if free < minSpace {
		f.err = fmt.Errorf("%s free at %s: make room, merges need %s",
			console.Bytes(free), path, console.Bytes(minSpace))
	}
	return f
}
