package report

import (
	"fmt"
	"os"
	"strings"
)

// peakMemory is the process's peak resident memory in bytes, 0 where the
// system does not tell (Linux: proc(5), VmHWM).
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kib int64
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kib); err == nil {
			return kib << 10
		}
	}
	return 0
}
