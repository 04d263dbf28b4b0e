package analysis

import (
	"callrecords/analysis/interval"
	"callrecords/schema"
)

// rateColumns are a rate and what it is made of, which many views have: "of rates" in
// their heads, behind the column that counts the ends.
var rateColumns = []schema.Column{
	{Name: "poor", Kind: schema.KindUInt64, Meaning: "of these, poor"},
	{Name: "good", Kind: schema.KindUInt64, Meaning: "of these, good"},
	{Name: "unclassified", Kind: schema.KindUInt64,
		Meaning: "of these, neither: what decides is missing, or there were too few packets"},
	{Name: "poor_rate", Kind: kindRate, Meaning: "poor / (poor + good); NULL when there is neither"},
	{Name: "poor_rate_low", Kind: kindRate, Meaning: "lower end of its interval (Wilson, 95 %)"},
	{Name: "poor_rate_high", Kind: kindRate, Meaning: "upper end of it"},
}

// kindRate is a share, NULL for a share of nothing.
const kindRate = schema.KindDuration // the one kind that is Nullable(Float64)

// countsSQL counts the verdicts of a group: what [ratesSQL] is made of.
const countsSQL = `countIf(verdict = 'poor') AS poor,
        countIf(verdict = 'good') AS good,
        countIf(verdict = 'unclassified') AS unclassified`

// ratesSQL are the columns of [rateColumns].
func ratesSQL() string {
	return "poor,\n    good,\n    unclassified,\n    " + rateSQL("poor", "(poor + good)")
}

// rateSQL is the share k of n with its interval.
func rateSQL(k, n string) string { return interval.SQL(k, n, "poor_rate") }
