package main

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"callrecords/extract/graphtest"
)

// incidents are what happens in a drive. The last process lives through the outage, the
// full disk and the reloads, so that its memory tells.
func (d *drive) incidents() []incident {
	kill := func() { d.again(syscall.SIGKILL) }
	all := []incident{
		{4, "killed", kill},
		{8, "killed", kill},
		{12, "told to stop", func() { d.again(syscall.SIGTERM) }},
		{15, "killed", kill},
		{18, "told to stop", func() { d.again(syscall.SIGTERM) }},
		{20, "killed", kill},
		{21, "another set of tenants", func() { d.reload(d.both, "the configuration was read again") }},
		{35, "a wrong configuration", func() { d.reload(d.both+"wrong: 1\n", "the configuration stays as it was") }},
		{40, "a record that expires within a minute", d.expiring},
		{45, "Graph cannot be reached", d.outage},
		{50, "Graph answers 503", func() { d.storm(graphtest.FaultUnavailable503) }},
		{55, "Graph answers 429", func() { d.storm(graphtest.FaultThrottle429) }},
		{60, "a full disk", d.fullDisk()},
		{70, "the tenants of before", func() { d.reload(d.alone, "the configuration was read again") }},
		{75, "both tenants", func() { d.reload(d.both, "the configuration was read again") }},
	}
	return all
}

// end ends serve by a signal.
func (d *drive) end(by syscall.Signal) {
	d.Helper()
	d.upset.Add(1)
	d.must(d.serving.Process.Signal(by))
	late := time.AfterFunc(impatience, func() { _ = d.serving.Process.Kill() })
	err := <-d.ended
	if !late.Stop() || by == syscall.SIGTERM && err != nil {
		d.Errorf("got %v by %s, want an end of its own\n%v", err, by, d.read()[max(0, len(d.lines)-10):])
	}
}

// again ends serve at some moment and starts it.
func (d *drive) again(by syscall.Signal) {
	d.Helper()
	time.Sleep(rand.N(time.Second)) // another process works
	d.end(by)
	d.start()
}

// reload has serve read a configuration, and waits for what it says of it.
func (d *drive) reload(text, says string) {
	d.Helper()
	from := len(d.read())
	d.upset.Add(1) // those who ask read it, too
	defer d.upset.Add(1)
	d.must(os.WriteFile(d.path("next.yaml"), []byte(text), 0o600))
	d.must(os.Rename(d.path("next.yaml"), d.path("config.yaml")))
	d.must(d.serving.Process.Signal(syscall.SIGHUP))
	d.insist("line: "+says, func() map[string]any { return d.line(from, says) })
	if text != d.alone && text != d.both {
		d.must(os.WriteFile(d.path("config.yaml"), []byte(d.both), 0o600))
	}
}

// failing waits for a run that fails.
func (d *drive) failing() {
	d.Helper()
	from := len(d.read())
	d.insist("run that fails", func() map[string]any {
		for _, l := range d.read()[from:] {
			if l["msg"] == "run finished" && l["outcome"] == "failed" && l["tenant"] == graphtest.DefaultTenantID {
				return l
			}
		}
		return nil
	})
}

// reader reads from serve as it runs now.
func (d *drive) reader() *readers { return &readers{site: d.site, url: d.url} }

// ready waits until /readyz answers so.
func (d *drive) ready(want int) {
	d.Helper()
	d.insist("answer of /readyz", func() map[string]any {
		if status, text := d.reader().get("/readyz"); status == want &&
			(want == http.StatusOK || strings.Contains(text, graphtest.DefaultTenantID)) {
			return map[string]any{"text": text}
		}
		return nil
	})
}

// outage takes the network away until serve says that it is not ready.
func (d *drive) outage() {
	d.Helper()
	d.ready(http.StatusOK)
	d.door.Close()
	d.failing()
	d.ready(http.StatusServiceUnavailable)
	d.open()
	d.ready(http.StatusOK)
}

// storm lets Graph answer nothing else.
func (d *drive) storm(f graphtest.Fault) {
	d.Helper()
	d.fault.Store(int64(f))
	d.failing()
	d.fault.Store(0)
}

// expiring makes a record that Graph soon forgets, and wants it in before that.
func (d *drive) expiring() {
	d.Helper()
	id := d.tenant.Add(1)[0]
	d.tenant.Move(id, time.Now().Add(time.Minute-graphtest.Retention))
	d.kept[id], _ = d.tenant.Document(id)
	d.insist("record that expires", func() map[string]any {
		_, text := d.reader().get("/?query=SELECT+count()+FROM+records+WHERE+record_id='" + id + "'")
		if text == "1" {
			return map[string]any{}
		}
		return nil
	})
}

// fullDisk puts the store onto a file system of its own, and returns what fills it up
// for some runs.
func (d *drive) fullDisk() func() {
	d.Helper()
	d.must(os.Mkdir(d.store, 0o700))
	if !d.mounted("none", d.store, "tmpfs", 0, "size=400m") {
		return func() { d.Log("no full disk: this user may not mount") }
	}
	return func() {
		from := len(d.read())
		ballast, err := os.Create(d.store + "/ballast")
		d.must(err)
		// The last of it as slowly as others fill a disk: no merge is to be under way that
		// began when there was room.
		for piece := make([]byte, 1<<20); err == nil; {
			_, err = ballast.Write(piece)
			time.Sleep(20 * time.Millisecond)
		}
		if !errors.Is(err, syscall.ENOSPC) {
			d.must(err)
		}
		d.must(ballast.Close())
		d.insist("run that says that the disk is full", func() map[string]any {
			l := d.line(from, "run failed")
			if l == nil || !strings.Contains(l["error"].(string), "disk is full") {
				return nil
			}
			return l
		})
		d.must(os.Remove(ballast.Name()))
	}
}
