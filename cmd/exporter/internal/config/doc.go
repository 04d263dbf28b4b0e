// Package config reads the configuration of the exporter: a YAML file, the
// environment, or both.
//
// One table (table.go) declares every key: its path, its field, its default,
// what it accepts and what it means. The reader of files, the reader of
// variables, the reference page and config.example.yaml all follow from it.
//
// Every key is also a variable: export.lookback is CALLRECORDS_EXPORT_LOOKBACK,
// tenants[0].auth.client_secret is CALLRECORDS_TENANTS_0_AUTH_CLIENT_SECRET.
// A variable goes before the file; an empty one is as good as none.
//
// In the file, ${NAME} inside a text is replaced from the environment, and
// $${ stands for the characters ${ themselves. Paths of files are taken as they
// are written: a relative one starts at the working directory.
//
// Mistakes are collected, not returned one by one: see [Mistakes].
package config
