package oracle

import (
	"slices"
	"strings"
)

// spines are the paths of the objects that make the rows of each table.
var spines = map[string]string{
	"records":      "",
	"participants": "participants_v2[]",
	"sessions":     "sessions[]",
	"segments":     "sessions[].segments[]",
	"streams":      "sessions[].segments[].media[].streams[]",
}

// children are the arrays whose objects have a position, by the path of the
// object that they are in.
var children = map[string][]string{
	"":                              {"participants_v2[]", "sessions[]"},
	"sessions[]":                    {"segments[]"},
	"sessions[].segments[]":         {"media[]"},
	"sessions[].segments[].media[]": {"streams[]"},
}

// singular are the words for one object of such an array.
var singular = map[string]string{
	"participants_v2[]": "participant",
	"sessions[]":        "session",
	"segments[]":        "segment",
	"media[]":           "media",
	"streams[]":         "stream",
}

// place is where a row stands: the object that makes it and those around it,
// by path, and their positions, by the word for one of them.
type place struct {
	objects   map[string]*object
	positions map[string]int64
}

// expand lists the places below an object, by path. What makes rows must be
// arrays of objects.
func expand(at place, path string, places map[string][]place) error {
	places[path] = append(places[path], at)
	for _, name := range children[path] {
		v := at.objects[path].get(strings.TrimSuffix(name, "[]"))
		list, ok := v.([]any)
		if err := want(ok || v == nil, v, "an array"); err != nil {
			return err
		}
		if name == "streams[]" && len(list) == 0 {
			list = []any{&object{}} // a media without streams still makes a row
		}
		for i, item := range list {
			o, ok := item.(*object)
			if err := want(ok, item, "an object"); err != nil {
				return err
			}
			if err := expand(at.with(join(path, name), o, singular[name], int64(i)), join(path, name), places); err != nil {
				return err
			}
		}
	}
	return nil
}

// with is the place of an object inside this one.
func (p place) with(path string, o *object, word string, position int64) place {
	next := place{map[string]*object{path: o}, map[string]int64{word: position}}
	for k, v := range p.objects {
		next.objects[k] = v
	}
	for k, v := range p.positions {
		next.positions[k] = v
	}
	return next
}

// nearest is the innermost object that a source goes through, and the steps
// from there.
func (p place) nearest(source string) (*object, []string) {
	best := ""
	for path := range p.objects {
		if strings.HasPrefix(source, path+".") && len(path) > len(best) {
			best = path
		}
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(source, best), ".")
	steps := strings.Split(strings.ReplaceAll(rest, "@odata.type", "@odata:type"), ".")
	return p.objects[best], slices.DeleteFunc(steps, func(s string) bool { return s == "" })
}

// join adds a step to a path.
func join(path, step string) string {
	if path == "" {
		return step
	}
	return path + "." + step
}
