package extract

import "time"

// The version of a day has two halves: when its rows were read, in seconds since 1970, and
// their checksum. So it grows, which versions must; and the version that is loaded tells
// whether the rows that Graph has now are those that are loaded: nothing else has to keep
// the checksum.

// dayVersion is the version of rows with a checksum that were read at a time.
func dayVersion(read time.Time, sum uint32) uint64 { return uint64(read.Unix())<<32 | uint64(sum) }

// sumIn is the checksum in a version.
func sumIn(version uint64) uint32 { return uint32(version) }

// newer is the version of rows that are read now: the given one when it is of the same
// rows, and else one that is greater, whatever our clock says.
func newer(version uint64, sum uint32) uint64 {
	if version != 0 && sumIn(version) == sum {
		return version
	}
	return max(dayVersion(time.Now(), sum), (version>>32+1)<<32|uint64(sum))
}
