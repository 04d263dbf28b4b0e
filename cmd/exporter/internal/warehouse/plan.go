package warehouse

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/load"
	"callrecords/load/ddl"
)

// Plan is what the warehouse lacks. An embedded store that is not there is not
// made: it lacks everything.
func (o Opener) Plan(ctx context.Context, c config.Config, log *slog.Logger) (ddl.Plan, error) {
	if folder, ok := c.Warehouse.Embedded(); ok {
		if _, err := os.Stat(folder); os.IsNotExist(err) {
			w, err := o.On(nil, c, nil)
			if err != nil {
				return ddl.Plan{}, err
			}
			return ddl.Plan{Statements: w.Schema.DDL()}, nil
		}
	}
	return o.withSchema(ctx, c, ToPlan, log, (*ddl.Schema).Plan)
}

// Apply executes a fresh plan, and returns it.
func (o Opener) Apply(ctx context.Context, c config.Config, log *slog.Logger) (ddl.Plan, error) {
	return o.withSchema(ctx, c, ToApply, log, (*ddl.Schema).Apply)
}

// withSchema plans or applies on the warehouse as it is.
func (o Opener) withSchema(
	ctx context.Context, c config.Config, a Access, log *slog.Logger,
	do func(*ddl.Schema, context.Context) (ddl.Plan, error),
) (plan ddl.Plan, err error) {
	err = o.Use(ctx, c, a, log, func(ctx context.Context, w *load.Warehouse) error {
		if plan, err = do(w.Schema, ctx); err != nil {
			return fmt.Errorf("warehouse %s: %w", c.Warehouse.URL, err)
		}
		return nil
	})
	return plan, err
}
