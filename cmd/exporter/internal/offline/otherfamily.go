package offline

import (
	"encoding/json"
	"fmt"
	"strings"

	"callrecords/schema"
)

// properties are what each family has columns for, at the top of what a file has one document
// of: a record, or a row of a day.
type properties map[string]map[string]bool

func propertiesOf(families []schema.Family) properties {
	all := properties{}
	for _, f := range families {
		top, known := "", map[string]bool{}
		if f.Daily {
			top = f.Levels[1].Path + "."
		}
		add := func(path string) {
			if rest, below := strings.CutPrefix(path, top); below {
				name, _, _ := strings.Cut(rest, ".")
				known[strings.TrimSuffix(name, "[]")] = true
			}
		}
		for _, l := range f.Levels {
			add(l.Path)
		}
		for _, t := range f.Tables {
			for _, c := range t.Columns {
				if c.FromPage() {
					add(c.Source)
				}
			}
		}
		all[f.Name] = known
	}
	return all
}

// otherFamily is an error when a document is of another family than the one that is imported:
// when that one has columns for more of its properties. It names the right one.
func (p properties) otherFamily(f schema.Family, body []byte) error {
	var document map[string]json.RawMessage
	if json.Unmarshal(body, &document) != nil {
		return nil // what is wrong with it is for others to say
	}
	fits := func(family string) (n int) {
		for name := range document {
			if p[family][name] {
				n++
			}
		}
		return n
	}
	right, most := "", fits(f.Name)
	for family := range p {
		if n := fits(family); n > most || n == most && right != "" && family < right {
			right, most = family, n
		}
	}
	if right == "" {
		return nil
	}
	return fmt.Errorf("it is of %s, not of %s: import it with --family %[1]s", right, f.Name)
}
