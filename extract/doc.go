// Package extract reads call records from Microsoft Graph v1.0: their headers by
// [Client.List], their pages by [Client.Fetch]. It knows the pages as bytes: of the
// JSON it reads no more than it needs to find the next page and to see that this
// one is whole. What becomes of a failure is the caller's business; its kind is
// decided here, once, as a [schema.SourceError].
//
// One Client serves one tenant and is safe for concurrent use. All its requests
// pass one governor, which keeps them within the published limits.
//
// HTTP is net/http with a token of azidentity in the header, not azcore's pipeline:
// here a request is over when its body has been read to the end and is JSON, within
// bounds of time and size. A retry that sees less than that cannot keep a record whole.
//
// A proxy is taken from HTTPS_PROXY and NO_PROXY, a further CA from SSL_CERT_FILE or
// SSL_CERT_DIR, as net/http and crypto/x509 do.
package extract
