// Package reference is what users know and Graph does not: buildings, endpoints, people,
// targets, failure patterns and SIP codes. Its kinds are data; it reads their files in
// all forms that spreadsheets leave, says what is wrong with each line, and makes the
// views that analysts read of them. It opens no file and asks no engine.
package reference
