package warehouse

import (
	"context"
	"log/slog"

	"callrecords/load"
	"callrecords/load/commit"
)

// FillFacts computes what analysts ask of the loads that can change no more. Without it they wait
// longer for the same answers: that is no reason to call a command failed.
func FillFacts(ctx context.Context, w *load.Warehouse, log *slog.Logger) {
	filled, err := w.Commits.Fill(ctx, commit.FillOptions{})
	if filled.Loads > 0 {
		log.InfoContext(ctx, "computed ahead what analysts ask", "loads", filled.Loads, "more", filled.More)
	}
	if err != nil && ctx.Err() == nil {
		log.WarnContext(ctx, "what analysts ask is not computed ahead; their questions take longer", "error", err)
	}
}
