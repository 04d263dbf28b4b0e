package console

import (
	"io"
	"log/slog"
)

// Logger returns a logger that writes to w. Level is debug, info, warn or error;
// anything else is info. Format is text or json; anything else, such as auto, is
// text on a terminal and JSON otherwise.
func Logger(w io.Writer, level, format string, terminal bool) *slog.Logger {
	options := &slog.HandlerOptions{Level: leastLevel(level)}
	if format == "text" || format != "json" && terminal {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

func leastLevel(name string) slog.Level {
	var level slog.Level // the zero value is info
	if err := level.UnmarshalText([]byte(name)); err != nil {
		return slog.LevelInfo
	}
	return level
}
