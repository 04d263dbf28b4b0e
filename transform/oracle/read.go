package oracle

import (
	"errors"
	"strings"
)

// read follows a column's source and reads the value there.
func (p place) read(c column) (any, error) {
	o, steps := p.nearest(c.source)
	for i, step := range steps {
		last := i == len(steps)-1
		switch {
		case step == "@odata:type":
			return typeName(o, steps[:i]), nil
		case step == "(first non-null key)":
			return kindOf(o), nil
		case step == "(kind)":
			step = kindOf(o)
		case strings.HasSuffix(step, "[]"):
			return list(o.get(strings.TrimSuffix(step, "[]")), steps[i+1], c.kind), nil
		}
		if last {
			return c.convert(o.get(step))
		}
		o, _ = o.get(step).(*object)
	}
	return nil, errors.New("source without steps")
}

// convert reads a value, and takes one that cannot be read for none, except of
// a key, which must be there.
func (c column) convert(v any) (any, error) {
	converted, err := convert(v, c.kind)
	switch {
	case err == nil && c.isKey() && (converted == nil || converted == ""):
		return nil, errors.New("a record needs it")
	case err != nil && !c.isKey():
		return empty(c.kind), nil
	}
	return converted, err
}

// get is a member of an object that may be absent.
func (o *object) get(key string) any {
	if o == nil {
		return nil
	}
	return o.values[key]
}

// list reads one property of every object of an array.
func list(v any, property, kind string) any {
	objects, _ := v.([]any)
	items := []any{}
	for _, item := range objects {
		o, _ := item.(*object)
		value, err := convert(o.get(property), itemOf(kind))
		if err != nil {
			value = empty(itemOf(kind))
		}
		items = append(items, value)
	}
	return items
}

// kindOf is the first key of an identity set with an identity, "" when there
// is none. How the person is connected is no identity.
func kindOf(o *object) string {
	if o == nil {
		return ""
	}
	for _, key := range o.keys {
		if _, ok := o.values[key].(*object); ok && key != "endpointType" && !strings.Contains(key, "@") {
			return key
		}
	}
	return ""
}

// typeName is the last part of an object's type. That of an endpoint is told
// from what it has when it is not sent: a service has a user agent only.
func typeName(o *object, path []string) string {
	if o == nil {
		return ""
	}
	if sent, _ := o.values["@odata.type"].(string); sent != "" {
		return sent[strings.LastIndexAny(sent, ".#")+1:]
	}
	if path[len(path)-1] == "userAgent" {
		return ""
	}
	for _, key := range []string{"name", "cpuName", "cpuCoresCount", "cpuProcessorSpeedInMhz", "identity", "associatedIdentity", "feedback"} {
		if _, has := o.values[key]; has {
			return "participantEndpoint"
		}
	}
	return "endpoint"
}
