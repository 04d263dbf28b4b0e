package browser

import (
	"context"
	"os"

	"github.com/chromedp/chromedp"
)

// Axe is the environment variable with the file of axe-core, which make browser installs; where it is
// empty it is not asked.
const Axe = "CALLRECORDS_TEST_AXE"

// barriers is a script that returns what keeps somebody from using the page, by axe-core's rules.
// Its minor findings are matters of taste.
const barriers = `axe.run({resultTypes: ["violations"]}).then(r => r.violations
	.filter(v => v.impact !== "minor")
	.map(v => "axe: " + v.impact + " " + v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html).join(" and ")))`

// barriersOf asks axe-core about the page that is open.
func barriersOf(ctx context.Context) ([]string, error) {
	file := os.Getenv(Axe)
	if file == "" {
		return nil, nil
	}
	script, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](string(script)+"; true")); err != nil {
		return nil, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[[]string](barriers, chromedp.EvalAwaitPromise))
}
