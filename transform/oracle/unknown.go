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
	kind := ""
	if o.inner[join(path, "(kind)")] {
		kind = kindOf(at)
	}
	for _, key := range at.names() {
		v := at.values[key]
		_, isText := v.(string)
		isType := key == "@odata.type" && o.inner[join(path, key)]
		switch {
		case v == nil || isType && isText || !isType && strings.Contains(key, "@"):
		case isType:
			found[prefix+key] = v
		case key == kind && key != "":
			o.sort(v, join(path, "(kind)"), prefix+key, found)
		default:
			o.sort(v, join(path, key), prefix+key, found)
		}
	}
}

// sort decides what a property is: one that has a column, one that leads to
// some, or one to keep.
func (o *Oracle) sort(v any, path, name string, found map[string]any) {
	inside, isObject := v.(*object)
	items, isList := v.([]any)
	kind, isLeaf := o.kinds[path]
	switch {
	case isLeaf && kind == "Map(String, Bool)" && isObject:
		for _, key := range inside.keys {
			if _, flag := inside.values[key].(bool); !flag && inside.values[key] != nil && !strings.Contains(key, "@") {
				found[name+"."+key] = inside.values[key]
			}
		}
	case isLeaf && isList && itemOf(kind) != kind && !inList(path):
		for i, item := range items {
			o.keepMisfit(item, itemOf(kind), fmt.Sprintf("%s[%d]", name, i), found)
		}
	case isLeaf && inList(path):
		o.keepMisfit(v, itemOf(kind), name, found)
	case isLeaf:
		o.keepMisfit(v, kind, name, found)
	case o.inner[path] && isObject:
		o.gather(inside, path, name+".", found)
	case isChild(path):
	case o.inner[path+"[]"] && isList:
		for i, item := range items {
			at := fmt.Sprintf("%s[%d]", name, i)
			if inside, isObject := item.(*object); isObject {
				o.gather(inside, path+"[]", at+".", found)
			} else if item != nil {
				found[at] = item
			}
		}
	default:
		found[name] = v
	}
}

// keepMisfit keeps a value that its column cannot hold.
func (o *Oracle) keepMisfit(v any, kind, name string, found map[string]any) {
	if _, err := convert(v, kind); err != nil {
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

// inList says whether a path goes through an array that stays inside one row.
func inList(path string) bool {
	i := strings.LastIndex(path, "[]")
	return i >= 0 && !isChild(path[:i])
}
