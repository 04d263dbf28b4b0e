package extract

import (
	"context"
	"log/slog"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"golang.org/x/sync/semaphore"

	"callrecords/schema"
)

const (
	tokenMargin  = 5 * time.Minute  // a token is renewed so long before it ends
	tokenTimeout = 60 * time.Second // for one call of azidentity
)

// tokens gives the token of the tenant and renews it. azidentity caches too, but not
// with every credential: each token of the Azure CLI is a process.
type tokens struct {
	credential *credential
	scope      string
	budget     time.Duration
	log        *slog.Logger

	lock   *semaphore.Weighted // of what follows; no mutex, so that waiting for it can end
	token  azcore.AccessToken
	proof  []string  // what was sent for the latest token, for hiding it
	due    time.Time // when to renew the token
	failed time.Time // when that went wrong last
	err    error     // and how
}

func newTokens(c *credential, scope string, o Options) *tokens {
	return &tokens{
		credential: c, scope: scope, budget: o.RetryBudget, log: o.Logger, lock: semaphore.NewWeighted(1),
	}
}

// get gives a token that is good for a while. While one caller asks for a new one the
// others wait, and share its failure. A token that cannot be renewed yet serves on.
func (t *tokens) get(ctx context.Context) (string, error) {
	began := time.Now()
	if err := t.lock.Acquire(ctx, 1); err != nil {
		return "", err
	}
	defer t.lock.Release(1)
	if time.Now().Before(t.due) {
		return t.token.Token, nil
	}
	if t.failed.After(began) {
		return "", t.err
	}
	return t.renew(ctx)
}

func (t *tokens) renew(ctx context.Context) (string, error) {
	now := time.Now()
	usable := t.token.Token != "" && now.Before(t.token.ExpiresOn)
	budget := t.budget
	if usable {
		budget = 0
	}
	fresh, err := t.request(ctx, budget)
	switch {
	case err == nil:
		t.token = fresh
		t.due = fresh.ExpiresOn.Add(-min(tokenMargin, fresh.ExpiresOn.Sub(now)/4))
		return fresh.Token, nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	case usable:
		t.log.WarnContext(ctx, "token not renewed", "expires", t.token.ExpiresOn, "error", err)
		t.due = now.Add(30 * time.Second)
		return t.token.Token, nil
	}
	t.failed, t.err = time.Now(), err
	return "", err
}

// request asks for a token until the budget is used up.
func (t *tokens) request(ctx context.Context, budget time.Duration) (azcore.AccessToken, error) {
	retries := retryBudget{total: budget, log: t.log}
	for {
		began := time.Now()
		got, f := t.attempt(ctx)
		if f == nil {
			return got, nil
		}
		if err := ctx.Err(); err != nil {
			return got, err
		}
		if err := retries.again(ctx, f, time.Since(began)); err != nil {
			return got, err
		}
		t.log.DebugContext(ctx, "retry", "kind", StatsToken,
			"status", f.err.Status, "tries", retries.tries, "error", f.err.Err)
	}
}

func (t *tokens) attempt(ctx context.Context) (azcore.AccessToken, *failure) {
	credential, err := t.credential.current()
	if err != nil {
		f := unusable(err)
		f.retry = short // there was one when the client was made: its file is being replaced
		return azcore.AccessToken{}, f
	}
	ctx, stop := context.WithTimeout(ctx, tokenTimeout)
	defer stop()
	ctx, x := withExchange(ctx)
	got, err := credential.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{t.scope}})
	if err != nil {
		return got, t.unlessReplaced(tokenFailure(err, x, t.credential.auth))
	}
	if x.proof != nil {
		t.proof = x.proof
	}
	return got, nil
}

// unlessReplaced has a denial tried again when a file of the credential is another by
// now, or is not there: it may have been half written.
func (t *tokens) unlessReplaced(f *failure) *failure {
	if f.err.Fault == schema.FaultDenied && t.credential.replaced() {
		f.retry = short
	}
	return f
}

// sent is what was sent for the latest token to prove who we are.
func (t *tokens) sent(ctx context.Context) ([]string, error) {
	if err := t.lock.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer t.lock.Release(1)
	return t.proof, nil
}

// drop forgets a token that Graph did not accept, unless it is replaced already.
func (t *tokens) drop(ctx context.Context, refused string) error {
	if err := t.lock.Acquire(ctx, 1); err != nil {
		return err
	}
	defer t.lock.Release(1)
	if t.token.Token == refused {
		t.token, t.due = azcore.AccessToken{}, time.Time{}
		t.credential.forget()
	}
	return nil
}
