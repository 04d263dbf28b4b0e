// Package exit has the exit codes, and the errors that decide them.
package exit

import (
	"errors"

	"callrecords/cmd/exporter/internal/problem"
	"callrecords/cmd/exporter/internal/reference"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/status"
)

// The exit codes, a contract with schedulers.
const (
	Complete = 0 // all that Graph showed is in
	Failed   = 1 // the run failed, or was told to stop; a next run goes on with what it left
	Usage    = 2 // wrong usage or configuration; nothing was done
	Partial  = 3 // done, but some records are not in; they were named
	Tenants  = 4 // some tenants failed, the others are done
)

// Codes are the exit codes as the help of a command that loads records tells them.
const Codes = `Exit codes: 0 all is in; 1 failed, or stopped; 2 wrong usage or configuration;
3 done, but some records are not in (they are named); 4 some tenants failed, the others are done.`

// usageError is a mistake in the command line.
type usageError struct{ err error }

// Error says what is wrong and where help is.
func (e usageError) Error() string { return e.err.Error() + "; see exporter help" }

// Unwrap gives the cause.
func (e usageError) Unwrap() error { return e.err }

// WrongUsage makes an error a mistake in the command line; nil stays nil.
func WrongUsage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// toldError is an error that has been printed already.
type toldError struct{ error }

// Unwrap gives the cause.
func (e toldError) Unwrap() error { return e.error }

// Told makes an error one that has been printed already; nil stays nil.
func Told(err error) error {
	if err == nil {
		return nil
	}
	return toldError{err}
}

// IsTold says whether an error has been printed already.
func IsTold(err error) bool {
	_, ok := errors.AsType[toldError](err)
	return ok
}

// Code maps an error to the contract.
func Code(err error) int {
	_, wrongUsage := errors.AsType[usageError](err)
	_, wrongConfig := errors.AsType[*problem.Problems](err)
	switch {
	case err == nil:
		return Complete
	case wrongUsage || wrongConfig:
		return Usage
	case errors.Is(err, report.ErrTenants):
		return Tenants
	case errors.Is(err, report.ErrInterrupted):
		return Failed
	case errors.Is(err, report.ErrPartial),
		errors.Is(err, status.ErrDanger),
		errors.Is(err, reference.ErrLeftOut):
		return Partial
	}
	return Failed
}
