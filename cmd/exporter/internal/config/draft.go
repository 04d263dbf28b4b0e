package config

import "strings"

// environmentName stands where a mistake would name its file.
const environmentName = "environment"

// place is where something was said.
type place struct {
	file         string
	line, column int
	key          string
}

// setting is one key with the text that it was given.
type setting struct {
	text    string // after ${NAME} was replaced
	written string // before
	at      place
}

// draft is what the readers of files and variables found, not yet checked.
// Paths are concrete: tenants[0].cloud.
type draft struct {
	file       string             // "" when there is none
	settings   map[string]setting // by path
	places     map[string]place   // by path, sections too
	tenants    int
	variables  map[string]string
	referenced map[string]bool // variables that the file names in ${…}
	mistakes   Mistakes
}

func newDraft(file string, environ []string) *draft {
	d := &draft{
		file:       file,
		settings:   map[string]setting{},
		places:     map[string]place{},
		variables:  map[string]string{},
		referenced: map[string]bool{},
	}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		d.variables[name] = value
	}
	return d
}

// where returns the place of a key, or of the section it is missing from.
func (d *draft) where(path string) place {
	if d.file == "" {
		return place{file: environmentName, key: prefix + screaming(path)}
	}
	for section := path; section != ""; section, _ = split(section) {
		if at, ok := d.places[section]; ok {
			if section != path {
				at.key = path
			}
			return at
		}
	}
	return place{file: d.file, key: path}
}

// build makes the configuration of the draft, noting every text that does not
// fit its key.
func (d *draft) build() Config {
	c := Default()
	for range d.tenants {
		c.addTenant()
	}
	for _, k := range keys {
		if !k.ofTenant() {
			d.apply(&c, k, 0)
			continue
		}
		for i := range d.tenants {
			d.apply(&c, k, i)
		}
	}
	return c
}

// apply sets one key. Values are shown as they were written, and only where
// they can be no secret.
func (d *draft) apply(c *Config, k key, tenant int) {
	s, ok := d.settings[at(k.path, tenant)]
	if !ok {
		return
	}
	wrong := k.set(c, tenant, s.text)
	if wrong == "" {
		return
	}
	if s.text != "" && s.text != s.written {
		wrong = strings.ReplaceAll(wrong, s.text, s.written)
	}
	if k.isText() {
		d.mistakes.add(s.at, "%s", wrong)
		return
	}
	d.mistakes.add(s.at, "%s; found %q", wrong, s.written)
}
