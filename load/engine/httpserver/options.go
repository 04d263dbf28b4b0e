package httpserver

import (
	"cmp"
	"log/slog"
	"net/http"
	"time"

	"github.com/ClickHouse/ch-go/proto"
)

// Options say who may come in, and what for. The zero value lets the user
// default read without a password, from this machine.
type Options struct {
	User     string // default: default
	Password string // default: none; then only requests addressed to this machine are served

	// Database is where names without a database are looked up. A client that
	// asks for the database default, which many do unasked, gets it as well.
	Database string // default: the engine's own

	// Writable lets clients do all that the engine does: write, and read the
	// files of this machine. It is for people who might as well log in here.
	Writable bool

	// Kin are the store's own user, who might as well open it: whatever reads is served
	// to them, files of this machine included, and the engine's readonly setting (2, which
	// lets a statement change others) keeps it from writing. Writable does not go with it.
	Kin bool

	// Tried is told of each password that a client gave, whether it is right, and says how long
	// the client has to wait until any is taken; 0 is that this one was. nil takes all.
	Tried func(r *http.Request, right bool) time.Duration

	Limits  Limits
	Raise   map[proto.Error]string // what raises the bound that an error tells of, for people, by its code
	Version string                 // what the server says it is; default: the engine's version
	Logger  *slog.Logger           // default: discard
}

// Limits bound what clients may take. Clients may ask for less, never for
// more. Zero is no bound.
type Limits struct {
	Memory      int64         // bytes per query
	Time        time.Duration // per query, from its wait for a turn to the last byte of its result
	ResultBytes int64         // per result, in the engine's memory and as text
	ResultRows  int64         // per result
	Statement   int64         // bytes per statement
	Insert      int64         // bytes per inserted body
	Bodies      int64         // bytes of all bodies that are held at once; default 512 MiB
	Queries     int           // that run at once; others wait
}

// withDefaults fills in what is not given.
func (o Options) withDefaults() Options {
	o.Limits.Bodies = cmp.Or(o.Limits.Bodies, 512<<20)
	o.User = cmp.Or(o.User, "default")
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	return o
}
