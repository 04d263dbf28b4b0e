// Package callrecords_test holds the module against its own design: who may
// import whom, and a few habits that a compiler does not check.
package callrecords_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "callrecords"

// layers are the packages that are bound in what they import of the module,
// each with everything below it. The deepest one that holds a package decides.
// Tests are free: they may compose what the program may not.
var layers = []struct {
	root   string
	mayUse []string // roots of trees, relative to the module; with = in front, that package alone
}{
	{"schema", nil},
	{"extract", []string{"schema", "extract"}},
	{"extract/graphtest", []string{"extract/graphtest"}},
	{"transform", []string{"schema", "transform"}},
	{"transform/oracle", nil},
	{"analysis", []string{"schema", "analysis/reference", "analysis/interval"}},
	{"analysis/interval", nil},
	{"analysis/dashboards", []string{"schema", "analysis/interval"}},
	{"analysis/reference", []string{"schema"}},
	{"load", []string{"schema", "=load/engine", "load/db", "load/ddl", "load/commit", "load/ledger", "load/archive", "load/damage", "load/reference", "load/verify"}},
	{"load/verify", []string{"schema", "=load/engine", "load/db", "load/ddl", "load/commit", "load/ledger", "load/archive", "load/damage"}},
	{"load/damage", []string{"schema", "=load/engine", "load/db", "load/ddl"}},
	{"load/commit", []string{"schema", "=load/engine", "load/db", "load/ddl"}},
	{"load/ledger", []string{"schema", "=load/engine", "load/db", "load/ddl"}},
	{"load/archive", []string{"schema", "=load/engine", "load/db", "load/ddl"}},
	{"load/reference", []string{"schema", "=load/engine", "load/db", "load/ddl"}},
	{"load/ddl", []string{"schema", "=load/engine", "load/db"}},
	{"load/db", []string{"schema", "=load/engine"}},
	{"load/engine", []string{"load/engine"}},
	{"cmd/exporter/internal/command/loading", []string{"schema", "=extract", "=load", "load/archive",
		"cmd/exporter/internal/archivefile",
		"cmd/exporter/internal/config", "cmd/exporter/internal/console", "cmd/exporter/internal/documents",
		"cmd/exporter/internal/exit", "cmd/exporter/internal/export", "cmd/exporter/internal/offline",
		"cmd/exporter/internal/program", "cmd/exporter/internal/report", "cmd/exporter/internal/stdin",
		"cmd/exporter/internal/tenants", "cmd/exporter/internal/warehouse",
		"cmd/exporter/internal/wiring"}},
	{"cmd/exporter/internal/command/serving", []string{"=load", "=load/db", "=load/engine", "cmd/exporter/internal/build",
		"cmd/exporter/internal/config", "cmd/exporter/internal/dashboard", "cmd/exporter/internal/exit", "cmd/exporter/internal/export",
		"cmd/exporter/internal/listen", "cmd/exporter/internal/login", "cmd/exporter/internal/metrics",
		"cmd/exporter/internal/pipeline", "cmd/exporter/internal/program", "cmd/exporter/internal/ready", "cmd/exporter/internal/report",
		"cmd/exporter/internal/schedule",
		"cmd/exporter/internal/status", "cmd/exporter/internal/statuspage", "cmd/exporter/internal/systemd",
		"cmd/exporter/internal/warehouse"}},
	{"cmd/exporter/internal/command/asking", []string{"schema", "=load", "cmd/exporter/internal/config",
		"cmd/exporter/internal/console", "cmd/exporter/internal/exit", "cmd/exporter/internal/explain",
		"cmd/exporter/internal/program", "cmd/exporter/internal/query", "cmd/exporter/internal/status",
		"cmd/exporter/internal/stdin", "cmd/exporter/internal/verification", "cmd/exporter/internal/warehouse"}},
	{"cmd/exporter/internal/command/care", []string{"schema", "analysis", "=load", "load/commit", "load/ddl",
		"cmd/exporter/internal/config", "cmd/exporter/internal/console", "cmd/exporter/internal/exit",
		"cmd/exporter/internal/program", "cmd/exporter/internal/reference", "cmd/exporter/internal/tenants",
		"cmd/exporter/internal/warehouse"}},
	{"cmd/exporter/internal/command/setup", []string{"cmd/exporter/internal/build", "cmd/exporter/internal/config",
		"cmd/exporter/internal/console", "cmd/exporter/internal/demo", "cmd/exporter/internal/doctor",
		"cmd/exporter/internal/exit", "cmd/exporter/internal/library", "cmd/exporter/internal/program"}},
	{"cmd/exporter/internal/program", []string{"schema", "=load", "=load/engine", "cmd/exporter/internal/build",
		"cmd/exporter/internal/config", "cmd/exporter/internal/console", "cmd/exporter/internal/export",
		"cmd/exporter/internal/metrics", "cmd/exporter/internal/report", "cmd/exporter/internal/warehouse",
		"cmd/exporter/internal/wiring"}},
	{"cmd/exporter/internal/tenants", []string{"cmd/exporter/internal/config", "cmd/exporter/internal/exit"}},
	{"cmd/exporter/internal/exit", []string{"cmd/exporter/internal/problem", "cmd/exporter/internal/reference",
		"cmd/exporter/internal/report", "cmd/exporter/internal/status"}},
	{"cmd/exporter/internal/build", []string{"=load/engine/embedded/libchdb"}},
	{"cmd/exporter/internal/stdin", []string{"cmd/exporter/internal/bounded"}},
	{"cmd/exporter/internal/query", []string{"=load/engine", "=load/engine/server", "cmd/exporter/internal/config",
		"cmd/exporter/internal/console", "cmd/exporter/internal/warehouse"}},
	{"cmd/exporter/internal/pipeline", []string{"schema", "cmd/exporter/internal/pipeline"}},
	{"cmd/exporter/internal/pipeline/listing", []string{"schema"}},
	{"cmd/exporter/internal/pipeline/claims", []string{"schema"}},
	{"cmd/exporter/internal/pipeline/lane", nil},
	{"cmd/exporter/internal/pipeline/stopped", nil},
	{"cmd/exporter/internal/tracing", []string{"schema", "cmd/exporter/internal/pipeline"}},
	{"cmd/exporter/internal/report", []string{"schema", "cmd/exporter/internal/pipeline", "cmd/exporter/internal/console"}},
	{"cmd/exporter/internal/export", []string{"schema", "=extract", "=load", "load/commit", "=load/engine",
		"cmd/exporter/internal/metrics",
		"cmd/exporter/internal/config", "cmd/exporter/internal/console", "cmd/exporter/internal/pipeline",
		"cmd/exporter/internal/report", "cmd/exporter/internal/tracing", "cmd/exporter/internal/warehouse",
		"cmd/exporter/internal/wiring"}},
	{"cmd/exporter/internal/offline", []string{"schema", "=load", "load/archive", "=load/engine",
		"cmd/exporter/internal/archivefile",
		"cmd/exporter/internal/config", "cmd/exporter/internal/console", "cmd/exporter/internal/documents",
		"cmd/exporter/internal/pipeline", "cmd/exporter/internal/report", "cmd/exporter/internal/tracing",
		"cmd/exporter/internal/warehouse", "cmd/exporter/internal/wiring"}},
	{"cmd/exporter/internal/verification", []string{"schema", "=load", "load/verify", "cmd/exporter/internal/config",
		"cmd/exporter/internal/console", "cmd/exporter/internal/pipeline", "cmd/exporter/internal/report",
		"cmd/exporter/internal/wiring"}},
	{"cmd/exporter/internal/doctor", []string{"=extract", "=load", "=load/engine/embedded/libchdb", "cmd/exporter/internal/config",
		"cmd/exporter/internal/console", "cmd/exporter/internal/warehouse", "cmd/exporter/internal/wiring"}},
	{"cmd/exporter/internal/explain", []string{"schema", "=load", "load/verify", "cmd/exporter/internal/console",
		"cmd/exporter/internal/difference"}},
	{"cmd/exporter/internal/reference", []string{"analysis/reference", "=load", "load/reference", "cmd/exporter/internal/console",
		"cmd/exporter/internal/problem"}},
	{"cmd/exporter/internal/status", []string{"schema", "=load", "load/ledger", "cmd/exporter/internal/config",
		"cmd/exporter/internal/console", "cmd/exporter/internal/schedule", "cmd/exporter/internal/wiring"}},
	{"cmd/exporter/internal/statuspage", []string{"load/ledger", "cmd/exporter/internal/status", "cmd/exporter/internal/console"}},
	{"cmd/exporter/internal/chart", nil},
	{"cmd/exporter/internal/dashboard/answer", []string{"analysis/dashboards", "cmd/exporter/internal/console"}},
	{"cmd/exporter/internal/dashboard/chosen", []string{"analysis/dashboards", "cmd/exporter/internal/nearest",
		"cmd/exporter/internal/dashboard/answer"}},
	{"cmd/exporter/internal/dashboard/sentence", []string{"cmd/exporter/internal/console",
		"cmd/exporter/internal/dashboard/answer"}},
	{"cmd/exporter/internal/dashboard/show", []string{"analysis/dashboards", "cmd/exporter/internal/chart",
		"cmd/exporter/internal/console", "cmd/exporter/internal/dashboard/answer",
		"cmd/exporter/internal/dashboard/chosen", "schema", "cmd/exporter/internal/difference"}},
	{"cmd/exporter/internal/dashboard/spreadsheet", nil},
	{"cmd/exporter/internal/dashboard", []string{"analysis/dashboards", "analysis/reference", "=load/engine/httpserver",
		"cmd/exporter/internal/dashboard",
		"cmd/exporter/internal/chart", "cmd/exporter/internal/console", "cmd/exporter/internal/nearest"}},
	{"cmd/exporter/internal/login", []string{"=load/engine/httpserver"}},
	{"cmd/exporter/internal/library", []string{"load/engine/embedded/install", "=load/engine/embedded/libchdb", "cmd/exporter/internal/console"}},
	{"cmd/exporter/internal/listen", []string{"load/engine", "cmd/exporter/internal/config", "cmd/exporter/internal/login",
		"cmd/exporter/internal/warehouse"}},
	{"cmd/exporter/internal/warehouse", []string{"schema", "=analysis", "load", "cmd/exporter/internal/config",
		"cmd/exporter/internal/socket"}},
	{"cmd/exporter/internal/socket", []string{"load/engine"}},
	{"cmd/exporter/internal/metrics", []string{"schema", "=extract", "=load", "=load/engine", "cmd/exporter/internal/pipeline"}},
	{"cmd/exporter/internal/wiring", []string{"schema", "=extract", "=transform", "=load", "cmd/exporter/internal/config",
		"cmd/exporter/internal/console", "cmd/exporter/internal/pipeline"}},
	{"cmd/exporter/internal/config", []string{"schema", "=analysis", "cmd/exporter/internal/strictyaml", "cmd/exporter/internal/problem",
		"cmd/exporter/internal/nearest", "cmd/exporter/internal/bounded"}},
	{"cmd/exporter/internal/strictyaml", []string{"cmd/exporter/internal/problem", "cmd/exporter/internal/nearest",
		"cmd/exporter/internal/bounded"}},
	{"cmd/exporter/internal/problem", []string{"cmd/exporter/internal/bounded"}},
	{"cmd/exporter/internal/bounded", nil},
	{"cmd/exporter/internal/nearest", nil},
	{"cmd/exporter/internal/console", nil},
	{"cmd/exporter/internal/schedule", nil},
	{"cmd/exporter/internal/systemd", nil},
	{"cmd/exporter/internal/ready", nil},
	{"cmd/exporter/internal/difference", []string{"schema"}},
	{"cmd/exporter/internal/documents", []string{"schema"}},
	{"cmd/exporter/internal/archivefile", []string{"schema", "load/archive", "load/commit"}},
}

// vague are package names that say nothing about what is inside.
var vague = []string{"util", "utils", "helper", "helpers", "common", "manager", "managers"}

// source is one Go file of the module.
type source struct {
	dir  string // of the package, relative to the module
	name string // of the file
	*ast.File
}

func TestModuleKeepsItsDesign(t *testing.T) {
	t.Parallel()
	broken, err := violations(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range broken {
		t.Error(v)
	}
}

// violations lists where the Go files below a root break the rules.
func violations(root fs.FS) ([]string, error) {
	files, err := parse(root)
	if err != nil {
		return nil, err
	}
	var broken []string
	for _, f := range files {
		broken = append(broken, f.imports()...)
		broken = append(broken, f.habits()...)
	}
	return broken, nil
}

// parse reads every Go file below a root, except what the go command ignores.
func parse(root fs.FS) ([]source, error) {
	var files []source
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		switch base := path.Base(file); {
		case err != nil:
			return err
		case entry.IsDir() && (base == "testdata" || base == "vendor" || len(base) > 1 && base[0] == '.'):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(file) != ".go":
			return nil
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, source{path.Dir(file), file, parsed})
		return nil
	})
	return files, err
}

// imports lists the imports of a file that its layer forbids.
func (f source) imports() []string {
	var broken []string
	for _, spec := range f.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		used, ours := strings.CutPrefix(target, module+"/")
		if ours && !f.mayImport(used) {
			broken = append(broken, fmt.Sprintf("%s: package %s must not import %s", f.name, f.dir, target))
		}
	}
	return broken
}

func (f source) mayImport(used string) bool {
	if within(used, "cmd") && !within(f.dir, "cmd") {
		return false
	}
	if strings.HasSuffix(f.name, "_test.go") {
		return true
	}
	allowed, bound := layerOf(f.dir)
	return !bound || slices.ContainsFunc(allowed, func(root string) bool {
		alone, exact := strings.CutPrefix(root, "=")
		return exact && used == alone || !exact && within(used, root)
	})
}

// layerOf is what a package may import, if it is bound at all.
func layerOf(dir string) (allowed []string, bound bool) {
	deepest := ""
	for _, l := range layers {
		if within(dir, l.root) && len(l.root) > len(deepest) {
			deepest, allowed, bound = l.root, l.mayUse, true
		}
	}
	return allowed, bound
}

// within says whether a package is a tree's root or below it.
func within(dir, root string) bool {
	return dir == root || strings.HasPrefix(dir, root+"/")
}

// habits lists what a file does that no file should.
func (f source) habits() []string {
	var broken []string
	name := strings.TrimSuffix(f.Name.Name, "_test")
	if slices.Contains(vague, name) || slices.Contains(vague, path.Base(f.dir)) {
		broken = append(broken, fmt.Sprintf("%s: package %s has a name that says nothing", f.name, f.Name.Name))
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			broken = append(broken, fmt.Sprintf("%s: func init runs behind the reader's back", f.name))
		}
	}
	return broken
}

func TestBrokenRulesAreSeen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, text string
		broken     bool
	}{
		"schema imports nothing of ours":     {"schema/a.go", `import "callrecords/load"`, true},
		"schema imports others":              {"schema/a.go", `import "time"`, false},
		"siblings are blind to one another":  {"transform/a.go", `import "callrecords/extract"`, true},
		"below a sibling too":                {"load/engine/server/a.go", `import "callrecords/extract/graphtest"`, true},
		"a sibling stands on the ground":     {"extract/a.go", `import "callrecords/schema"`, false},
		"an engine does not know load":       {"load/engine/server/a.go", `import "callrecords/load"`, true},
		"an engine does not know the schema": {"load/engine/embedded/a.go", `import "callrecords/schema"`, true},
		"an engine knows the interface":      {"load/engine/server/a.go", `import "callrecords/load/engine"`, false},
		"db does not choose an engine":       {"load/db/a.go", `import "callrecords/load/engine/server"`, true},
		"commit is blind to the ledger":      {"load/commit/a.go", `import "callrecords/load/ledger"`, true},
		"the ledger is blind to the archive": {"load/ledger/a.go", `import "callrecords/load/archive"`, true},
		"reference data is no commit":        {"load/reference/a.go", `import "callrecords/load/commit"`, true},
		"verify stands on commit":            {"load/verify/a.go", `import "callrecords/load/commit"`, false},
		"ddl does not know verify":           {"load/ddl/a.go", `import "callrecords/load/verify"`, true},
		"db does not know ddl":               {"load/db/a.go", `import "callrecords/load/ddl"`, true},
		"analysis asks no engine":            {"analysis/a.go", `import "callrecords/load/engine"`, true},
		"reference data knows no question":   {"analysis/reference/a.go", `import "callrecords/analysis"`, true},
		"load knows no question":             {"load/a.go", `import "callrecords/analysis"`, true},
		"load composes its rooms":            {"load/a.go", `import "callrecords/load/verify"`, false},
		"a name that only begins alike":      {"load/a.go", `import "callrecords/loader"`, true},
		"the simulated tenant stands alone":  {"extract/graphtest/a.go", `import "callrecords/schema"`, true},
		"the oracle stands alone":            {"transform/oracle/a.go", `import "callrecords/schema"`, true},
		"the pipeline has interfaces":        {"cmd/exporter/internal/pipeline/a.go", `import "callrecords/load"`, true},
		"the pipeline stands on the ground":  {"cmd/exporter/internal/pipeline/a.go", `import "callrecords/schema"`, false},
		"a list knows no run":                {"cmd/exporter/internal/pipeline/listing/a.go", `import "callrecords/cmd/exporter/internal/pipeline"`, true},
		"claims know no list":                {"cmd/exporter/internal/pipeline/claims/a.go", `import "callrecords/cmd/exporter/internal/pipeline/listing"`, true},
		"strict YAML knows no key of ours":   {"cmd/exporter/internal/strictyaml/a.go", `import "callrecords/cmd/exporter/internal/config"`, true},
		"import does not export":             {"cmd/exporter/internal/offline/a.go", `import "callrecords/cmd/exporter/internal/export"`, true},
		"a report only prints":               {"cmd/exporter/internal/report/a.go", `import "callrecords/load"`, true},
		"commands know no others":            {"cmd/exporter/internal/command/care/a.go", `import "callrecords/cmd/exporter/internal/command/asking"`, true},
		"work does not know its command":     {"cmd/exporter/internal/status/a.go", `import "callrecords/cmd/exporter/internal/command/asking"`, true},
		"work does not know the program":     {"cmd/exporter/internal/query/a.go", `import "callrecords/cmd/exporter/internal/program"`, true},
		"commands have the work":             {"cmd/exporter/internal/command/asking/a.go", `import "callrecords/cmd/exporter/internal/status"`, false},
		"the program meets them all":         {"cmd/exporter/a.go", `import "callrecords/load"`, false},
		"the program has its pipeline":       {"cmd/exporter/a.go", `import "callrecords/cmd/exporter/internal/pipeline"`, false},
		"nobody imports the program":         {"load/a.go", `import "callrecords/cmd/exporter"`, true},
		"nobody does, not even in a test":    {"load/a_test.go", `import "callrecords/cmd/exporter"`, true},
		"a new package does not either":      {"store/a.go", `import "callrecords/cmd/exporter"`, true},
		"tests may compose":                  {"transform/a_test.go", `import "callrecords/extract/graphtest"`, false},
		"no vague folder":                    {"load/util/a.go", ``, true},
		"no init":                            {"load/a.go", `func init() {}`, true},
		"a method of that name is no init":   {"load/a.go", `type T int; func (T) init() {}`, false},
		"what the go command does not build": {"load/testdata/a.go", `func init() {}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := "package p\n" + c.text
			got, err := violations(fstest.MapFS{c.file: {Data: []byte(text)}})
			if err != nil {
				t.Fatal(err)
			}
			if (len(got) > 0) != c.broken {
				t.Errorf("violations = %q, want broken: %t", got, c.broken)
			}
		})
	}
	if got, _ := violations(fstest.MapFS{"load/a.go": {Data: []byte("package helpers")}}); len(got) != 1 {
		t.Errorf("violations of package helpers = %q, want one", got)
	}
}
