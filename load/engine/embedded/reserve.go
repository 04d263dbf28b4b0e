package embedded

import "golang.org/x/sys/unix"

// mostReserve bounds the reserve of a large disk: more than others write there while a
// merge goes on, in bytes.
const mostReserve = 1 << 30

// reserve is how many bytes of the disk of a folder the engine leaves free: one in
// twenty. 0 where nobody knows how large the disk is.
func reserve(folder string) uint64 {
	var disk unix.Statfs_t
	if unix.Statfs(folder, &disk) != nil {
		return 0
	}
	return min(mostReserve, disk.Blocks*uint64(disk.Bsize)/20)
}
