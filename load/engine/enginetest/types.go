package enginetest

import "github.com/apache/arrow/go/v17/arrow"

var (
	text       = arrow.BinaryTypes.String
	dictionary = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: text}
	nanos      = &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}
	millis     = &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}
)

func pair(second arrow.DataType) arrow.DataType {
	return arrow.StructOf(
		arrow.Field{Name: "1", Type: arrow.PrimitiveTypes.Uint64, Nullable: true},
		arrow.Field{Name: "2", Type: second, Nullable: true})
}

// types are the column types of the schema, the Arrow type that carries each,
// values as JSON, and how the engine prints them once they are in.
var types = []struct {
	clickhouse string
	arrow      arrow.DataType
	values     string
	want       []string
}{
	{"LowCardinality(String)", dictionary, `["a", "", null, "a"]`, []string{"a", "", "", "a"}},
	{"String", text, `["a", "", null]`, []string{"a", "", ""}},
	{
		"Nullable(DateTime64(7,'UTC'))", nanos, `["2026-01-02 03:04:05.123456789", null]`,
		[]string{"2026-01-02 03:04:05.1234567", "NULL"},
	},
	{
		"DateTime64(7,'UTC')",
		nanos,
		`["2026-01-02 03:04:05.1234567"]`,
		[]string{"2026-01-02 03:04:05.1234567"},
	},
	{"DateTime64(3,'UTC')", millis, `["2026-01-02 03:04:05.123"]`, []string{"2026-01-02 03:04:05.123"}},
	{
		"Nullable(Bool)",
		arrow.FixedWidthTypes.Boolean,
		`[true, false, null]`,
		[]string{"true", "false", "NULL"},
	},
	{"Nullable(Int32)", arrow.PrimitiveTypes.Int32, `[-1, null]`, []string{"-1", "NULL"}},
	{
		"Nullable(Int64)", arrow.PrimitiveTypes.Int64, `["-9223372036854775807", null]`,
		[]string{"-9223372036854775807", "NULL"},
	},
	{"UInt32", arrow.PrimitiveTypes.Uint32, `[4294967295]`, []string{"4294967295"}},
	{"UInt64", arrow.PrimitiveTypes.Uint64, `["18446744073709551615"]`, []string{"18446744073709551615"}},
	{"Nullable(Float32)", arrow.PrimitiveTypes.Float32, `[0.5, null]`, []string{"0.5", "NULL"}},
	{"Nullable(Float64)", arrow.PrimitiveTypes.Float64, `[0.1, null]`, []string{"0.1", "NULL"}},
	{
		"Array(LowCardinality(String))", arrow.ListOf(dictionary), `[["a","b","a"], []]`,
		[]string{"['a','b','a']", "[]"},
	},
	{"Array(String)", arrow.ListOf(text), `[["a","b"], [], null]`, []string{"['a','b']", "[]", "[]"}},
	{
		"Array(Nullable(Int32))", arrow.ListOf(arrow.PrimitiveTypes.Int32), `[[1,null], []]`,
		[]string{"[1,NULL]", "[]"},
	},
	{
		"Array(Nullable(Float64))", arrow.ListOf(arrow.PrimitiveTypes.Float64), `[[1.5,null], []]`,
		[]string{"[1.5,NULL]", "[]"},
	},
	{
		"Map(String, Bool)", arrow.MapOf(text, arrow.FixedWidthTypes.Boolean),
		`[[{"key":"a","value":true},{"key":"b","value":false}], []]`, []string{"{'a':true,'b':false}", "{}"},
	},
	{
		"Nullable(Decimal(18,6))", &arrow.Decimal128Type{Precision: 18, Scale: 6}, `["12.345678", null]`,
		[]string{"12.345678", "NULL"},
	},
	{"Date", arrow.FixedWidthTypes.Date32, `["2026-01-02"]`, []string{"2026-01-02"}},
	{
		"UUID", &arrow.FixedSizeBinaryType{ByteWidth: 16}, `["ABEiM0RVZneImaq7zN3u/w=="]`,
		[]string{"00112233-4455-6677-8899-aabbccddeeff"},
	},
	{"Tuple(UInt64, String)", pair(text), `[{"1":7,"2":"x"}]`, []string{"(7,'x')"}},
	{"SimpleAggregateFunction(max, UInt64)", arrow.PrimitiveTypes.Uint64, `[7]`, []string{"7"}},
	{
		"SimpleAggregateFunction(max, Tuple(UInt64, DateTime64(3,'UTC')))", pair(millis),
		`[{"1":7,"2":"2026-01-02 03:04:05.123"}]`, []string{"(7,'2026-01-02 03:04:05.123')"},
	},
	{
		"SimpleAggregateFunction(max, Tuple(UInt64, String))", pair(text), `[{"1":7,"2":"x"}]`, []string{"(7,'x')"},
	},
	{"LowCardinality(Nullable(String))", dictionary, `[null, ""]`, []string{"NULL", ""}},
}
