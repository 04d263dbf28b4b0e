package config

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"callrecords/cmd/exporter/internal/problem"
	"callrecords/cmd/exporter/internal/strictyaml"
)

// File is the file to read: the one that was named, the one that the variable
// CALLRECORDS_CONFIG names, config.yaml when it is there, or none. With none the
// configuration is the environment's.
func File(named string, environ []string) string {
	if named != "" {
		return named
	}
	for _, v := range environ {
		if file, ok := strings.CutPrefix(v, prefix+"CONFIG="); ok && file != "" {
			return file
		}
	}
	if _, err := os.Stat("config.yaml"); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return "config.yaml"
}

// Load reads the configuration from a YAML file and from variables as
// os.Environ gives them. With path "" there is no file. The error is
// *problem.Problems and holds everything that is wrong; the Config is empty then.
func Load(path string, environ []string) (Config, error) {
	return load(path, environ, true)
}

// LoadWarehouse is Load for commands that never ask Graph: there may be no
// tenants, and those there are need not be complete.
func LoadWarehouse(path string, environ []string) (Config, error) {
	return load(path, environ, false)
}

func load(path string, environ []string, graph bool) (Config, error) {
	c, r := read(path, environ, graph)
	if err := r.Problems.Err(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// read is a configuration and what it was read from, with all that is wrong.
func read(path string, environ []string, graph bool) (Config, *rawConfig) {
	r := newRawConfig(path, environ)
	if path != "" && !r.readFile(graph) {
		return defaults(r.tenants), r
	}
	r.readEnvironment()
	c := r.build()
	// Rules come last: they keep silent about a key whose value is a problem.
	r.warehouseRules(&c.Warehouse)
	r.listenRules(c.Listen, c.Warehouse)
	r.metricsRules(c.Metrics)
	r.analysisRules(&c.Analysis)
	if graph {
		r.tenantRules(&c)
		r.exportRules(c.Export, c.Warehouse)
	}
	r.fileRules(&c, graph)
	return c, r
}

// rawConfig is what the file and the variables say: texts, not yet parsed or
// checked.
type rawConfig struct {
	*strictyaml.Document
	file    string // "" when there is none
	tenants int
	environ map[string]string
}

func newRawConfig(file string, environ []string) *rawConfig {
	r := &rawConfig{Document: strictyaml.New(), file: file, environ: map[string]string{}}
	for _, entry := range environ {
		name, text, _ := strings.Cut(entry, "=")
		r.environ[name] = text
	}
	return r
}

// readFile reads the file. It returns false when there is no telling what the
// file says; one problem at least is noted then.
func (r *rawConfig) readFile(graph bool) (ok bool) {
	r.Document, ok = strictyaml.Read(r.file, shape(graph), r.environ)
	r.tenants = r.Lists["tenants"]
	return ok
}

// where returns the place of a key, or of the section it is missing from.
func (r *rawConfig) where(path string) problem.Place {
	if r.file == "" {
		return problem.Place{File: problem.Environment, Key: envName(path)}
	}
	for section := path; section != ""; section, _ = strictyaml.Split(section) {
		if at, ok := r.Places[section]; ok {
			if section != path {
				at.Key = path
			}
			return at
		}
	}
	return problem.Place{File: r.file, Key: path}
}

// build makes a configuration of the values over the defaults, and notes every
// text that does not fit its key.
func (r *rawConfig) build() Config {
	c := defaults(r.tenants)
	for path, k := range eachKey(r.tenants) {
		v, ok := r.Values[path]
		if !ok {
			continue
		}
		wrong := k.set(&c, path, v.Text)
		if wrong == "" {
			continue
		}
		// Checks may repeat the text. What came from a variable may be a secret
		// that was put in the wrong place, so the problem shows the ${NAME}.
		if v.Text != "" && v.Text != v.Written {
			wrong = strings.ReplaceAll(wrong, v.Text, v.Written)
		}
		if !k.isText() {
			r.Problems.Add(r.Places[path], "%s; found %q", wrong, v.Written)
			continue
		}
		r.Problems.Add(r.Places[path], "%s", wrong)
	}
	return c
}
