package main

import (
	"errors"

	"callrecords/cmd/exporter/internal/problem"
	"callrecords/cmd/exporter/internal/reference"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/status"
)

// The exit codes, a contract with schedulers.
const (
	exitComplete = 0 // all that Graph showed is in
	exitFailed   = 1 // the run failed, or was told to stop; a next run goes on with what it left
	exitUsage    = 2 // wrong usage or configuration; nothing was done
	exitPartial  = 3 // done, but some records are not in; they were named
	exitTenants  = 4 // some tenants failed, the others are done
)

const exitCodes = `Exit codes: 0 all is in; 1 failed, or stopped; 2 wrong usage or configuration;
3 done, but some records are not in (they are named); 4 some tenants failed, the others are done.`

// usageError is a mistake in the command line.
type usageError struct{ err error }

// Error says what is wrong and where help is.
func (e usageError) Error() string { return e.err.Error() + "; see exporter help" }

// Unwrap gives the cause.
func (e usageError) Unwrap() error { return e.err }

// usage makes an error a mistake in the command line; nil stays nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return usageError{err}
}

// reportedError is an error that has been printed already.
type reportedError struct{ error }

// Unwrap gives the cause.
func (e reportedError) Unwrap() error { return e.error }

// reported says whether an error has been printed already.
func reported(err error) bool {
	_, ok := errors.AsType[reportedError](err)
	return ok
}

// exitCode maps an error to the contract.
func exitCode(err error) int {
	_, wrongUsage := errors.AsType[usageError](err)
	_, wrongConfig := errors.AsType[*problem.Problems](err)
	switch {
	case err == nil:
		return exitComplete
	case wrongUsage || wrongConfig:
		return exitUsage
	case errors.Is(err, report.ErrTenants):
		return exitTenants
	case errors.Is(err, report.ErrInterrupted):
		return exitFailed
	case errors.Is(err, report.ErrPartial),
		errors.Is(err, status.ErrDanger),
		errors.Is(err, reference.ErrLeftOut):
		return exitPartial
	}
	return exitFailed
}
