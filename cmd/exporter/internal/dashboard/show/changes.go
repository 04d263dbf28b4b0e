package show

import (
	"fmt"
	"strings"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/difference"
	"callrecords/schema"
)

// maxChanges are those that are shown.
const maxChanges = 300

// Changes are what differs between two versions of a call.
type Changes struct {
	Before, After           string // versions
	Added, Removed, Changed int    // properties
	Objects                 []changedObject
	More                    int // properties that are not shown
}

// changedObject is an object of which something differs.
type changedObject struct {
	Path  string // "" is the call itself
	Whole string // it came or went with all that it has; "" for neither
	Lines []changeLine
}

type changeLine struct{ Name, Before, After Cell }

// NewChanges holds the pages of a load against those of the one before; nil when there are not both.
func NewChanges(rows []answer.Row, load string) (*Changes, error) {
	var c Changes
	var before, after []schema.Page
	for _, r := range rows {
		page := schema.Page{Kind: schema.PageKind(answer.Text(r["kind"])), Body: []byte(answer.Text(r["body"]))}
		if answer.Text(r["load_id"]) == load {
			c.After, after = answer.Text(r["version"]), append(after, page)
		} else {
			c.Before, before = answer.Text(r["version"]), append(before, page)
		}
	}
	if len(before) == 0 || len(after) == 0 {
		return nil, nil
	}
	was, err := difference.Read(before)
	if err != nil {
		return nil, fmt.Errorf("version %s in the archive: %w", c.Before, err)
	}
	is, err := difference.Read(after)
	if err != nil {
		return nil, fmt.Errorf("version %s in the archive: %w", c.After, err)
	}
	all := difference.Between(was, is)
	c.Added, c.Removed, c.Changed = difference.Count(all)
	c.set(all, items(was), items(is))
	return &c, nil
}

// set puts the changes below the objects that they are of. An item that one version does not have
// at all is one line.
func (c *Changes) set(all []difference.Change, was, is map[string]bool) {
	shown := 0
	for _, change := range all {
		path, word := "", ""
		switch {
		case change.Before == "":
			path, word = missing(change.Path, was), "added"
		case change.After == "":
			path, word = missing(change.Path, is), "removed"
		}
		name := change.Path
		if path == "" { // both versions have the item
			word = ""
			if i := strings.LastIndexByte(name, '.'); i >= 0 {
				path, name = name[:i], name[i+1:]
			}
		}
		if n := len(c.Objects); n == 0 || c.Objects[n-1].Path != path || c.Objects[n-1].Whole != word {
			c.Objects = append(c.Objects, changedObject{Path: answer.Plainly(path), Whole: word})
		}
		if word != "" {
			continue
		}
		if shown++; shown > maxChanges {
			c.More++
			continue
		}
		last := &c.Objects[len(c.Objects)-1]
		last.Lines = append(last.Lines, changeLine{whole(name), whole(change.Before), whole(change.After)})
	}
}

// items are the items of arrays that a version has, by path.
func items(of difference.Properties) map[string]bool {
	all := map[string]bool{}
	for path := range of {
		for i := range len(path) {
			if ends(path, i) {
				all[path[:i+1]] = true
			}
		}
	}
	return all
}

// missing is the first item on the way to a property that a version does not have; "" for none.
func missing(path string, has map[string]bool) string {
	for i := range len(path) {
		if ends(path, i) && !has[path[:i+1]] {
			return path[:i+1]
		}
	}
	return ""
}

// ends says whether the name of an item ends here: with its id, or with its count where ids repeat.
func ends(path string, i int) bool {
	if i+1 < len(path) && path[i+1] != '.' {
		return false
	}
	behind := path[strings.LastIndexByte(path[:i+1], ']')+1 : i+1]
	return len(behind) < i+1 && (behind == "" || behind[0] == '#')
}

// whole is a text that may be cut by the style sheet, with all of it at hand.
func whole(text string) Cell {
	if text == "" {
		return Cell{Text: "–", Class: "muted"}
	}
	c := Cell{Text: answer.Plainly(text)}
	if len(c.Text) > cutAt {
		c.Title = c.Text
	}
	return c
}
