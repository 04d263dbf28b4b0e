package extract

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// credential makes azidentity's credential, and makes it again when a file it was
// made of has changed. It is not safe for concurrent use.
type credential struct {
	auth    Auth
	tenant  string
	options azcore.ClientOptions
	private bool // a custom authority, which Microsoft's instance discovery does not know

	made    azcore.TokenCredential
	stamps  []stamp
	refused bool // what was made of the files gave a token that Graph did not accept
}

// stamp tells one state of a file from another.
type stamp struct {
	changed time.Time
	size    int64
}

func newCredential(o Options, client *http.Client) *credential {
	c := &credential{auth: o.Auth, tenant: o.TenantID, private: o.Cloud == Custom}
	c.options.Transport = client
	c.options.Cloud = cloud.Configuration{ActiveDirectoryAuthorityHost: o.authority() + "/"}
	if o.Auth.Method != ManagedIdentity && o.Auth.Method != DefaultChain {
		// We retry ourselves. The two others know things of the instance
		// metadata service that we do not.
		c.options.Retry = policy.RetryOptions{MaxRetries: -1}
	}
	return c
}

// current gives the credential. While a changed file is being replaced and cannot
// be used, the one made before serves on.
func (c *credential) current() (azcore.TokenCredential, error) {
	stamps, err := stampAll(c.auth.files())
	usable := c.made != nil && !c.refused
	if err == nil && usable && slices.Equal(stamps, c.stamps) {
		return c.made, nil
	}
	var made azcore.TokenCredential
	if err == nil {
		made, err = c.build()
	}
	if err != nil && usable {
		return c.made, nil
	}
	if err != nil {
		return nil, fmt.Errorf("auth %s: %w", c.auth.Method, err)
	}
	c.made, c.stamps, c.refused = made, stamps, false
	return made, nil
}

// forget drops the credential and with it the tokens it holds in memory.
func (c *credential) forget() { c.refused = true }

// replaced says whether the files are others than the credential was made of, or are just
// being replaced: what failed may work now.
func (c *credential) replaced() bool {
	stamps, err := stampAll(c.auth.files())
	if err == nil && c.auth.Method == WorkloadIdentity {
		_, err = os.Stat(c.auth.federatedToken()) // azidentity reads that for each token
	}
	return err != nil || !slices.Equal(stamps, c.stamps)
}

func (c *credential) build() (azcore.TokenCredential, error) {
	a := c.auth
	switch a.Method {
	case ClientCertificate:
		return c.certificate()
	case WorkloadIdentity:
		return azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
			ClientOptions: c.options, DisableInstanceDiscovery: c.private,
			ClientID: a.ClientID, TenantID: c.tenant, TokenFilePath: a.TokenFile,
		})
	case ManagedIdentity:
		o := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: c.options}
		if a.ClientID != "" {
			o.ID = azidentity.ClientID(a.ClientID)
		}
		return azidentity.NewManagedIdentityCredential(o)
	case AzureCLI:
		return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: c.tenant})
	case DefaultChain:
		return azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{
			ClientOptions: c.options, DisableInstanceDiscovery: c.private, TenantID: c.tenant,
		})
	}
	return c.secret()
}

func (c *credential) secret() (azcore.TokenCredential, error) {
	secret, err := valueOrFile(c.auth.ClientSecret, c.auth.ClientSecretFile)
	if err != nil {
		return nil, err
	}
	return azidentity.NewClientSecretCredential(
		c.tenant,
		c.auth.ClientID,
		secret,
		&azidentity.ClientSecretCredentialOptions{
			ClientOptions:            c.options,
			DisableInstanceDiscovery: c.private,
		},
	)
}

func (c *credential) certificate() (azcore.TokenCredential, error) {
	password, err := valueOrFile(c.auth.CertificatePassword, c.auth.CertificatePasswordFile)
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(c.auth.CertificateFile)
	if err != nil {
		return nil, err
	}
	certs, key, err := parseCertificate(file, password)
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", c.auth.CertificateFile, err)
	}
	return azidentity.NewClientCertificateCredential(
		c.tenant,
		c.auth.ClientID,
		certs,
		key,
		&azidentity.ClientCertificateCredentialOptions{
			ClientOptions:            c.options,
			DisableInstanceDiscovery: c.private,
		},
	)
}

// valueOrFile gives the value, or what the file holds without white space around it.
func valueOrFile(value, file string) (string, error) {
	if file == "" {
		return value, nil
	}
	content, err := os.ReadFile(file)
	return strings.TrimSpace(string(content)), err
}

func stampAll(files []string) ([]stamp, error) {
	stamps := make([]stamp, len(files))
	for i, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		stamps[i] = stamp{info.ModTime(), info.Size()}
	}
	return stamps, nil
}
