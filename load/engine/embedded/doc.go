// Package embedded is a ClickHouse inside this process: chDB, bound without
// cgo. It implements [engine.Engine].
//
// libchdb is a shared library of half a gigabyte that is not part of the
// program. It is loaded at the first [Open] and not before, so that it costs
// nothing to whoever uses a server; fetch.sh gets it.
//
// One process holds a store at a time (*[HeldError] tells who), and a process
// holds one store at a time (*[OtherPathError]).
package embedded
