package strictyaml

import (
	"regexp"
	"strconv"
	"strings"
)

// Paths are names with dots between them: tenants[0].auth.method. Their
// patterns have [] in the place of an index.

var index = regexp.MustCompile(`\[\d+\]`)

// Pattern turns tenants[0].cloud into tenants[].cloud.
func Pattern(path string) string { return index.ReplaceAllString(path, "[]") }

// At turns tenants[].cloud into tenants[0].cloud.
func At(pattern string, i int) string {
	return strings.Replace(pattern, "[]", "["+strconv.Itoa(i)+"]", 1)
}

// Split cuts a path into its section and its last name.
func Split(path string) (section, name string) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:]
}

// join puts a name below a section; the top section is "".
func join(section, name string) string { return strings.TrimPrefix(section+"."+name, ".") }
