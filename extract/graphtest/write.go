package graphtest

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// pieces is in how many parts a slow body comes.
const pieces = 5

// write sends an answer, spoiled by the faults that act on the way.
func (t *Tenant) write(w http.ResponseWriter, x *exchange, answer reply, fault Fault) {
	if fault == FaultReset {
		panic(http.ErrAbortHandler) // net/http's own way to break a connection
	}
	if fault == FaultNotJSON {
		answer.body = answer.body[:len(answer.body)/2]
	}
	x.head(w.Header(), answer)
	t.date(w.Header())
	body := x.pack(w.Header(), answer.body)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(answer.status)
	switch fault {
	case FaultTruncate:
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case FaultSlowBody:
		t.drip(w, x, body)
	default:
		_, _ = w.Write(body) // the client may be gone
	}
}

// date sets the header Date, or keeps net/http from setting it.
func (t *Tenant) date(h http.Header) {
	if now := t.opt.Date(); !now.IsZero() {
		h.Set("Date", now.UTC().Format(http.TimeFormat))
		return
	}
	h["Date"] = nil
}

// head sets the headers that Graph sends, without its Date.
func (x *exchange) head(h http.Header, answer reply) {
	level := "minimal"
	if x.prefer.bare {
		level = "none"
	}
	h.Set(
		"Content-Type",
		"application/json;odata.metadata="+level+";odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
	)
	if x.endpoint == Token || x.endpoint == OpenID {
		h.Set("Content-Type", "application/json; charset=utf-8")
	}
	h.Set("Cache-Control", "no-store, no-cache")
	h.Set("request-id", x.request)
	h.Set("client-request-id", x.clientRequest())
	h.Set(
		"x-ms-ags-diagnostic",
		`{"ServerInfo":{"DataCenter":"Switzerland North","Slice":"E","Ring":"3","ScaleUnit":"002","RoleInstance":"ZRH2EPF00000001"}}`,
	)
	for name, value := range answer.header {
		h.Set(name, value)
	}
}

// pack compresses when the client takes gzip and it is worth it.
func (x *exchange) pack(h http.Header, body []byte) []byte {
	h.Set("Vary", "Accept-Encoding")
	if len(body) < 1024 || !strings.Contains(x.r.Header.Get("Accept-Encoding"), "gzip") {
		return body
	}
	var packed bytes.Buffer
	z, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed) // a valid level cannot fail
	_, _ = z.Write(body)                                 // nor can a buffer
	_ = z.Close()
	h.Set("Content-Encoding", "gzip")
	return packed.Bytes()
}

func (t *Tenant) drip(w http.ResponseWriter, x *exchange, body []byte) {
	for i := range pieces {
		_, _ = w.Write(body[i*len(body)/pieces : (i+1)*len(body)/pieces])
		_ = http.NewResponseController(w).Flush()
		select {
		case <-x.r.Context().Done():
			return
		case <-time.After(t.opt.Faults.Pause):
		}
	}
}
