package transform

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"callrecords/schema"
)

var (
	errFine  = fmt.Errorf("more than %d digits behind the point", schema.DecimalScale)
	errGreat = fmt.Errorf("more than %d digits in front of the point", schema.DecimalDigits-schema.DecimalScale)
)

// parseDecimal reads an amount exactly, in units of its last digit. It takes no way over a
// float, which has no 0.1. What is finer or greater than the column is no value of it.
func (c *cell) parseDecimal(raw []byte) error {
	text, err := numeral(raw)
	if err != nil || len(text) == 0 {
		return err
	}
	n, err := amount(text)
	if err != nil {
		return fmt.Errorf("%s is no amount: %w", brief(text), err)
	}
	c.setInt(n)
	return nil
}

// amount is the text of a number, in units of its last digit.
func amount(text []byte) (int64, error) {
	sign := ""
	if text[0] == '-' || text[0] == '+' {
		sign, text = string(text[:1]), text[1:]
	}
	exponent := 0
	if e := bytes.IndexAny(text, "eE"); e >= 0 {
		var err error
		if exponent, err = strconv.Atoi(string(text[e+1:])); err != nil || exponent < -100 || exponent > 100 {
			return 0, errors.New("its exponent is none, or not from -100 to 100")
		}
		text = text[:e]
	}
	whole, fraction, _ := bytes.Cut(text, []byte{'.'})
	digits := string(whole) + string(fraction)
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	zeros := exponent - len(fraction) + schema.DecimalScale // to come behind the digits
	for digits[0] == '0' && len(digits) > 1 {
		digits = digits[1:]
	}
	for ; zeros < 0; zeros++ {
		last := len(digits) - 1
		switch {
		case digits[last] != '0':
			return 0, errFine
		case last == 0:
			return 0, nil
		}
		digits = digits[:last]
	}
	if digits == "0" {
		return 0, nil
	}
	if len(digits)+zeros > schema.DecimalDigits {
		return 0, errGreat
	}
	for ; zeros > 0; zeros-- {
		digits += "0"
	}
	return strconv.ParseInt(sign+digits, 10, 64)
}
