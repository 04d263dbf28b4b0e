package httpserver_test

import (
	"strings"
	"testing"
	"time"

	"callrecords/load/engine/httpserver"
)

// What a client writes into its statement is obeyed or refused, never dropped.
func TestSettingsOfAStatementAreObeyedOrRefused(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Time: time.Minute, ResultRows: 500}})
	for sql, want := range map[string]string{
		"SELECT getSetting('max_execution_time') SETTINGS max_execution_time = 10":                "10\n",
		"SELECT getSetting('max_execution_time') settings max_execution_time=10, max_threads = 2": "10\n",
		"SELECT getSetting('max_execution_time') FORMAT CSV SETTINGS max_execution_time = 7.0":    "7\n",
		"SELECT getSetting('max_execution_time') SETTINGS max_execution_time = 7 FORMAT CSV":      "7\n",
		"SELECT toDateTime(0) SETTINGS session_timezone = 'Asia/Tokyo'":                           "1970-01-01 09:00:00\n",
		"SELECT 1 AS settings": "1\n",
		"SELECT n FROM (SELECT 1 AS settings, n FROM t) WHERE settings = 1 LIMIT 1":                                "0\n",
		"SELECT count() FROM t SETTINGS additional_table_filters = {'warehouse.t': 'n < 7'}":                       "7\n",
		"SELECT count() FROM t settings additional_table_filters={'warehouse.t' : ' s = \\'8\\' '}":                "1\n",
		"SELECT count() FROM seen.v SETTINGS additional_table_filters = {'seen.v': 's LIKE \\'1%\\''}":             "111\n",
		"SELECT count() FROM t SETTINGS additional_table_filters = {'t': 'n IN (1, 2, 3) AND s NOT IN (\\'3\\')'}": "2\n",
		"SELECT count() FROM t SETTINGS additional_table_filters = {'t': 'arrayExists(x -> x = n, [1, 2])'}":       "2\n",
	} {
		s.want(want, sql)
	}
	s.want("10\n", "SELECT getSetting('max_execution_time') SETTINGS max_execution_time = 20", "max_execution_time", "10")
	for _, sql := range []string{
		"SELECT 1 SETTINGS max_execution_time = 0",
		"SELECT 1 SETTINGS max_execution_time = 61",
		"SELECT 1 SETTINGS max_execution_time = 'x'",
		"SELECT 1 SETTINGS max_execution_time = 'nan'",
		"SELECT 1 SETTINGS max_execution_time = , max_threads = 1",
		"SELECT 1 SETTINGS max_execution_time = DEFAULT",
		"SELECT 1 SETTINGS readonly = 0",
		"SELECT 1 SETTINGS limit = 1",
		"SELECT 1 SETTINGS allow_ddl = 1",
		"SELECT 1 SETTINGS additional_table_filters = {'t': 'n = 1', }, readonly = 0",
		"SELECT 1 SETTINGS additional_table_filters = 't'",
		"SELECT 1 SETTINGS additional_table_filters = {'t': 'file(\\'/etc/passwd\\') != \\'\\''}",
		"SELECT 1 SETTINGS additional_table_filters = {'t': '1) UNION ALL SELECT (file(\\'/etc/passwd\\')'}",
		"SELECT 1 SETTINGS additional_table_filters = {'t': 'n IN (SELECT 1 SETTINGS readonly = 0)'}",
		"SELECT n FROM t SETTINGS additional_table_filters = {'t': 'n IN (SELECT n FROM seen.v)', 'seen.v': 'n < 5'}",
		"SELECT n FROM t SETTINGS additional_table_filters = {'t': 'n = (SELECT max(n) FROM t)'}",
		"SELECT n FROM t SETTINGS additional_table_filters = {'t': 'n IN t'}",
		"SELECT n FROM t SETTINGS additional_table_filters = {'t': 'n NOT IN seen.v'}",
		"SELECT n FROM t SETTINGS additional_table_filters = {'t': 'n IN numbers(9)'}",
		"SELECT n FROM t SETTINGS additional_table_filters = {'t': 'ignore(*)'}",
		"SELECT n FROM t SETTINGS additional_table_filters = {'t': '1) OR (1'}",
		// A condition is worked on once per reading: of many tables, a long one is too much.
		"SELECT n FROM t" + strings.Repeat(" UNION ALL SELECT n FROM t", 90) +
			" SETTINGS additional_table_filters = {'t': 'ignore(" + strings.Repeat("n, ", 300) + "n) = 0'}",
		"SELECT 1 SETTINGS additional_table_filters = {'t': '" + strings.Repeat("(", 101) + "'}",
	} {
		s.refused("ACCESS_DENIED QUERY_IS_TOO_LARGE SYNTAX_ERROR UNKNOWN_FUNCTION", sql)
	}
}

// Cube asks for the types of a query in this way.
func TestQueryIsDescribed(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for _, sql := range []string{
		"DESCRIBE SELECT n + 1 AS m FROM t",
		"DESC WITH 1 AS x SELECT n + x AS m FROM t",
		"DESCRIBE (SELECT n + 1 AS m FROM t)",
	} {
		s.want("m\tUInt64\t\t\t\t\t\n", sql)
	}
	s.refused("ACCESS_DENIED", "DESCRIBE SELECT file('/etc/passwd')")
	s.refused("ACCESS_DENIED", "DESC WITH file('/etc/passwd') AS f SELECT f")
}
