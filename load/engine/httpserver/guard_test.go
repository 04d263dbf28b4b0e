package httpserver_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/load/engine/httpserver"
)

// secretFile is a file of this machine that no client may read.
func secretFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(file, []byte("top-secret,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReadersReadWhatThereIs(t *testing.T) {
	s := serve(t, httpserver.Options{})
	for sql, want := range map[string]string{
		"SELECT count() FROM t":                                                                  "1000\n",
		"select count() from warehouse.t;":                                                       "1000\n",
		"/* grafana */ -- of a panel\n SELECT max(n) FROM t":                                     "999\n",
		"WITH 3 AS x SELECT x, (SELECT count() FROM t WHERE n < x)":                              "3\t3\n",
		"FROM t SELECT n LIMIT 1":                                                                "0\n",
		"(SELECT 1) UNION ALL (SELECT 1)":                                                        "1\n1\n",
		"SELECT 'file(''/etc/passwd'') INTO FILE; SETTINGS readonly=0'":                          "file(\\'/etc/passwd\\') INTO FILE; SETTINGS readonly=0\n",
		"SELECT * FROM (SELECT n FROM t ORDER BY n LIMIT 2) AS settings":                         "0\n1\n",
		"SELECT sum(number) FROM numbers(10)":                                                    "45\n",
		"SELECT * FROM values('x UInt8', 1, 2)":                                                  "1\n2\n",
		"SELECT format FROM (SELECT 1 AS format) ORDER BY format DESC":                           "1\n",
		"SELECT formatDateTime(toDateTime('2026-01-02 03:04:05', 'UTC'), '%F')":                  "2026-01-02\n",
		"SELECT 1 AS x FORMAT JSONEachRow":                                                       "{\"x\":1}\n",
		"SELECT 1 -- the end":                                                                    "1\n",
		"SHOW TABLES":                                                                            "t\n",
		"SHOW TABLES FROM warehouse LIKE 't%'":                                                   "t\n",
		"EXISTS TABLE t":                                                                         "1\n",
		"DESCRIBE TABLE (SELECT 1 AS x)":                                                         "x\tUInt8\t\t\t\t\t\n",
		"EXPLAIN SYNTAX SELECT 1 FROM t":                                                         "SELECT 1\nFROM t\n",
		"EXPLAIN AST SELECT 1":                                                                   "SelectWithUnionQuery (children 1)\n ExpressionList (children 1)\n  SelectQuery (children 1)\n   ExpressionList (children 1)\n    Literal UInt64_1\n",
		"SELECT name FROM system.tables WHERE database = 'warehouse'":                            "t\n",
		"SELECT name FROM system.settings WHERE name = 'max_threads'":                            "max_threads\n",
		"SELECT count() > 5 FROM system.functions":                                               "1\n",
		"SELECT table_name FROM information_schema.tables WHERE table_schema = 'warehouse'":      "t\n",
		"SELECT arrayMap(x -> x + 1, [1, 2]), p.1 FROM (SELECT (n, s) AS p FROM t WHERE n = 7)":  "[2,3]\t7\n",
		"SELECT * APPLY(sum) FROM (SELECT n FROM t)":                                             "499500\n",
		"SELECT sum(n) OVER w FROM t WHERE n < 2 WINDOW w AS (ORDER BY n)":                       "0\n1\n",
		"SELECT a.n FROM t AS a JOIN t AS b ON a.n = b.n AND b.n = 3 WHERE a.s IN ('3')":         "3\n",
		"DESC t FORMAT TSVRaw":                                                                   "n\tUInt64\t\t\t\t\t\ns\tString\t\t\t\t\t\n",
		"SELECT currentUser(), getSetting('readonly'), currentDatabase(), timezone()":            "default\t1\twarehouse\tUTC\n",
		"SELECT '\\'', $tag$ ; file('x') $tag$":                                                  "\\'\t ; file(\\'x\\') \n",
		"SELECT n FROM t WHERE n = 5 AND s LIKE '%5%' ORDER BY n LIMIT 1 BY n LIMIT 3 OFFSET 0;": "5\n",
	} {
		s.want(want, sql)
	}
}

// Each of these was tried on the engine with readonly = 1 alone; those marked
// * went through.
func TestReadersDoNotReachOutOfTheStore(t *testing.T) {
	s := serve(t, httpserver.Options{})
	file := secretFile(t)
	for _, sql := range []string{
		"SELECT * FROM file('FILE', 'LineAsString')",
		"SELECT 1 // '\n) ; SELECT toUInt64(file('FILE')); SELECT (1 // '",           // *
		"SELECT 1 /* /* */ ' */) ; SELECT toUInt64(file('FILE')); SELECT (1 /* ' */", // *
		"SELECT 1 AS a$b$) ; SELECT toUInt64(file('FILE')); SELECT (1 AS c$b$",       // *
		"SELECT * FROM file('FILE', 'LineAsString') SETTINGS readonly = 0",
		"SELECT * FROM (SELECT * FROM file('FILE', 'LineAsString') SETTINGS readonly = 0)", // *
		"SELECT (SELECT any(line) FROM file('FILE', 'LineAsString') SETTINGS readonly = 0)",
		"WITH q AS (SELECT * FROM file('FILE', 'LineAsString') SETTINGS readonly = 0) SELECT * FROM q",
		"SELECT 1 UNION ALL SELECT count() FROM (SELECT * FROM file('FILE') SETTINGS readonly = 0)",
		"SELECT * FROM (SELECT * FROM file('FILE', 'LineAsString') SETTINGS readonly = DEFAULT)",
		"SELECT * FROM file('FILE', 'LineAsString') SETTINGS readonly = DEFAULT",
		"SELECT * FROM view(SELECT * FROM file('FILE', 'LineAsString') SETTINGS readonly = 0)",
		"SELECT file('FILE')", // *
		"SELECT `fi\\x6ce`('FILE')",
		"SELECT \"file\"('FILE')",
		"SELECT /* */ file /* */ ('FILE')",
		"SELECT arrayMap(file, ['FILE'])",
		"WITH file AS f SELECT arrayMap(f, ['FILE'])",
		"SELECT arrayMap(x -> file(x), ['FILE'])",
		"SELECT * APPLY(file) FROM (SELECT 'FILE' AS p)",
		"SELECT * APPLY(x -> file(x)) FROM (SELECT 'FILE' AS p)",
		"SELECT * REPLACE (file(p) AS p) FROM (SELECT 'FILE' AS p)",
		"SELECT COLUMNS('p') APPLY(file) FROM (SELECT 'FILE' AS p)",
		"SELECT 1 FROM t ORDER BY file('FILE')",
		"SELECT n FROM t LIMIT length(file('FILE'))",
		"SELECT 1 FROM t ARRAY JOIN [file('FILE')] AS x",
		"SELECT 1 WHERE EXISTS (SELECT file('FILE'))",
		"SELECT CASE WHEN file('FILE') LIKE 't%' THEN 1 END",
		"SELECT * FROM values('x String', (file('FILE')))",
		"SELECT * FROM numbers(length(file('FILE')))",
		"SELECT * FROM default.`FILE`",
		"SELECT * FROM `default`.`FILE`",
		"SELECT 'top-secret' IN default.`FILE`",
		"SELECT * FROM `FILE`",
		"SELECT hasColumnInTable('default', 'FILE', 'c1')", // *
		"SELECT hasColumnInTable('127.0.0.1:1', 'u', 'p', 'd', 't', 'c')",
		"SELECT joinGet('default.FILE', 'a', 1)",
		"SELECT catboostEvaluate('FILE', 1)",
		"SHOW TABLES WHERE file('FILE') LIKE 't%'", // *
		"SHOW COLUMNS FROM t WHERE file('FILE') LIKE 't%'",
		"EXISTS TABLE default.`FILE`", // *
		"EXISTS TABLE `def\\x61ult`.`FILE`",
		"DESCRIBE TABLE file('FILE')", // *
		"DESCRIBE file('FILE')",
		"DESC (SELECT file('FILE'))",
		"DESCRIBE TABLE default.`FILE`",
		"DESCRIBE TABLE url('http://127.0.0.1:1/')", // *
		"EXPLAIN actions = 1 SELECT file('FILE')",   // *
		"EXPLAIN ESTIMATE SELECT * FROM file('FILE')",
		"EXPLAIN QUERY TREE SELECT file('FILE')",
		"EXPLAIN PLAN actions=1, header = 1 SELECT file('FILE')",
		"EXPLAIN TABLE OVERRIDE file('FILE') COLUMNS (x UInt8)",
		"SELECT * FROM (EXPLAIN actions = 1 SELECT file('FILE'))",
		"SELECT * FROM viewExplain('EXPLAIN', 'actions = 1', (SELECT file('FILE')))",
		"SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
		"SELECT * FROM s3('http://127.0.0.1:1/a', 'CSV')",
		"SELECT * FROM remote('127.0.0.1:1', system.one)",
		"SELECT * FROM cluster('default', system.one)",
		"SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
		"SELECT * FROM sqlite('FILE', 't')",
		"SELECT * FROM executable('cat FILE', 'TSV', 'x String')",
		"SELECT * FROM filesystem('/')",
		"SELECT * FROM merge('default', 'FILE')",
		"SELECT * FROM loop(default.`FILE`)",
		"SELECT * FROM dictionary('x')",
		"SELECT * FROM system.stack_trace",
		"SELECT * FROM icebergLocal('/')",
		"SELECT 1; SELECT file('FILE')",
		"SELECT 1) ; SELECT file('FILE'), (1",
		"SELECT 1) UNION ALL (SELECT file('FILE')",
		"SELECT 1 FORMAT TSV; SELECT file('FILE') FORMAT TSV",
		"\ufeffSELECT file('FILE')",
		"\u00a0SELECT file('FILE')",
		"SELECT 1 /* /* */ */ ; SELECT file('FILE')",
		"SELECT 1 -- \\\n; SELECT file('FILE')",
		"SELECT 'a\\'; SELECT file('FILE') --'",
		"# \nSELECT file('FILE')",
	} {
		t.Run(sql, func(t *testing.T) {
			got := s.on(t).post(strings.ReplaceAll(sql, "FILE", file))
			if got.status == http.StatusOK {
				t.Errorf("got status 200, want a refusal: %.200q", got.text)
			}
			if strings.Contains(got.text, "top-secret") {
				t.Errorf("got the file's content, want none: %.200q", got.text)
			}
		})
	}
}

func TestReadersDoNotReadFilesByParameterOrDatabase(t *testing.T) {
	s := serve(t, httpserver.Options{})
	file := secretFile(t)
	s.refused("UNKNOWN_TABLE READONLY ACCESS_DENIED", "SELECT * FROM {x:Identifier}", "param_x", file)
	s.refused("ACCESS_DENIED", "SELECT * FROM {d:Identifier}.{x:Identifier}", "param_d", "default",
		"param_x", file)
	s.refused("ACCESS_DENIED", "SELECT arrayMap({f:Identifier}, [{x:String}])", "param_f", "file",
		"param_x", file)
	s.refused("UNKNOWN_TABLE", "SELECT * FROM `"+file+"`", "database", "default") // which stands for the warehouse
	s.want("0\n", "EXISTS TABLE `"+file+"`", "database", "default")
	s.refused("ACCESS_DENIED", "EXISTS TABLE {d:Identifier}.x", "param_d", "default")
	s.want("1\n", "SELECT 1", "format_template_resultset", file, "default_format", "TSV")
	got := s.post("SELECT 1", "format_template_resultset", file, "default_format", "Template")
	if strings.Contains(got.text, "secret") {
		t.Errorf("got %q, want nothing of the file", got.text)
	}
}

func TestReadersDoNotWrite(t *testing.T) {
	s := serve(t, httpserver.Options{})
	out := filepath.Join(t.TempDir(), "out")
	for _, sql := range []string{
		"INSERT INTO t VALUES (1, 'x')",
		"INSERT INTO t SELECT 1, 'x'",
		"INSERT INTO t SETTINGS readonly = 0 SELECT 1, 'x'",
		"INSERT INTO FUNCTION file('OUT', 'TSV', 'x UInt8') SELECT 1",
		"INSERT INTO `warehouse`.`t` (`n`) FORMAT ArrowStream",
		"WITH 1 AS x INSERT INTO t SELECT x, 'x'",
		"/* SELECT */ INSERT INTO t SELECT 1, 'x'",
		"CREATE TABLE warehouse.u (n UInt8) ENGINE = Memory",
		"CREATE TEMPORARY TABLE u (n UInt8)",
		"CREATE VIEW warehouse.v AS SELECT 1",
		"CREATE FUNCTION f AS x -> x",
		"ALTER TABLE t DELETE WHERE 1", "DELETE FROM t WHERE 1", "UPDATE t SET s = '' WHERE 1",
		"DROP TABLE t", "TRUNCATE TABLE t", "RENAME TABLE t TO u", "OPTIMIZE TABLE t", "DETACH TABLE t",
		"SYSTEM STOP MERGES", // went through readonly = 1
		"KILL QUERY WHERE 1", // likewise
		"SELECT 1 INTO OUTFILE 'OUT'",
		"SELECT 1 into/**/outfile 'OUT' FORMAT TSV",
		"SHOW TABLES INTO OUTFILE 'OUT'",
		"EXPLAIN SELECT 1 INTO OUTFILE 'OUT'",
		"BACKUP TABLE t TO File('OUT')",
		"SET readonly = 0", "SET max_memory_usage = 0", "USE system", "EXECUTE AS default",
		"SELECT 1; DROP TABLE t", "SELECT 1 PARALLEL WITH DROP TABLE t", "SELECT 1) ; DROP TABLE t; SELECT (1",
		"SHOW TABLES WHERE 1 AS a$b$; SYSTEM STOP MERGES; SHOW TABLES WHERE 1 AS c$b$", "SHOW TABLES; SHOW TABLES",
		"EXPLAIN INSERT INTO t SELECT 1, 'x'", "EXPLAIN DROP TABLE t", "exit", "quit", ";", "",
		"BEGIN TRANSACTION", "ATTACH DATABASE x ENGINE = Filesystem('/')", "GRANT ALL ON *.* TO default",
	} {
		sql = strings.ReplaceAll(sql, "OUT", out)
		s.refused("SYNTAX_ERROR INCORRECT_QUERY READONLY ACCESS_DENIED", sql)
		if strings.Trim(sql, ";") == "" {
			continue // a GET without a statement is a ping
		}
		t.Run("GET "+sql, func(t *testing.T) {
			if got := s.on(t).send(http.MethodGet, url.Values{"query": {sql}}, ""); got.status == http.StatusOK {
				t.Errorf("got status 200, want a refusal: %q", got.text)
			}
		})
	}
	s.refused("READONLY", "not even arrow", "query", "INSERT INTO `warehouse`.`t` (`n`) FORMAT ArrowStream")
	s.want("1000\t499500\n", "SELECT count(), sum(n) FROM t")
	s.want("t\n", "SHOW TABLES")
	if _, err := os.Stat(out); err == nil {
		t.Error("got a file, want none written")
	}
}
