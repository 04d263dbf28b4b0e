package oracle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// object is a JSON object that remembers the order of its keys. Values are
// *object, []any, string, json.Number, bool or nil.
type object struct {
	keys   []string
	values map[string]any
}

// names are the keys of an object that may be absent.
func (o *object) names() []string {
	if o == nil {
		return nil
	}
	return o.keys
}

// parse reads a document that is one object.
func parse(document []byte) (*object, error) {
	dec := json.NewDecoder(bytes.NewReader(document))
	dec.UseNumber()
	v, err := value(dec)
	if err != nil {
		return nil, err
	}
	root, ok := v.(*object)
	if !ok {
		return nil, fmt.Errorf("%T where the record belongs", v)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("data after the record")
	}
	return root, nil
}

// value reads the next value.
func value(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return members(dec)
	case json.Delim('['):
		return items(dec)
	}
	return token, nil
}

// members reads an object to its end. Of a key that comes twice the last one
// counts, as if the first were not there.
func members(dec *json.Decoder) (*object, error) {
	o := &object{values: map[string]any{}}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		key := token.(string)
		o.keys = append(slices.DeleteFunc(o.keys, func(k string) bool { return k == key }), key)
		if o.values[key], err = value(dec); err != nil {
			return nil, err
		}
	}
	_, err := dec.Token()
	return o, err
}

// items reads an array to its end.
func items(dec *json.Decoder) ([]any, error) {
	list := []any{}
	for dec.More() {
		v, err := value(dec)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := dec.Token()
	return list, err
}

// MarshalJSON writes the object as it was read.
func (o *object) MarshalJSON() ([]byte, error) { return json.Marshal(o.values) }
