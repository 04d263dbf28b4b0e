package embedded

import (
	"bytes"
	"unsafe"
)

// result is what one statement returned, copied out of C memory.
type result struct {
	data    []byte
	written int64
}

// take copies a native result and destroys it, whatever it holds. An error of
// the engine comes back as a *engine.Exception.
func (l *library) take(native *nativeResult) (result, error) {
	if native == nil {
		return result{}, errNoResult
	}
	defer l.resultDestroy(native)
	if text := l.resultError(native); text != "" {
		return result{}, parseException(text)
	}
	return result{
		data:    l.copyBuffer(native),
		written: int64(l.resultWritten(native)),
	}, nil
}

// copyBuffer copies a result's bytes: they are freed with the result.
func (l *library) copyBuffer(native *nativeResult) []byte {
	buffer, length := l.resultBuffer(native), l.resultLength(native)
	if buffer == nil || length == 0 {
		return nil
	}
	return bytes.Clone(unsafe.Slice(buffer, length))
}
