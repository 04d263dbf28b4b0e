package config

import (
	"strings"
	"testing"
)

func TestAddressesOfOtherMachinesWantAPassword(t *testing.T) {
	t.Parallel()
	for address, wrong := range map[string]string{
		"":               "",
		"127.0.0.1:8123": "", "localhost:8123": "", "[::1]:8123": "", "127.0.0.1:0": "",
		"0.0.0.0:8123": "for other machines", ":8123": "for other machines", "[::]:8123": "for other machines",
		"warehouse.example.com:8123": "for other machines", "10.0.0.1:8123": "for other machines",
		"127.0.0.1": "wants host:port", "127.0.0.1:x": "wants a port", "127.0.0.1:70000": "wants a port", "http://127.0.0.1:8123": "wants host:port",
	} {
		_, err := LoadWarehouse("", []string{"CALLRECORDS_LISTEN_ADDRESS=" + address})
		if (err == nil) != (wrong == "") || err != nil && !strings.Contains(err.Error(), wrong) {
			t.Errorf("%q: %v, want %q", address, err, wrong)
		}
		_, err = LoadWarehouse("", []string{"CALLRECORDS_LISTEN_ADDRESS=" + address, "CALLRECORDS_LISTEN_PASSWORD=pa55"})
		if needsOne := strings.HasPrefix(wrong, "for other"); (err == nil) != (wrong == "" || needsOne) {
			t.Errorf("%q with a password: %v", address, err)
		}
	}
}

func TestListenKeysThatBelongTogether(t *testing.T) {
	t.Parallel()
	for variables, wrong := range map[string]string{
		"CALLRECORDS_LISTEN_TLS_KEY_FILE=listen.go":                                "LISTEN_TLS_CERTIFICATE_FILE: is missing",
		"CALLRECORDS_LISTEN_TLS_CERTIFICATE_FILE=listen.go":                        "LISTEN_TLS_KEY_FILE: is missing",
		"CALLRECORDS_LISTEN_PASSWORD=a CALLRECORDS_LISTEN_PASSWORD_FILE=listen.go": "both set",
		"CALLRECORDS_LISTEN_QUERIES=0":                                             "1 or more",
		"CALLRECORDS_LISTEN_MAX_RESULT_ROWS=-1":                                    "0 or more",
	} {
		if _, err := LoadWarehouse("", strings.Fields(variables)); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("%s: %v, want %q", variables, err, wrong)
		}
	}
}
