package transform

import "fmt"

// Objects that stand each by itself (a level with a key) cost no more than themselves when
// they cannot be read: they are set aside, and the others of the record are in.

// noObject reads what is in the place of such an object.
func (r *reader) noObject() error {
	got := r.dec.Peek()
	if err := r.dec.Skip(); err != nil {
		return err
	}
	r.setAside(fmt.Errorf("%s where %s belongs", kindName(got), kindName('{')))
	return nil
}

// setAside notes that the object that was just read makes no row.
func (r *reader) setAside(why error) {
	path, _ := r.where()
	r.asides = append(r.asides, fmt.Sprintf("%s: %v", path, why))
}
