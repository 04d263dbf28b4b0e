package extract

import (
	"net/url"
	"strings"
	"unicode"
)

// Text that a server sent ends up on terminals, in logs and in the table of runs.
// Whoever answers knows what we sent, and may repeat it: the secret, the token.
const (
	maxShown   = 1000 // bytes of an error
	maxHost    = 100  // bytes of a host's name
	repetition = 12   // so many bytes in a row of a secret are a repetition of it
	hidden     = "[hidden]"
)

// shown is the text of a server as people may see it: one printable line of at most
// so many bytes and a mark, without what it repeats of secrets.
func shown(text string, most int, secrets ...string) string {
	text = text[:min(len(text), 4*maxShown)] // what is cut off later needs no look
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), unprintable), " ")
	text = hide(text, secrets)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

func unprintable(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }

// hide replaces what a text has in common with secrets, also when it has only a part of
// one, plainly or as in a form.
func hide(text string, secrets []string) string {
	secret := make([]bool, len(text))
	for _, s := range secrets {
		for _, s := range []string{s, url.QueryEscape(s)} {
			size := min(repetition, len(s))
			for i := 0; size > 0 && i+size <= len(text); i++ {
				if strings.Contains(s, text[i:i+size]) {
					mark(secret[i : i+size])
				}
			}
		}
	}
	var out strings.Builder
	for i := range len(text) {
		switch {
		case !secret[i]:
			out.WriteByte(text[i])
		case i == 0 || !secret[i-1]:
			out.WriteString(hidden)
		}
	}
	return out.String()
}

func mark(part []bool) {
	for i := range part {
		part[i] = true
	}
}

// shownError is an error whose text may quote a server. errors.Is and As see all of
// it, people what may be shown.
type shownError struct {
	error
	text string
}

// showError makes an error fit to be shown.
func showError(err error, secrets ...string) error {
	if err == nil {
		return nil
	}
	text := shown(err.Error(), maxShown, secrets...)
	if text == err.Error() {
		return err
	}
	return shownError{err, text}
}

func (e shownError) Error() string { return e.text }

func (e shownError) Unwrap() error { return e.error }
