package config

import "strings"

// Load reads the configuration from a YAML file and from variables as
// os.Environ gives them. With path "" there is no file. The error is *Problems
// and holds everything that is wrong; the Config is empty then.
func Load(path string, environ []string) (Config, error) {
	return load(path, environ, true)
}

// LoadWarehouse is Load for commands that never ask Graph: there may be no
// tenants, and those there are need not be complete.
func LoadWarehouse(path string, environ []string) (Config, error) {
	return load(path, environ, false)
}

func load(path string, environ []string, graph bool) (Config, error) {
	r := newRawConfig(path, environ)
	if path != "" && !r.readFile() {
		return Config{}, r.problems.err()
	}
	r.readEnvironment()
	c := r.build()
	// Rules come last: they keep silent about a key whose value is a problem.
	r.warehouseRules(&c.Warehouse)
	r.listenRules(c.Listen)
	if graph {
		r.tenantRules(&c)
	}
	r.fileRules(&c, graph)
	if err := r.problems.err(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// rawConfig is what the readers of files and variables found: texts, not yet
// parsed or checked. Its paths have indexes: tenants[0].cloud.
type rawConfig struct {
	file       string           // "" when there is none
	values     map[string]value // by path
	places     map[string]place // by path, sections too
	tenants    int
	environ    map[string]string
	referenced map[string]bool // variables that the file names in ${…}
	problems   Problems
}

// value is the text that a key was given.
type value struct {
	text    string // after ${NAME} was replaced
	written string // before
}

// place is where something was said; key is how it is called there.
type place struct {
	file         string
	line, column int
	key          string
}

func newRawConfig(file string, environ []string) *rawConfig {
	r := &rawConfig{
		file:       file,
		values:     map[string]value{},
		places:     map[string]place{},
		environ:    map[string]string{},
		referenced: map[string]bool{},
	}
	for _, entry := range environ {
		name, text, _ := strings.Cut(entry, "=")
		r.environ[name] = text
	}
	return r
}

// where returns the place of a key, or of the section it is missing from.
func (r *rawConfig) where(path string) place {
	if r.file == "" {
		return place{file: environment, key: envName(path)}
	}
	for section := path; section != ""; section, _ = split(section) {
		if at, ok := r.places[section]; ok {
			if section != path {
				at.key = path
			}
			return at
		}
	}
	return place{file: r.file, key: path}
}

// build makes a configuration of the values over the defaults, and notes every
// text that does not fit its key.
func (r *rawConfig) build() Config {
	c := defaults(r.tenants)
	for path, k := range eachKey(r.tenants) {
		v, ok := r.values[path]
		if !ok {
			continue
		}
		wrong := k.set(&c, path, v.text)
		if wrong == "" {
			continue
		}
		// Checks may repeat the text. What came from a variable may be a secret
		// that was put in the wrong place, so the problem shows the ${NAME}.
		if v.text != "" && v.text != v.written {
			wrong = strings.ReplaceAll(wrong, v.text, v.written)
		}
		if !k.isText() {
			r.problems.add(r.places[path], "%s; found %q", wrong, v.written)
			continue
		}
		r.problems.add(r.places[path], "%s", wrong)
	}
	return c
}
