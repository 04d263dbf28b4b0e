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

// hanging wraps the lines that are written, each at once.
type hanging struct {
	w     io.Writer
	style Style
}

// Write implements [io.Writer].
func (h hanging) Write(line []byte) (int, error) {
	if _, err := io.WriteString(h.w, h.style.Hanging(string(line))); err != nil {
		return 0, err
	}
	return len(line), nil
}

// Logger returns a logger that writes to w. Level is debug, info, warn or error;
// anything else is info. Format is text or json; anything else, such as auto, is
// text on a terminal and JSON otherwise. On a terminal so many columns wide, lines of text
// are wrapped; width 0 is no terminal.
func Logger(w io.Writer, level, format string, width int) *slog.Logger {
	var least slog.Level // the zero value is info
	if err := least.UnmarshalText([]byte(level)); err != nil {
		least = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: least, ReplaceAttr: utc}
	if format == "text" || format != "json" && width > 0 {
		return slog.New(slog.NewTextHandler(hanging{w, Style{Width: width}}, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}
