package schema

import "github.com/apache/arrow/go/v17/arrow"

// Kind says what a column holds: how its JSON value is read, and what it is in
// Arrow and in ClickHouse. There is exactly one ClickHouse type to a kind.
type Kind uint8

// The kinds. Absent, null and "" are the same thing in a text; a measure that
// is absent or null is NULL, because absent is not zero.
const (
	KindText      Kind = iota // any string
	KindKeyword               // a string of few distinct values
	KindTexts                 // list of strings
	KindKeywords              // list of strings of few distinct values
	KindBool                  // true, false or not known
	KindBools                 // object of booleans, open
	KindInt32                 // 32-bit integer measure
	KindInt64                 // 64-bit integer measure
	KindInt32s                // list of 32-bit integer measures
	KindFloat32               // single-precision measure; NaN and infinities are NULL: no measures
	KindDecimal               // amount of money, exact to a millionth: never read through a float
	KindDuration              // ISO 8601 duration, in milliseconds
	KindDurations             // list of durations, in milliseconds
	KindTime                  // instant, 100 ns, may be absent
	KindStart                 // instant, 100 ns, always there
	KindMillis                // instant of ours, ms
	KindUInt32                // non-negative 32-bit integer of ours: a position, a number of rows
	KindUInt64                // non-negative 64-bit integer: a version, a load id
	KindUInt64s               // list of non-negative 64-bit integers
	KindSeconds               // instant of ours, s
	KindDay                   // calendar day, UTC
	KindCounts                // numbers of rows, by the name of a table
	KindFlag                  // true or false, always known
	KindIPv6                  // address; IPv4 as in ::ffff:10.1.0.0
	KindUInt128               // an address as a number, which compares like it

	// Kinds of the exporter's own books: states that combine in any order.
	KindMaxUInt64     // greatest version seen, NULL for none
	KindMinTime       // earliest instant, NULL for never
	KindMaxTime       // latest instant, NULL for never
	KindSum           // total
	KindListedState   // what the list said of the greatest version: version, start, end
	KindIncidentState // the latest thing that went wrong: instant, version, reason
)

// Digits of a KindDecimal: of the whole number, and behind the point.
const (
	DecimalDigits = 18
	DecimalScale  = 6
)

// kinds is indexed by Kind. The codecs are the ones measured best on call
// records: differences for what grows, T64 for integers of a narrow range.
var kinds = [...]struct {
	clickhouse string
	codec      string
	arrow      arrow.DataType
	nullable   bool
}{
	KindText:      {"String", "ZSTD(1)", arrow.BinaryTypes.String, false},
	KindKeyword:   {"LowCardinality(String)", "ZSTD(1)", dictionary, false},
	KindTexts:     {"Array(String)", "ZSTD(1)", arrow.ListOf(arrow.BinaryTypes.String), false},
	KindKeywords:  {"Array(LowCardinality(String))", "ZSTD(1)", arrow.ListOf(arrow.BinaryTypes.String), false},
	KindBool:      {"Nullable(Bool)", "ZSTD(1)", arrow.FixedWidthTypes.Boolean, true},
	KindBools:     {"Map(String, Bool)", "ZSTD(1)", arrow.MapOf(arrow.BinaryTypes.String, arrow.FixedWidthTypes.Boolean), false},
	KindInt32:     {"Nullable(Int32)", "T64, ZSTD(1)", arrow.PrimitiveTypes.Int32, true},
	KindInt64:     {"Nullable(Int64)", "T64, ZSTD(1)", arrow.PrimitiveTypes.Int64, true},
	KindInt32s:    {"Array(Nullable(Int32))", "ZSTD(1)", arrow.ListOf(arrow.PrimitiveTypes.Int32), false},
	KindFloat32:   {"Nullable(Float32)", "ZSTD(1)", arrow.PrimitiveTypes.Float32, true},
	KindDecimal:   {"Nullable(Decimal(18, 6))", "ZSTD(1)", &arrow.Decimal128Type{Precision: DecimalDigits, Scale: DecimalScale}, true},
	KindDuration:  {"Nullable(Float64)", "ZSTD(1)", arrow.PrimitiveTypes.Float64, true},
	KindDurations: {"Array(Nullable(Float64))", "ZSTD(1)", arrow.ListOf(arrow.PrimitiveTypes.Float64), false},
	KindTime:      {"Nullable(DateTime64(7, 'UTC'))", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ns, true},
	KindStart:     {"DateTime64(7, 'UTC')", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ns, false},
	KindMillis:    {"DateTime64(3, 'UTC')", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ms, false},
	KindUInt32:    {"UInt32", "T64, ZSTD(1)", arrow.PrimitiveTypes.Uint32, false},
	KindUInt64:    {"UInt64", "ZSTD(1)", arrow.PrimitiveTypes.Uint64, false},
	KindUInt64s:   {"Array(UInt64)", "ZSTD(1)", arrow.ListOf(arrow.PrimitiveTypes.Uint64), false},
	KindSeconds:   {"DateTime('UTC')", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Timestamp_s, false},
	KindCounts:    {"Map(String, UInt64)", "ZSTD(1)", arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Uint64), false},
	KindFlag:      {"Bool", "ZSTD(1)", arrow.FixedWidthTypes.Boolean, false},
	KindIPv6:      {"IPv6", "ZSTD(1)", &arrow.FixedSizeBinaryType{ByteWidth: 16}, false},
	KindUInt128:   {"UInt128", "ZSTD(1)", &arrow.FixedSizeBinaryType{ByteWidth: 16}, false},
	KindDay:       {"Date", "Delta, ZSTD(1)", arrow.FixedWidthTypes.Date32, false},

	KindMaxUInt64: {"SimpleAggregateFunction(max, Nullable(UInt64))", "ZSTD(1)", arrow.PrimitiveTypes.Uint64, true},
	KindMinTime:   {"SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC')))", "ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ms, true},
	KindMaxTime:   {"SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC')))", "ZSTD(1)", arrow.FixedWidthTypes.Timestamp_ms, true},
	KindSum:       {"SimpleAggregateFunction(sum, UInt64)", "ZSTD(1)", arrow.PrimitiveTypes.Uint64, false},
	KindListedState: {"SimpleAggregateFunction(max, Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC'))))",
		"ZSTD(1)", arrow.StructOf(
			arrow.Field{Name: "version", Type: arrow.PrimitiveTypes.Uint64},
			arrow.Field{Name: "start", Type: arrow.FixedWidthTypes.Timestamp_ns},
			arrow.Field{Name: "end", Type: arrow.FixedWidthTypes.Timestamp_ns, Nullable: true}), false},
	KindIncidentState: {"SimpleAggregateFunction(max, Tuple(at DateTime64(3, 'UTC'), version UInt64, reason String))",
		"ZSTD(1)", arrow.StructOf(
			arrow.Field{Name: "at", Type: arrow.FixedWidthTypes.Timestamp_ms},
			arrow.Field{Name: "version", Type: arrow.PrimitiveTypes.Uint64},
			arrow.Field{Name: "reason", Type: arrow.BinaryTypes.String}), false},
}

// items are the kinds of what the lists hold.
var items = map[Kind]Kind{
	KindTexts:     KindText,
	KindKeywords:  KindKeyword,
	KindInt32s:    KindInt32,
	KindDurations: KindDuration,
	KindUInt64s:   KindUInt64,
}

// dictionary is what makes a LowCardinality column: a plain Arrow string loads
// slower, and one with nulls loses them silently (ClickHouse, Arrow format).
var dictionary = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint32, ValueType: arrow.BinaryTypes.String}

// ClickHouse is the column type, spelled as the server prints it.
func (k Kind) ClickHouse() string { return kinds[k].clickhouse }

// KindOf is the kind of a column type, spelled as the server prints it.
func KindOf(clickhouse string) (Kind, bool) {
	for k := range kinds {
		if kinds[k].clickhouse == clickhouse {
			return Kind(k), true
		}
	}
	return 0, false
}

// Codec is the argument list of the column's CODEC clause.
func (k Kind) Codec() string { return kinds[k].codec }

// Arrow is the data type of the column on the wire.
func (k Kind) Arrow() arrow.DataType { return kinds[k].arrow }

// Nullable says whether the column can be NULL.
func (k Kind) Nullable() bool { return kinds[k].nullable }

// fromJSON says whether a value of a page can become one of the kind, or of its items.
func (k Kind) fromJSON() bool {
	if item, isList := k.Item(); isList {
		k = item
	}
	switch k {
	case KindText, KindKeyword, KindBool, KindBools, KindInt32, KindInt64, KindUInt64, KindFloat32,
		KindDecimal, KindDuration, KindTime, KindStart:
		return true
	}
	return false
}

// Item is the kind of one item of a list, and whether the kind is one of lists.
func (k Kind) Item() (item Kind, isList bool) {
	item, isList = items[k]
	return item, isList
}
