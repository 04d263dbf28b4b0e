// Package stopped tells work that was told to stop from work that failed.
package stopped

import (
	"context"
	"errors"
)

// Only says whether an error is about nothing but the end of ctx: the run was
// told to stop, and nothing failed. Of errors that are joined, each must be.
func Only(ctx context.Context, err error) bool {
	if ctx.Err() == nil {
		return false
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if !Only(ctx, e) {
				return false
			}
		}
		return true
	}
	if inner := errors.Unwrap(err); inner != nil {
		return Only(ctx, inner)
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, context.Cause(ctx))
}
