// Package extract reads call records from Microsoft Graph v1.0: their headers by
// [Client.List], their pages by [Client.Fetch], and pages of other collections by
// [Client.Pages]. It knows pages as bytes, and reads of the JSON only what it needs
// to find the next page and to see that this one is whole.
//
// One [Client] serves one tenant. One governor keeps all its requests within the
// limits of their [Collection]. A failure becomes a [schema.SourceError] here, once;
// what to do about it is the caller's business.
//
// Requests go through net/http and not azcore's pipeline, because a request is over
// only when its body has come to the end and is JSON, within bounds of time and size.
// Proxies come from HTTPS_PROXY and NO_PROXY, a further CA from SSL_CERT_FILE or
// SSL_CERT_DIR.
package extract
