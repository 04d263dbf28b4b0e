package console

import (
	"io"
	"log/slog"
)

// utc has all times in the zone of the windows and of the warehouse.
func utc(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindTime {
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	}
	return a
}

// Logger returns a logger that writes to w. Level is debug, info, warn or error;
// anything else is info. Format is text or json; anything else, such as auto, is
// text on a terminal and JSON otherwise.
func Logger(w io.Writer, level, format string, terminal bool) *slog.Logger {
	var least slog.Level // the zero value is info
	if err := least.UnmarshalText([]byte(level)); err != nil {
		least = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: least, ReplaceAttr: utc}
	if format == "text" || format != "json" && terminal {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}
