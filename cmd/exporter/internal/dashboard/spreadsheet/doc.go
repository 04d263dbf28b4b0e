// Package spreadsheet writes answers as CSV that programs for sheets open without harm.
package spreadsheet
