package serving

import (
	"cmp"
	"context"
	"errors"
	"log/slog"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/listen"
)

// listenFlags are the command line's words on listening.
type listenFlags struct{ address, passwordFile string }

// over lays the flags over the configuration.
func (f listenFlags) over(l config.Listen) config.Listen {
	l.Address = cmp.Or(f.address, l.Address)
	if f.passwordFile != "" {
		l.PasswordFile, l.Password = f.passwordFile, ""
	}
	return l
}

// startListening serves readers until stop.
func startListening(
	ctx context.Context, c config.Config, o listen.Options, log *slog.Logger,
) (stop func() error, err error) {
	stop, err = listen.Start(ctx, c, o, log)
	return stop, refused(err)
}

// refused makes a setting with which nothing can be served a mistake of usage, because a
// flag may have set it.
func refused(err error) error {
	if _, wrong := errors.AsType[listen.SettingError](err); wrong {
		return exit.WrongUsage(err)
	}
	return err
}
