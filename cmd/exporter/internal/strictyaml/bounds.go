package strictyaml

import (
	"bytes"

	"callrecords/cmd/exporter/internal/problem"
)

// What a file may be before the parser sees it: 200,000 brackets take it 24 GB.
const (
	maxFile    = 1 << 20  // bytes
	maxNesting = 50       // lists and maps in each other, on one line or by brackets
	maxText    = 64 << 10 // bytes of one value, once its variables are replaced
)

// shallow notes a file that is nested too deeply.
func (r *reader) shallow(data []byte) bool {
	open := 0
	for i, line := range bytes.Split(data, []byte("\n")) {
		if open+indicators(line) > maxNesting {
			return r.tooDeep(i + 1)
		}
		for _, c := range line {
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(0, open-1)
			}
			if open > maxNesting {
				return r.tooDeep(i + 1)
			}
		}
	}
	return true
}

// indicators are the lists and maps that a line begins: - and ? before its text, and
// each name: in it. A bracket in a text counts as one: nobody has fifty of them open.
func indicators(line []byte) int {
	return bytes.Count(line, []byte("- ")) + bytes.Count(line, []byte("? ")) +
		bytes.Count(line, []byte("-\t")) + bytes.Count(line, []byte(": "))
}

// tooDeep notes a line that goes too deep.
func (r *reader) tooDeep(line int) bool {
	r.Problems.Add(
		problem.Place{File: r.file, Line: line},
		"is nested more than %d deep; is it the right file?",
		maxNesting,
	)
	return false
}
