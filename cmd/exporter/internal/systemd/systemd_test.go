package systemd

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// manager is a socket as systemd has it, for a process that is not parallel to others: the
// names of it and of the watchdog are in the environment.
func manager(t *testing.T, watchdog time.Duration) *net.UnixConn {
	t.Helper()
	name := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	t.Setenv("NOTIFY_SOCKET", name)
	if watchdog > 0 {
		t.Setenv("WATCHDOG_USEC", strconv.FormatInt(watchdog.Microseconds(), 10))
		t.Setenv("WATCHDOG_PID", strconv.Itoa(os.Getpid()))
	}
	return socket
}

// said is the next state that systemd is told.
func said(t *testing.T, socket *net.UnixConn) string {
	t.Helper()
	if err := socket.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 1024)
	n, err := socket.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(text[:n])
}

func TestSystemdIsToldInItsOwnWords(t *testing.T) {
	socket := manager(t, 0)
	u := Unit{Log: slog.New(slog.DiscardHandler)}
	for want, tell := range map[string]func(){
		"READY=1": u.Ready, "RELOADING=1": u.Reloading, "STOPPING=1": u.Stopping,
		"STATUS=waits": func() { u.Doing("waits") },
	} {
		if tell(); said(t, socket) != want {
			t.Errorf("want %s", want)
		}
	}
}

func TestWatchdogIsToldWhileTheDaemonAnswersItself(t *testing.T) {
	socket := manager(t, 20*time.Millisecond)
	ctx, cancel := context.WithCancel(t.Context())
	answers := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		Unit{Log: slog.New(slog.DiscardHandler)}.Watch(ctx, func(context.Context) error {
			if answers++; answers > 2 {
				cancel()
				return errors.New("stuck")
			}
			return nil
		})
	}()
	for range 2 {
		if got := said(t, socket); got != "WATCHDOG=1" {
			t.Errorf("got %s, want WATCHDOG=1", got)
		}
	}
	<-done
	if err := socket.SetReadDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	if n, err := socket.Read(make([]byte, 1024)); err == nil {
		t.Errorf("got %d bytes after it was stuck, want none", n)
	}
}

func TestOutsideOfSystemdNothingIsTold(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	t.Setenv("WATCHDOG_USEC", "")
	u := Unit{Log: slog.New(slog.DiscardHandler)}
	u.Ready()
	u.Watch(t.Context(), func(context.Context) error {
		t.Error("got asked, want that nobody asks")
		return nil
	})
}
