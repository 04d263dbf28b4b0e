// Package systemd tells systemd how a daemon is: sd_notify(3), for units of Type=notify.
package systemd

import (
	"context"
	"log/slog"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Unit is the unit of systemd that this process is. Where it is none, telling does nothing.
type Unit struct {
	Log *slog.Logger // is told when systemd cannot be; the daemon goes on
}

// Ready says that who depends on the daemon may begin.
func (u Unit) Ready() { u.tell(daemon.SdNotifyReady) }

// Reloading says that a new configuration is being read. Ready ends it.
func (u Unit) Reloading() { u.tell(daemon.SdNotifyReloading) }

// Stopping says that the daemon was told to end.
func (u Unit) Stopping() { u.tell(daemon.SdNotifyStopping) }

// Doing says in a line what the daemon does, for systemctl status.
func (u Unit) Doing(what string) { u.tell("STATUS=" + what) }

// tell sends a state to the socket that NOTIFY_SOCKET names.
func (u Unit) tell(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		u.Log.Warn("systemd was not told", "state", state, "error", err)
	}
}

// Watch tells systemd that the daemon is alive as long as it is: twice in the time of
// WatchdogSec. Without a watchdog it does nothing. It returns when the context is done.
func (u Unit) Watch(ctx context.Context, alive func(ctx context.Context) error) {
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		u.Log.Warn("the watchdog of systemd is not understood", "error", err)
	}
	if every <= 0 {
		return
	}
	pulse := time.NewTicker(every / 2)
	defer pulse.Stop()
	for {
		if err := within(ctx, every/2, alive); err == nil {
			u.tell(daemon.SdNotifyWatchdog)
		} else if ctx.Err() == nil {
			u.Log.Error("the daemon does not answer itself: systemd will start it anew", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-pulse.C:
		}
	}
}

// within asks with a bound on the time.
func within(ctx context.Context, limit time.Duration, alive func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return alive(ctx)
}
