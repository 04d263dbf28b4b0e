package schema

import (
	"fmt"
	"strings"
)

// Aside are rows of a load that could not be read, of a level whose objects stand each by
// itself ([Level.Key]): the others are in.
type Aside struct {
	Rows  uint64
	Named []string // the first of them: page, JSON pointer, key, and what is wrong
}

// maxAside is how many of them are named.
const maxAside = 20

// AsideKey is how the key of a row is named that could not be read.
func AsideKey(key string) string {
	const most = 60 // bytes: it may be anything
	if len(key) > most {
		return fmt.Sprintf("key %q…", key[:most])
	}
	return fmt.Sprintf("key %q", key)
}

// Note adds a row.
func (a *Aside) Note(what string) {
	if a.Rows++; a.Rows <= maxAside {
		a.Named = append(a.Named, what)
	}
}

// String is what people are told: "" for no row.
func (a Aside) String() string {
	if a.Rows == 0 {
		return ""
	}
	text := fmt.Sprintf("%d rows set aside: %s", a.Rows, strings.Join(a.Named, "; "))
	if a.Rows == 1 {
		text = "1 row set aside: " + a.Named[0]
	}
	if a.Rows > maxAside {
		text += "; and more"
	}
	return text
}
