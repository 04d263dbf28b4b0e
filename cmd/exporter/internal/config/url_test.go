package config

import "testing"

func TestWarehouseURLsThatAreTaken(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Warehouse{
		"embedded:./data":            {URL: "embedded:./data"},
		"embedded:/var/lib/a b":      {URL: "embedded:/var/lib/a b"},
		"http://h":                   {URL: "http://h:8123"},
		"https://h/":                 {URL: "https://h:8443"},
		"https://h:443":              {URL: "https://h:443"},
		"https://h/clickhouse/":      {URL: "https://h:8443/clickhouse/"},
		"https://u@h":                {URL: "https://h:8443", User: "u"},
		"https://u:p%40%3A@h:1":      {URL: "https://h:1", User: "u", Password: "p@:"},
		"http://[::1]:8124":          {URL: "http://[::1]:8124"},
		"http://[2001:db8::1]":       {URL: "http://[2001:db8::1]:8123"},
		"https://u:p@ch.example.com": {URL: "https://ch.example.com:8443", User: "u", Password: "p"},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			c, err := LoadWarehouse("", []string{"CALLRECORDS_WAREHOUSE_URL=" + text})
			if err != nil {
				t.Fatal(err)
			}
			want.Database, want.SQLSecurity = "callrecords", "invoker"
			if c.Warehouse != want {
				t.Errorf("got %+v, want %+v", c.Warehouse, want)
			}
		})
	}
}

func TestWarehouseURLsThatAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"clickhouse://u:p@h:9000/x": "clickhouse:// is ClickHouse's native protocol and we speak HTTP; try " +
			"https://h:8443, or http://h:8123 without TLS",
		"tcp://h": "tcp:// is ClickHouse's native protocol and we speak HTTP; try " +
			"https://h:8443, or http://h:8123 without TLS",
		"http://h:9000": "port 9000 is ClickHouse's native port and we speak HTTP; try " +
			"http://h:8123",
		"https://u:p@[::1]:9440": "port 9440 is ClickHouse's native port and we speak HTTP; try " +
			"https://[::1]:8443",
		"https://h:8443/callrec": "takes no path but a proxy's, which ends in /; the database goes into " +
			"warehouse.database",
		"https://h?database=x": "takes no ? or # part; the other keys of warehouse say the rest",
		"https://":             "names no host; it goes like https://host:8443",
		"https:h":              "names no host; it goes like https://host:8443",
		"https://h:70000":      "has a port outside 1 to 65535",
		"https://u:p%@h": "is not a URL; write special characters of the password as %XX, or " +
			"put it in warehouse.password",
		"embedded:": "wants a folder after embedded:, such as embedded:./data",
		"./data":    "wants embedded:PATH or https://host:8443",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			_, err := LoadWarehouse("", []string{"CALLRECORDS_WAREHOUSE_URL=" + text})
			wantLines(t, told(t, "x/x", err), "environment: CALLRECORDS_WAREHOUSE_URL: "+want)
		})
	}
}

func TestUserAndPasswordComeOneWay(t *testing.T) {
	t.Parallel()
	_, err := LoadWarehouse("", []string{
		"CALLRECORDS_WAREHOUSE_URL=https://u:p@h",
		"CALLRECORDS_WAREHOUSE_USER=u",
		"CALLRECORDS_WAREHOUSE_PASSWORD=p",
	})
	wantLines(t, told(t, "x/x", err),
		"environment: CALLRECORDS_WAREHOUSE_USER: is in warehouse.url too; keep one of them",
		"environment: CALLRECORDS_WAREHOUSE_PASSWORD: is in warehouse.url too; keep one of them",
	)
}

func TestGraphRoots(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://graph.example.com/":      "",
		"http://127.0.0.1:9443":           "",
		"http://localhost":                "",
		"http://[::1]:1":                  "",
		"http://localhost.example.com":    "wants https: a token must not travel in the open",
		"graph.example.com":               "wants a URL such as https://host",
		"https://":                        "wants a URL such as https://host",
		"ftp://h":                         "wants a URL that begins with https://",
		"https://u:p@h":                   "takes no user and password",
		"https://h?x=1":                   "takes no ? or # part",
		"https://graph.example.com:99999": "has a port outside 1 to 65535",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got := graphRoot(&text); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
