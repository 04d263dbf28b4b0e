package embedded

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// ErrClosed is returned by every method of an [Engine] after its Close.
var ErrClosed = errors.New("embedded engine is closed")

// errNoResult is libchdb returning nothing at all, which its header rules out.
var errNoResult = errors.New("libchdb returned no result")

// MissingError means that libchdb is not on this machine.
type MissingError struct {
	Tried []string // files that were looked for
}

// Error says in one line how to get the library.
func (e *MissingError) Error() string {
	return fmt.Sprintf("embedded engine: libchdb is not installed (looked for %s); "+
		"get it with `make engine`, or set CHDB_LIB_PATH to a libchdb of your own",
		strings.Join(e.Tried, ", "))
}

// HeldError means that another process has the store open. chDB allows one.
type HeldError struct {
	Path    string    // the store
	PID     int       // 0 when unknown
	Command string    // program and subcommand, e.g. "exporter run"; "" when unknown
	Since   time.Time // zero when unknown
}

// Error says who holds the store and what to do.
func (e *HeldError) Error() string {
	who := "another process"
	if e.PID != 0 {
		who = fmt.Sprintf("process %d", e.PID)
	}
	if e.Command != "" {
		who += fmt.Sprintf(" (%s, since %s)", e.Command, e.Since.Format(time.RFC3339))
	}
	return fmt.Sprintf("store %s is held by %s; wait for it or stop it", e.Path, who)
}

// OtherPathError means that this process has a store open at another path.
// chDB knows one path per process.
type OtherPathError struct {
	Open, Asked string
}

// Error names both paths.
func (e *OtherPathError) Error() string {
	return fmt.Sprintf("store %s: this process has %s open, "+
		"and the embedded engine holds one store per process; close that one first",
		e.Asked, e.Open)
}

// exceptionCode is how ClickHouse begins its error texts
// (src/Common/Exception.cpp, getExceptionMessage). chDB may put "Error: " before.
var exceptionCode = regexp.MustCompile(`^(?:Error: )?Code: (\d+)\. `)

// parseException makes a typed error of an error text. A text without a code
// comes from libchdb around the engine: what the statement did is unknown.
func parseException(text string) error {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	match := exceptionCode.FindStringSubmatch(line)
	if match == nil {
		return fmt.Errorf("libchdb: %s", line)
	}
	code, err := strconv.Atoi(match[1])
	if err != nil {
		return fmt.Errorf("libchdb: %s", line)
	}
	message := strings.TrimPrefix(line[len(match[0]):], "DB::Exception: ")
	return &engine.Exception{Code: proto.Error(code), Message: message}
}
