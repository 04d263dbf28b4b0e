package httpserver_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"callrecords/load/engine/httpserver"
)

// doubled is a chain of names, each of which has the one before it twice. The
// pattern gets the name before as %[1]s and the own one as %[2]s.
func doubled(first, pattern, last string, names int) string {
	sql := first
	for i := range names {
		sql += fmt.Sprintf(pattern, fmt.Sprint("a", i), fmt.Sprint("a", i+1))
	}
	return sql + fmt.Sprintf(last, fmt.Sprint("a", names))
}

// nested is a query inside of another one, and so on.
func nested(inner, pattern string, times int) string {
	for range times {
		inner = fmt.Sprintf(pattern, inner)
	}
	return inner
}

// Each of these keeps the engine at work for minutes, past max_execution_time and
// KILL QUERY; the refusal takes milliseconds.
func TestStatementsThatGrowAreRefusedAtOnce(t *testing.T) {
	s := serve(t, httpserver.Options{Limits: httpserver.Limits{Time: time.Minute}})
	const cte, alias = ",\n%[2]s AS (SELECT l.x FROM %[1]s AS l, %[1]s AS r)", ", %[1]s + %[1]s AS %[2]s"
	for name, sql := range map[string]string{
		"common table expressions": doubled("WITH a0 AS (SELECT 1 AS x)", cte, "SELECT count() FROM %s", 17),
		"later ones first": "WITH " + strings.TrimPrefix(doubled("", ",\n%[1]s AS (SELECT l.x FROM %[2]s AS l, %[2]s AS r)",
			", %s AS (SELECT 1 AS x) SELECT count() FROM a0", 17), ","),
		"behind IN":          doubled("WITH a0 AS (SELECT 1 AS x)", ", %[2]s AS (SELECT 1 AS x WHERE 1 IN %[1]s OR 2 IN %[1]s)", "SELECT * FROM %s", 17),
		"in unions":          doubled("WITH a0 AS (SELECT 1 AS x)", ", %[2]s AS (SELECT * FROM %[1]s UNION ALL SELECT * FROM %[1]s)", "SELECT * FROM %s", 17),
		"one name for all":   nested("SELECT 1 AS x", "WITH a AS (%s) SELECT l.x FROM a AS l, a AS r", 17),
		"in a subquery":      "SELECT * FROM (" + doubled("WITH a0 AS (SELECT 1 AS x)", cte, "SELECT count() AS n FROM %s", 17) + ")",
		"scalars":            doubled("WITH (SELECT 1) AS a0", ", (SELECT %[1]s + %[1]s) AS %[2]s", " SELECT %s", 25),
		"aliases":            doubled("SELECT number AS a0", alias, ", %s FROM numbers(1)", 25),
		"aliases without AS": doubled("SELECT number a0", ", %[1]s + %[1]s %[2]s", ", %s FROM numbers(1)", 25),
		"aliases in aliases": doubled("WITH 1 AS a0", ", (%[1]s + %[1]s AS b%[2]s) AS %[2]s", " SELECT %s", 25),
		"tuples of aliases":  doubled("WITH 1 AS a0", ", (%[1]s, %[1]s) AS %[2]s", " SELECT %s", 25),
		"lambda":             "WITH x -> x + x AS f SELECT " + nested("number", "f(%s)", 30) + " FROM numbers(1)",
		"lambdas":            doubled("WITH x -> x + x AS a0", ", x -> %[1]s(%[1]s(x)) AS %[2]s", " SELECT %s(number) FROM numbers(1)", 6),
		"stars":              nested("SELECT 1 AS x", "SELECT *, * FROM (%s)", 20),
		"stars of a table":   nested("SELECT 1 AS x", "SELECT a.*, a.* FROM (%s) AS a", 20),
		"COLUMNS":            nested("SELECT 1 AS x", "SELECT COLUMNS('.'), COLUMNS('.') FROM (%s)", 20),
		"tuples":             nested("SELECT number AS x FROM numbers(1)", "SELECT (x, x) AS x FROM (%s)", 25),
		"tuples of stars":    nested("SELECT number AS x FROM numbers(1)", "SELECT (*, *) AS x FROM (%s)", 25),
		"tuples by APPLY":    nested("SELECT number AS x FROM numbers(1)", "SELECT * APPLY(c -> (c, c)) FROM (%s)", 25),
		"tuples of common table expressions": doubled("WITH a0 AS (SELECT number AS x FROM numbers(1))",
			", %[2]s AS (SELECT (x, x) AS x FROM %[1]s)", " SELECT x FROM %s", 25),
		"a long line": "SELECT 1" + strings.Repeat("+1", 60_000),
		"deep":        "SELECT " + nested("1", "(%s)", 101),
		"many bytes":  "SELECT '" + strings.Repeat("x", 250_000) + "'",
		"in EXPLAIN":  "EXPLAIN " + doubled("WITH a0 AS (SELECT 1 AS x)", cte, "SELECT count() FROM %s", 17),
		"in DESCRIBE": "DESCRIBE (" + doubled("WITH a0 AS (SELECT 1 AS x)", cte, "SELECT count() FROM %s", 17) + ")",
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			got := s.on(t).post(sql)
			if got.code() != "QUERY_IS_TOO_LARGE" {
				t.Errorf("got code %s, want QUERY_IS_TOO_LARGE: %.300q", got.code(), got.text)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("got the refusal after %s, want it at once", took)
			}
		})
	}
}

// A parameter can be a name, which is then not in the statement's text.
func TestStatementsDoNotGrowByTheirParameters(t *testing.T) {
	s := serve(t, httpserver.Options{})
	sql := doubled("WITH a0 AS (SELECT 1 AS x)", ", %[2]s AS (SELECT l.x FROM {%[1]s:Identifier} AS l, {%[1]s:Identifier} AS r)",
		"SELECT count() FROM %s", 17)
	var pairs []string
	for i := range 17 {
		pairs = append(pairs, fmt.Sprint("param_a", i), fmt.Sprint("a", i))
	}
	s.refused("QUERY_IS_TOO_LARGE", sql, pairs...)
}

// The engine shows names as they are, so a name could pass for a part of the tree.
func TestNamesThatPassForATreeAreRefused(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for _, sql := range []string{
		"SELECT 1 AS `a\nWITH`",
		"SELECT 1 AS `a\\nWITH`",
		"SELECT 1 AS \"a, identifier: b\"",
		"SELECT 1 AS “a\nb”",
		"SELECT COLUMNS('a\n  WHERE\n    LIST id: 3, nodes: 1') FROM t",
	} {
		s.refused("ACCESS_DENIED", sql)
	}
	s.refused("ACCESS_DENIED", "SELECT 1 AS {a:Identifier}", "param_a", "b\\nWITH")
	s.refused("ACCESS_DENIED", "SELECT 1 AS {a:Identifier}", "param_a", "b, identifier: c")
	s.want("{\"loss: max, %\":1}\n", "SELECT 1 AS \"loss: max, %\"", "default_format", "JSONEachRow")
}

// A view costs what it is made of, before the first row of it is read.
func TestViewsThatAreMadeOfManyAreRefusedAtOnce(t *testing.T) {
	s := serve(t, httpserver.Options{})
	statements := []string{"CREATE DATABASE layers", "CREATE VIEW layers.v0 AS SELECT n" + strings.Repeat(" + 1", 60) + " AS n FROM warehouse.t"}
	for i := range 7 {
		below := fmt.Sprintf("SELECT n FROM layers.v%d", i)
		statements = append(statements, fmt.Sprintf("CREATE VIEW layers.v%d AS %s%s", i+1, below, strings.Repeat(" UNION ALL "+below, 3)))
	}
	for _, sql := range statements {
		if err := below.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	s.want("16000\n", "SELECT count() FROM layers.v2")
	s.want("16000\n", "SELECT count(n + x) FROM (SELECT n, n + 1 AS x FROM view(SELECT n FROM layers.v2))")
	for name, sql := range map[string]string{
		"one":              "SELECT count() FROM layers.v7",
		"quoted":           "SELECT count() FROM `layers`.`v7`",
		"several":          "SELECT count() FROM (SELECT n FROM layers.v3" + strings.Repeat(" UNION ALL SELECT n FROM layers.v3", 40) + ")",
		"joined":           "SELECT count() FROM layers.v6 AS l JOIN layers.v6 AS r USING (n)",
		"behind IN":        "SELECT 1 IN layers.v7",
		"behind NOT IN":    "SELECT count() FROM t WHERE n NOT IN layers.v7",
		"in view()":        "SELECT count() FROM view(SELECT n FROM layers.v7)",
		"in EXPLAIN":       "EXPLAIN SELECT n FROM layers.v7",
		"in an expression": "WITH (SELECT count() FROM layers.v7) AS x SELECT x",
	} {
		t.Run(name, func(t *testing.T) { s.on(t).refused("QUERY_IS_TOO_LARGE", sql) })
	}
}

// What people and dashboards write is far from the bounds.
func TestStatementsOfADashboardAreServed(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for name, sql := range map[string]string{
		"common table expressions that share": doubled("WITH a0 AS (SELECT n AS x FROM t LIMIT 1)",
			", %[2]s AS (SELECT l.x FROM %[1]s AS l JOIN %[1]s AS r ON l.x = r.x)", " SELECT count() FROM %s", 4),
		"a long list":           "SELECT count() FROM t WHERE s IN ('0'" + strings.Repeat(", '00000000-0000-0000-0000-000000000000'", 4000) + ")",
		"many columns":          "SELECT n" + strings.Repeat(", n + 1", 300) + " FROM t FORMAT Null",
		"layers":                nested("SELECT n, s, n AS x FROM t", "SELECT n, s, x + n AS x, if(x > n, x, n) AS y FROM (%s) WHERE x > 0 OR n >= 0", 6),
		"a name over its own":   "SELECT toString(n) AS n, upper(s) AS s FROM (SELECT n * 2 AS n, s FROM t)",
		"aliases of aliases":    "SELECT sum(n) AS a, count() AS b, a / b AS c, c * 100 AS d, round(d, 2) AS e, e > 3 AND c < 7 AS f FROM t",
		"a union of many":       "SELECT count() FROM (SELECT n FROM t" + strings.Repeat(" UNION ALL SELECT n FROM t", 60) + ")",
		"recursion":             "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r WHERE x < 5) SELECT sum(x) FROM r",
		"a name of a table":     "WITH t AS (SELECT * FROM t) SELECT count() FROM t",
		"windows, fill, groups": "SELECT n, sum(n) OVER (PARTITION BY s ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS w FROM t ORDER BY n WITH FILL FROM 1 TO 5 STEP 1 LIMIT 1 BY n LIMIT 5",
		"transformers":          "SELECT * EXCEPT (s) REPLACE (n + 1 AS n) APPLY(x -> x + 1) APPLY(toString), COLUMNS('^n'), t.COLUMNS(n) FROM t",
		"joins":                 "SELECT a.*, b.s FROM t AS a LEFT JOIN (SELECT n, any(s) AS s FROM t GROUP BY n) AS b USING (n) ARRAY JOIN [1, 2] AS z WHERE a.n IN (SELECT n FROM t) AND EXISTS (SELECT 1)",
		"quantiles":             "SELECT quantilesIf(0.5, 0.9)(n, n > 3)[1] AS p, sumMap(map(s, n)) AS m, CASE WHEN p > 1 THEN 'a' ELSE 'b' END FROM t FORMAT Null",
		"grouping sets":         "SELECT n, s, count() FROM t GROUP BY GROUPING SETS ((n), (s)) HAVING count() > 0 QUALIFY row_number() OVER (ORDER BY n) < 3",
		"set operations":        "SELECT 1 INTERSECT SELECT 1 EXCEPT SELECT 2",
		"text like a tree":      "SELECT 'a\n  WITH\n    LIST id: 1, alias: x', 'b\\n', $x$c\n$x$",
		"names in other words":  "SELECT n AS `Größe, mittel`, n AS \"a: b\" FROM t",
	} {
		t.Run(name, func(t *testing.T) {
			if got := s.on(t).post(sql); got.status != 200 {
				t.Errorf("got status %d, want 200: %.300q", got.status, got.text)
			}
		})
	}
}
