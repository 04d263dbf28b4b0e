package extract

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
)

// Method is a way to get a token for the application.
type Method string

// The methods, as azidentity has them.
const (
	ClientSecret      Method = "client_secret"
	ClientCertificate Method = "client_certificate"
	WorkloadIdentity  Method = "workload_identity" // Kubernetes, federated
	ManagedIdentity   Method = "managed_identity"  // of the system, or of ClientID
	AzureCLI          Method = "azure_cli"         // a laptop
	DefaultChain      Method = "default"           // azidentity's DefaultAzureCredential
)

// Methods are all methods, the usual one first.
func Methods() []Method {
	return []Method{
		ClientSecret,
		ClientCertificate,
		WorkloadIdentity,
		ManagedIdentity,
		AzureCLI,
		DefaultChain,
	}
}

// Validate refuses a method that is none of Methods.
func (m Method) Validate() error {
	if !slices.Contains(Methods(), m) {
		return fmt.Errorf("auth.method: %q is none of %v", string(m), Methods())
	}
	return nil
}

// Auth says how to get a token. A value comes from its own field or from a file,
// not from both; a file is read again when it changes. It prints without secrets.
type Auth struct {
	Method   Method // default ClientSecret
	ClientID string // of the application; of the identity with ManagedIdentity

	ClientSecret     string `json:"-"`
	ClientSecretFile string

	CertificateFile         string // PEM with certificate and key, or PFX
	CertificatePassword     string `json:"-"`
	CertificatePasswordFile string

	TokenFile string // WorkloadIdentity, default $AZURE_FEDERATED_TOKEN_FILE
}

// String tells the method and the client.
func (a Auth) String() string { return fmt.Sprintf("%s of client %q", a.Method, a.ClientID) }

// GoString is String: a secret shows in no format.
func (a Auth) GoString() string { return a.String() }

// LogValue is String as a log attribute.
func (a Auth) LogValue() slog.Value { return slog.StringValue(a.String()) }

func (a Auth) withDefaults() Auth {
	a.Method = cmp.Or(a.Method, ClientSecret)
	return a
}

func (a Auth) validate() error {
	if err := a.Method.Validate(); err != nil {
		return err
	}
	var errs []error
	secret, certificate := a.Method == ClientSecret, a.Method == ClientCertificate
	if (secret || certificate) && a.ClientID == "" {
		errs = append(errs, errors.New("auth.client_id: missing"))
	}
	if secret && (a.ClientSecret == "") == (a.ClientSecretFile == "") {
		errs = append(errs, errors.New("auth.client_secret, auth.client_secret_file: set one of them"))
	}
	if certificate && a.CertificateFile == "" {
		errs = append(errs, errors.New("auth.certificate_file: missing"))
	}
	if certificate && a.CertificatePassword != "" && a.CertificatePasswordFile != "" {
		errs = append(
			errs,
			errors.New("auth.certificate_password, auth.certificate_password_file: set one of them"),
		)
	}
	return errors.Join(errs...)
}

// federatedToken is the file that azidentity reads for WorkloadIdentity.
func (a Auth) federatedToken() string {
	return cmp.Or(a.TokenFile, os.Getenv("AZURE_FEDERATED_TOKEN_FILE"))
}

// files are those whose change makes a new credential.
func (a Auth) files() []string {
	var files []string
	switch a.Method {
	case ClientSecret:
		files = []string{a.ClientSecretFile}
	case ClientCertificate:
		files = []string{a.CertificateFile, a.CertificatePasswordFile}
	}
	return slices.DeleteFunc(files, func(name string) bool { return name == "" })
}
