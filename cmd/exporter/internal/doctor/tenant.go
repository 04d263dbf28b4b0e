package doctor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
)

// maxSkew is how far our clock may be from Graph's without a word: less than
// extract.MaxSkew, where runs stop.
const maxSkew = extract.MaxSkew / 2

// errSilent is when something does not answer.
var errSilent = errors.New("no answer in time: check that it can be reached from here " +
	"(DNS, firewall, HTTPS_PROXY)")

// tenant gets a token, reads its roles, asks Graph, and compares clocks.
func (d *doctor) tenant(ctx context.Context, t config.Tenant, e config.Export) []finding {
	name := "tenant " + t.TenantID
	e.RetryBudget = min(e.RetryBudget, patience)
	source, err := wiring.NewClient(t, e, d.log)
	if err != nil {
		return []finding{{what: name + " credentials", err: err}}
	}
	defer source.Close()
	ctx, cancel := context.WithTimeoutCause(ctx, 2*patience, errSilent) // a token, and the list
	defer cancel()
	info, err := source.Check(ctx)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if info.Expires.IsZero() && err != nil {
		return []finding{{what: name + " token", err: err}}
	}
	findings := []finding{
		{what: name + " token", fine: "until " + info.Expires.Format(time.RFC3339)},
		role(name, info),
		{what: name + " graph", fine: "answers the list", err: err},
	}
	if err == nil {
		findings = append(findings, clock(name, info))
		findings = append(findings, d.logs(ctx, name, source, e)...)
	}
	return findings
}

// logs asks for each log of phone calls. One that is exported only where Graph lets us is
// not wrong when it does not.
func (d *doctor) logs(
	ctx context.Context,
	name string,
	client *extract.Client,
	e config.Export,
) (all []finding) {
	for _, f := range d.families {
		source, can := f.Source(client, nil).(wiring.Checker)
		if !can {
			continue
		}
		found := finding{what: name + " " + f.Name, fine: "answers", err: source.Check(ctx)}
		if found.err != nil && ctx.Err() != nil {
			found.err = context.Cause(ctx)
		}
		if f.MayNot(e, found.err) {
			found.fine, found.err = "not exported: "+found.err.Error(), nil
		}
		all = append(all, found)
	}
	return all
}

// role checks that the token carries the permission.
func role(name string, info extract.TokenInfo) finding {
	f := finding{what: name + " permission", fine: extract.Role}
	if !info.HasRole() {
		f.err = fmt.Errorf("the token has the roles %v: give the app registration "+
			"the application permission %s and grant admin consent", info.Roles, extract.Role)
	}
	return f
}

// clock checks our clock against Graph's.
func clock(name string, info extract.TokenInfo) finding {
	skew := info.Skew.Abs()
	f := finding{what: name + " clock", fine: fmt.Sprintf("within %s of Graph's", skew)}
	switch {
	case !info.SkewKnown:
		f.fine = "not known: Graph's answer has no Date"
	case skew > maxSkew:
		f.err = fmt.Errorf("%s away from Graph's: set this machine's clock by NTP", skew)
	}
	return f
}
