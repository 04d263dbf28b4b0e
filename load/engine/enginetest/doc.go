// Package enginetest is what every [engine.Engine] must do with the types of the
// schema. The tests of both engines call it; only tests may import it.
package enginetest
