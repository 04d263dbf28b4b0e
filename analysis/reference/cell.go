package reference

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCell is the longest cell, in bytes. CQD takes 64 characters of most.
const maxCell = 1 << 10

// clean is a cell as it is kept: in one line, without the blanks around it, and with plain
// blanks for those of other widths, which look the same and compare otherwise.
func clean(cell string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\ufeff' || r == '\u200b': // no width at all
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(cell, "\uFFFD"))
	return strings.TrimSpace(plain)
}

// shorten is a cell as a problem quotes it.
func shorten(cell string) string {
	const most = 60
	if utf8.RuneCountInString(cell) <= most {
		return cell
	}
	return string([]rune(cell)[:most]) + "…"
}

// flags are the words for yes and no; '1' and '0' are kept.
var flags = map[string]string{
	"1": "1", "true": "1", "yes": "1", "y": "1",
	"0": "0", "false": "0", "no": "0", "n": "0", "": "0",
}

func readFlag(cell string) (string, error) {
	kept, ok := flags[strings.ToLower(cell)]
	if !ok {
		return "", fmt.Errorf("%q: wants 1 or 0", shorten(cell))
	}
	return kept, nil
}

// readLower is any text, in lower case: what is compared without regard to case.
func readLower(cell string) (string, error) { return strings.ToLower(cell), nil }

var guid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// readID is the object id of a user.
func readID(cell string) (string, error) {
	id := strings.ToLower(strings.Trim(cell, "{}"))
	if id != "" && !guid.MatchString(id) {
		return "", fmt.Errorf(
			"%q: wants an object id such as 11111111-2222-3333-4444-555555555555",
			shorten(cell),
		)
	}
	return id, nil
}

// readNumber is a whole number from 0 to a greatest, or nothing.
func readNumber(greatest int) func(string) (string, error) {
	return func(cell string) (string, error) {
		if cell == "" {
			return "", nil
		}
		n, err := strconv.Atoi(cell)
		if err != nil || n < 0 || n > greatest {
			return "", fmt.Errorf("%q: wants a whole number from 0 to %d", shorten(cell), greatest)
		}
		return strconv.Itoa(n), nil
	}
}

// readShare is a share: 0.02 or 2%. A bare 2 could be either, and is refused.
func readShare(cell string) (string, error) {
	number, percent := strings.CutSuffix(cell, "%")
	share, err := strconv.ParseFloat(strings.TrimSpace(strings.Replace(number, ",", ".", 1)), 64)
	if percent {
		share /= 100
	}
	if err != nil || !(share >= 0 && share <= 1) {
		return "", fmt.Errorf("%q: wants a share such as 0.02 or 2%%", shorten(cell))
	}
	return strconv.FormatFloat(share, 'g', 6, 64), nil
}

// readOneOf is one of some words, without regard to case.
func readOneOf(words ...string) func(string) (string, error) {
	return func(cell string) (string, error) {
		i := slices.IndexFunc(words, func(w string) bool { return strings.EqualFold(w, cell) })
		if i < 0 {
			return "", fmt.Errorf("%q: there is %s", shorten(cell), strings.Join(words, ", "))
		}
		return words[i], nil
	}
}
