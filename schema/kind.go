package schema

import "github.com/apache/arrow/go/v17/arrow"

// Kind says what a column holds: how its JSON value is read, and what it is in
// Arrow and in ClickHouse. There is exactly one ClickHouse type to a kind.
type Kind uint8

// The kinds. Absent, null and "" are the same thing in a text; a measure that
// is absent or null is NULL, because absent is not zero.
const (
	Text      Kind = iota // any string
	Keyword               // a string of few distinct values
	Texts                 // list of strings
	Keywords              // list of strings of few distinct values
	Flag                  // true, false or not known
	Flags                 // object of booleans, open
	Int32                 // 32-bit integer measure
	Int64                 // 64-bit integer measure
	Int32s                // list of 32-bit integer measures
	Real                  // single-precision measure; NaN and infinities are values
	Duration              // ISO 8601 duration, in milliseconds
	Durations             // list of durations, in milliseconds
	Time                  // instant, 100 ns, may be absent
	Start                 // instant, 100 ns, always there
	Stamp                 // instant of ours, ms
	Count                 // non-negative 32-bit integer of ours: a position, a number of rows
	Number                // non-negative 64-bit integer: a version, a load id
	Numbers               // list of non-negative 64-bit integers
	Day                   // calendar day, UTC

	// Kinds of the exporter's own books: states that combine in any order.
	Highest  // greatest version seen, NULL for none
	First    // earliest instant, NULL for never
	Last     // latest instant, NULL for never
	Sum      // total
	Listing  // what the list said of the greatest version: version, start, end
	Incident // the latest thing that went wrong: instant, version, reason
)

// kinds is indexed by Kind. The codecs are the ones measured best on call
// records: differences for what grows, T64 for integers of a narrow range.
var kinds = [...]struct {
	clickhouse string
	codec      string
	arrow      arrow.DataType
	nullable   bool
}{
	Text:      {"String", "ZSTD(1)", arrow.BinaryTypes.String, false},
	Keyword:   {"LowCardinality(String)", "ZSTD(1)", dictionary, false},
	Texts:     {"Array(String)", "ZSTD(1)", arrow.ListOf(arrow.BinaryTypes.String), false},
	Keywords:  {"Array(LowCardinality(String))", "ZSTD(1)", arrow.ListOf(arrow.BinaryTypes.String), false},
	Flag:      {"Nullable(Bool)", "ZSTD(1)", arrow.FixedWidthTypes.Boolean, true},
	Flags:     {"Map(String, Bool)", "ZSTD(1)", arrow.MapOf(arrow.BinaryTypes.String, arrow.FixedWidthTypes.Boolean), false},
	Int32:     {"Nullable(Int32)", "T64, ZSTD(1)", arrow.PrimitiveTypes.Int32, true},
	Int64:     {"Nullable(Int64)", "T64, ZSTD(1)", arrow.PrimitiveTypes.Int64, true},
	Int32s:    {"Array(Nullable(Int32))", "ZSTD(1)", arrow.ListOf(arrow.PrimitiveTypes.Int32), false},
	Real:      {"Nullable(Float32)", "ZSTD(1)", arrow.PrimitiveTypes.Float32, true},
	Duration:  {"Nullable(Float64)", "ZSTD(1)", arrow.PrimitiveTypes.Float64, true},
	Durations: {"Array(Nullable(Float64))", "ZSTD(1)", arrow.ListOf(arrow.PrimitiveTypes.Float64), false},
	Time:      {"Nullable(DateTime64(7, 'UTC'))", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ns, true},
	Start:     {"DateTime64(7, 'UTC')", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ns, false},
	Stamp:     {"DateTime64(3, 'UTC')", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ms, false},
	Count:     {"UInt32", "T64, ZSTD(1)", arrow.PrimitiveTypes.Uint32, false},
	Number:    {"UInt64", "ZSTD(1)", arrow.PrimitiveTypes.Uint64, false},
	Numbers:   {"Array(UInt64)", "ZSTD(1)", arrow.ListOf(arrow.PrimitiveTypes.Uint64), false},
	Day:       {"Date", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Date32, false},

	Highest: {"SimpleAggregateFunction(max, Nullable(UInt64))", "ZSTD(1)", arrow.PrimitiveTypes.Uint64, true},
	First:   {"SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC')))", "ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ms, true},
	Last:    {"SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC')))", "ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ms, true},
	Sum:     {"SimpleAggregateFunction(sum, UInt64)", "ZSTD(1)", arrow.PrimitiveTypes.Uint64, false},
	Listing: {"SimpleAggregateFunction(max, Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC'))))",
		"ZSTD(1)", arrow.StructOf(
			arrow.Field{Name: "version", Type: arrow.PrimitiveTypes.Uint64},
			arrow.Field{Name: "start", Type: arrow.FixedWidthTypes.Timestamp_ns},
			arrow.Field{Name: "end", Type: arrow.FixedWidthTypes.Timestamp_ns, Nullable: true}), false},
	Incident: {"SimpleAggregateFunction(max, Tuple(at DateTime64(3, 'UTC'), version UInt64, reason String))",
		"ZSTD(1)", arrow.StructOf(
			arrow.Field{Name: "at", Type: arrow.FixedWidthTypes.Timestamp_ms},
			arrow.Field{Name: "version", Type: arrow.PrimitiveTypes.Uint64},
			arrow.Field{Name: "reason", Type: arrow.BinaryTypes.String}), false},
}

// dictionary is what makes a LowCardinality column: a plain Arrow string loads
// slower, and one with nulls loses them silently (ClickHouse, Arrow format).
var dictionary = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint32, ValueType: arrow.BinaryTypes.String}

// ClickHouse is the column type, spelled as the server prints it.
func (k Kind) ClickHouse() string { return kinds[k].clickhouse }

// Codec is the argument list of the column's CODEC clause.
func (k Kind) Codec() string { return kinds[k].codec }

// Arrow is the data type of the column on the wire.
func (k Kind) Arrow() arrow.DataType { return kinds[k].arrow }

// Nullable says whether the column can be NULL.
func (k Kind) Nullable() bool { return kinds[k].nullable }
