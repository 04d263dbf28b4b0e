package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettingsSayWhereEachValueComesFromAndHideSecrets(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.yaml")
	text := `tenants:
  - tenant_id: 11111111-2222-3333-4444-555555555555
    auth:
      client_id: 11111111-2222-3333-4444-555555555556
      client_secret: ${CALLRECORDS_CLIENT_SECRET}
warehouse:
  url: https://reader:pa55@host:8443
export:
  lookback: 3d
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := Settings(path, []string{"CALLRECORDS_CLIENT_SECRET=s3cret", "CALLRECORDS_LOG_LEVEL=debug"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Setting{}
	for _, s := range all {
		got[s.Path] = s
		if strings.Contains(s.Value, "s3cret") || strings.Contains(s.Value, "pa55") {
			t.Errorf("%s: got the secret", s.Path)
		}
	}
	for _, want := range []Setting{
		{"tenants[0].cloud", "global", "default"},
		{"tenants[0].auth.client_secret", redacted, path + ":5"},
		{"export.lookback", "72h", path + ":9"},
		{"export.quota_share", shown(new(Default().Export.QuotaShare)), "default"},
		{"log.level", "debug", "$CALLRECORDS_LOG_LEVEL"},
	} {
		if got[want.Path] != want {
			t.Errorf("got %+v, want %+v", got[want.Path], want)
		}
	}
}

func TestSettingsOfAWrongFileSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	all, err := Settings("", []string{"CALLRECORDS_EXPORT_LOOKBACK=soon"})
	if err == nil || !strings.Contains(err.Error(), "LOOKBACK") || len(all) == 0 {
		t.Errorf("got %d settings and %v, want both", len(all), err)
	}
}
