package oracle

import (
	"fmt"
	"strings"
)

// unknown gathers what has no column in the object that makes a row, by path
// below it; nil when there is nothing. A stream's row also has that of its
// media, under "media.".
func (o *Oracle) unknown(table string, p place) map[string]any {
	found := map[string]any{}
	spine := spines[table]
	o.gather(p.objects[spine], spine, "", found)
	if table == "streams" {
		media := strings.TrimSuffix(spine, ".streams[]")
		o.gather(p.objects[media], media, "media.", found)
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// gather looks through an object. The path is that of the sources; the prefix
// is what names begin with in the row.
func (o *Oracle) gather(at *object, path, prefix string, found map[string]any) {
	if at == nil {
		return
	}
	kind := ""
	if o.inner[join(path, "(kind)")] {
		kind = kindOf(at)
	}
	for _, key := range at.keys {
		v := at.values[key]
		if v == nil || strings.Contains(key, "@") {
			continue
		}
		step := key
		if key == kind && key != "" {
			step = "(kind)"
		}
		o.sort(v, join(path, step), prefix+key, found)
	}
}

// sort decides what a property is: one that has a column, one that leads to
// some, or one to keep.
func (o *Oracle) sort(v any, path, name string, found map[string]any) {
	inside, isObject := v.(*object)
	switch {
	case o.inner[path] && isObject && strings.HasSuffix(path, ".feedback.tokens"):
		for _, key := range inside.keys {
			if _, flag := inside.values[key].(bool); !flag && inside.values[key] != nil && !strings.Contains(key, "@") {
				found[name+"."+key] = inside.values[key]
			}
		}
	case o.inner[path] && isObject:
		o.gather(inside, path, name+".", found)
	case o.measure[path] && isNoNumber(v):
		found[name] = v
	case o.inner[path]:
	case isChild(path):
	case o.inner[path+"[]"]:
		list, _ := v.([]any)
		for i, item := range list {
			inside, _ := item.(*object)
			o.gather(inside, path+"[]", fmt.Sprintf("%s[%d].", name, i), found)
		}
	default:
		found[name] = v
	}
}

// isChild says whether a path is an array whose objects have rows of their own.
func isChild(path string) bool {
	for at, names := range children {
		for _, name := range names {
			if join(at, name) == path+"[]" {
				return true
			}
		}
	}
	return false
}
