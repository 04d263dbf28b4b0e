package schema_test

import (
	"strings"
	"testing"

	"callrecords/schema"
)

// library is a family in which a level makes no rows of its own: shelves with boxes
// of books.
func library() schema.Family {
	const shelf, box, book = "shelves[]", "shelves[].boxes[]", "shelves[].boxes[].books[]"
	owner := []schema.Column{
		{Name: "tenant_id", Kind: schema.KindKeyword, Source: schema.SourceConfig},
		{Name: "record_id", Kind: schema.KindText, Source: "id"},
		{Name: "version", Kind: schema.KindUInt64, Source: "version"},
		{Name: "start", Kind: schema.KindStart, Source: "startDateTime"},
	}
	position := func(name string) schema.Column {
		return schema.Column{Name: name, Kind: schema.KindUInt32, Source: schema.SourcePosition}
	}
	return schema.Family{
		Name: "library",
		Levels: []schema.Level{
			{}, {Path: shelf, Position: "shelf"}, {Path: box, Position: "box"}, {Path: book, Position: "book"},
		},
		Tables: []schema.Table{
			{Name: "records", Start: "start", Columns: append(owner[:4:4],
				schema.Column{Name: "shelf_count", Kind: schema.KindUInt32, Source: schema.SourceCounted})},
			{Name: "shelves", RowPath: shelf, Start: "start", Counter: "shelf_count",
				Columns: append(owner[:4:4], position("shelf"))},
			{Name: "books", RowPath: book, Start: "start", Lookups: []string{"title"},
				Columns: append(owner[:4:4], position("shelf"), position("box"), position("book"),
					schema.Column{Name: "title", Kind: schema.KindText, Source: book + ".title"},
					schema.Column{Name: "label", Kind: schema.KindText, Source: box + ".label"},
					schema.Column{Name: "authors", Kind: schema.KindTexts, Source: book + ".authors[].name"},
				)},
		},
		Pages: []schema.PageForm{
			{Kind: "record"}, {Kind: "shelves", Arrays: map[string]string{"value": shelf}},
		},
	}
}

func TestFamiliesHoldTogether(t *testing.T) {
	t.Parallel()
	for _, f := range append(families[:len(families):len(families)], library()) {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			if err := f.Check(); err != nil {
				t.Errorf("got %v, want nothing", err)
			}
		})
	}
}

// column is a column of the library's books.
func column(f *schema.Family, name string) *schema.Column {
	for i := range f.Tables[2].Columns {
		if c := &f.Tables[2].Columns[i]; c.Name == name {
			return c
		}
	}
	return nil
}

func TestFamilyThatDoesNotHoldTogetherIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(f *schema.Family)
		want  string
	}{
		"no name":   {func(f *schema.Family) { f.Name = "" }, "has no name"},
		"no tables": {func(f *schema.Family) { f.Tables = nil }, "has no tables"},
		"no levels": {func(f *schema.Family) { f.Levels = nil }, "first level is not the record"},
		"no root":   {func(f *schema.Family) { f.Levels = f.Levels[1:] }, "first level is not the record"},
		"level without an array": {
			func(f *schema.Family) { f.Levels[1].Path = "shelves" }, `level "shelves": its path does not end in an array`,
		},
		"level without a parent": {
			func(f *schema.Family) { f.Levels[2].Path = "rooms[].boxes[]" }, "an array around it is no level",
		},
		"level twice":          {func(f *schema.Family) { f.Levels[2].Path = "shelves[]" }, `level "shelves[]": comes twice`},
		"level without a name": {func(f *schema.Family) { f.Levels[1].Path = "[]" }, "step 1 is no name"},
		"position twice":       {func(f *schema.Family) { f.Levels[2].Position = "shelf" }, `the position column "shelf"`},
		"level without rows": {
			func(f *schema.Family) { f.Tables = f.Tables[:2] }, `level "shelves[].boxes[].books[]": it has no table, and 0 levels below`,
		},
		"level with two ways to a row": {
			func(f *schema.Family) {
				f.Levels = append(f.Levels, schema.Level{Path: "shelves[].boxes[].films[]", Position: "film"})
			},
			`level "shelves[].boxes[]": it has no table, and 2 levels below`,
		},
		"key of nothing":       {func(f *schema.Family) { f.Levels[3].Key = "x" }, `its key "x" is no text of its rows`},
		"key above a level":    {func(f *schema.Family) { f.Levels[2].Key = "label" }, `level "shelves[].boxes[]": its key "label"`},
		"rows at no level":     {func(f *schema.Family) { f.Tables[1].RowPath = "rooms[]" }, `rows are at "rooms[]", which is no level`},
		"rows of another":      {func(f *schema.Family) { f.Tables[2].RowPath = "shelves[]" }, "its rows are those of shelves"},
		"table twice":          {func(f *schema.Family) { f.Tables[2].Name = "shelves" }, `the name "shelves"`},
		"column twice":         {func(f *schema.Family) { column(f, "label").Name = "title" }, `the column "title" comes twice`},
		"column like load id":  {func(f *schema.Family) { column(f, "label").Name = "load_id" }, `the column "load_id" comes twice`},
		"no tenant":            {func(f *schema.Family) { column(f, "tenant_id").Name = "x" }, `table books: it needs the column "tenant_id"`},
		"no start":             {func(f *schema.Family) { f.Tables[2].Start = "begin" }, `it needs the column "begin"`},
		"a start that is none": {func(f *schema.Family) { f.Tables[2].Start = "title" }, "its start title is no start but String"},
		"lookup of nothing":    {func(f *schema.Family) { f.Tables[2].Lookups = []string{"x"} }, `it needs the column "x"`},
		"no position":          {func(f *schema.Family) { column(f, "box").Source = "id" }, `it needs the position column "box"`},
		"position of no level": {func(f *schema.Family) { column(f, "box").Name = "crate" }, "column crate: it is the position of no level"},
		"counter of nothing":   {func(f *schema.Family) { f.Tables[1].Counter = "start" }, "its counter start is no (counted) column of records"},
		"source that is empty": {func(f *schema.Family) { column(f, "title").Source = "" }, "column title: source"},
		"source with a gap":    {func(f *schema.Family) { column(f, "title").Source = "shelves[]..title" }, "step 2 is no name"},
		"source that nobody knows": {
			func(f *schema.Family) { column(f, "title").Source = "(guessed)" }, "(guessed) is no source",
		},
		"source in another branch": {
			func(f *schema.Family) { f.Tables[1].Columns = append(f.Tables[1].Columns, *column(f, "title")) },
			"table shelves, column title: source",
		},
		"many values for one": {func(f *schema.Family) { column(f, "authors").Kind = schema.KindText }, "it has many values, and String holds one"},
		"lists of lists": {
			func(f *schema.Family) { column(f, "authors").Source = "shelves[].boxes[].books[].a[].b[].c" }, "2 arrays that are no levels",
		},
		"kind that no page has": {func(f *schema.Family) { column(f, "title").Kind = schema.KindMillis }, "no JSON value becomes DateTime64(3"},
		"identity out of place": {
			func(f *schema.Family) { column(f, "title").Source = "organizer." + schema.SourceIdentity }, "is in the wrong place",
		},
		"no pages":           {func(f *schema.Family) { f.Pages = nil }, "has no kinds of pages"},
		"page twice":         {func(f *schema.Family) { f.Pages[1].Kind = "record" }, `page 1: the kind "record"`},
		"the record later":   {func(f *schema.Family) { f.Pages[1].Arrays = nil }, "only the first kind of pages"},
		"page of no level":   {func(f *schema.Family) { f.Pages[1].Arrays["value"] = "rooms[]" }, `belongs to "rooms[]"`},
		"page of deep level": {func(f *schema.Family) { f.Pages[1].Arrays["value"] = "shelves[].boxes[]" }, "which is no level below the record"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := library()
			c.spoil(&f)
			err := f.Check()
			if err == nil {
				t.Fatalf("got nothing, want %q", c.want)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want something with %q", err, c.want)
			}
		})
	}
}
