// Package enginetest is for the tests of engines and of what runs on them: the
// one store of a test process ([Main]), each test on each engine ([Store.Each]),
// and what every [engine.Engine] must do ([Conformance]). Only tests may import it.
package enginetest
