package libchdb

import (
	"bytes"
	"errors"
	"unsafe"
)

// errNoResult is libchdb returning nothing at all, which its header rules out.
var errNoResult = errors.New("libchdb returned no result")

// Result is what one statement returned, copied out of C memory.
type Result struct {
	Data    []byte
	Written int64 // rows
}

// take copies a native result and destroys it, whatever it holds. An error of
// the engine comes back as a *engine.Exception.
func (l *Library) take(native *nativeResult) (Result, error) {
	if native == nil {
		return Result{}, errNoResult
	}
	defer l.resultDestroy(native)
	if text := l.resultError(native); text != "" {
		return Result{}, parseException(text)
	}
	return Result{
		Data:    l.copyBuffer(native),
		Written: int64(l.resultWritten(native)),
	}, nil
}

// copyBuffer copies a result's bytes: they are freed with the result.
func (l *Library) copyBuffer(native *nativeResult) []byte {
	buffer, length := l.resultBuffer(native), l.resultLength(native)
	if buffer == nil || length == 0 {
		return nil
	}
	return bytes.Clone(unsafe.Slice(buffer, length))
}
