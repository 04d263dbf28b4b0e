package libchdb

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

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
