package show

import (
	"fmt"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/difference"
	"callrecords/schema"
)

// maxChanges are those that are shown.
const maxChanges = 500

// Changes are what differs between two versions of a call.
type Changes struct {
	Before, After           string // versions
	Added, Removed, Changed int
	Lines                   []changeLine
	More                    int
}

type changeLine struct{ Path, Before, After Cell }

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
	c.More = max(len(all)-maxChanges, 0)
	for _, change := range all[:len(all)-c.More] {
		c.Lines = append(c.Lines, changeLine{whole(change.Path), whole(change.Before), whole(change.After)})
	}
	return &c, nil
}

// whole is a text that may be cut by the style sheet, with all of it at hand.
func whole(text string) Cell {
	if text == "" {
		return Cell{Text: "–"}
	}
	c := Cell{Text: answer.Plainly(text)}
	if len(c.Text) > cutAt {
		c.Title = c.Text
	}
	return c
}
