package deploy_test

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestAlertsFireWhenTheyShould runs the unit tests of the rules by promtool, where that is.
func TestAlertsFireWhenTheyShould(t *testing.T) {
	t.Parallel()
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not here; make alerts says how to get it")
	}
	for _, args := range [][]string{
		{"check", "rules", "prometheus/rules.yml"}, {"test", "rules", "prometheus/rules_test.yml"},
	} {
		if said, err := exec.CommandContext(t.Context(), promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: got %v, %s", strings.Join(args, " "), err, said)
		}
	}
}

func TestEveryAlertIsTestedAndDocumented(t *testing.T) {
	t.Parallel()
	rules, tests, page := text(t, "prometheus/rules.yml"), text(t, "prometheus/rules_test.yml"), text(t, "../docs/operate.md")
	alerts := regexp.MustCompile(`- alert: (\w+)`).FindAllStringSubmatch(rules, -1)
	if len(alerts) == 0 {
		t.Error("got no alerts, want some")
	}
	for _, a := range alerts {
		if !strings.Contains(tests, "alertname: "+a[1]) {
			t.Errorf("%s: got no unit test, want one", a[1])
		}
		if lines := regexp.MustCompile("(?m)^\\|.*`"+a[1]+"`.*\\|$").FindAllString(page, -1); len(lines) != 1 {
			t.Errorf("%s: got the lines %q in docs/operate.md, want one that says what to do", a[1], lines)
		}
	}
}

// TestRulesReadMetricsThatAreThere holds the names in the rules against the table of the docs,
// which a test of the exporter holds against the code.
func TestRulesReadMetricsThatAreThere(t *testing.T) {
	t.Parallel()
	var there []string
	for _, m := range regexp.MustCompile("(?m)^\\| `(callrecords_\\w+)`").FindAllStringSubmatch(text(t, "../docs/metrics.md"), -1) {
		there = append(there, m[1])
	}
	for _, m := range regexp.MustCompile(`(^|[^:\w])(callrecords_\w+)`).FindAllStringSubmatch(text(t, "prometheus/rules.yml"), -1) {
		if !slices.Contains(there, m[2]) {
			t.Errorf("got %s in the rules, want a metric of docs/metrics.md", m[2])
		}
	}
}

// text is a file.
func text(t *testing.T, name string) string {
	t.Helper()
	all, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
