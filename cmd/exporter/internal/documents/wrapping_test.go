package documents

import (
	"strings"
	"testing"
)

// Wrappings that other tools make around whole records.
func TestWrappingsOfOtherToolsAreTakenOff(t *testing.T) {
	t.Parallel()
	a, b, c := short("a"), short("b"), short("c")
	answer := func(body string) string {
		return `{"id":"1","status":200,"headers":{"Content-Type":"application/json"},"body":` + body + `}`
	}
	for name, test := range map[string]struct{ text, want string }{
		"batch": {`{"responses":[` + answer(a) + `,` + answer(b) + `]}`, "a@1 b@1"},
		"batch with an error": {`{"responses":[` + answer(`{"error":{"code":"x"}}`) + `,` + answer(b) + `]}`,
			"!1 b@1"},
		"batch without a body": {`{"responses":[{"id":"1","status":429},` + answer(b) + `]}`, "!1 b@1"},
		"batches by line": {`{"responses":[` + answer(a) + "]}\n" + `{"responses":[` + answer(b) + `]}`,
			"a@1 b@2"},
		"lists in a batch": {`{"responses":[` + answer(`{"value":[`+a+","+b+`]}`) + `,` + answer(c) + `]}`,
			"a@1 b@1 c@1"},
		"flow": {`{"statusCode":200,"headers":{"a":"b"},"body":{"value":[` + a + `,` + b + `]}}`,
			"a@1 b@1"},
		"flow with one": {answer(a) + "\n" + answer(b), "a@1 b@2"},
		"flow, array":   {answer("["+a+"]") + c, "a@1 c@1"},
		"body, then the rest": {`{"body":` + a + `,"headers":{"value":1,"x":[1,{"y":2}]},"n":null}` + b,
			"a@1 b@1"},
		"two members":       {`{"body":` + a + `,"value":[` + b + `]}` + c, "a@1 b@1 c@1"},
		"value that is one": {`{"value":` + a + `}`, "a@1"},
		"object before":     {`{"meta":{"a":[1]},"value":[` + a + `]}`, "a@1"},
		"pretty":            {"{\n \"x\": {},\n \"value\" :\n [\n  " + a + "\n ]\n ,\n \"y\" : 1\n}\n" + b, "a@5 b@10"},
		"deep": {strings.Repeat(`{"value":[`, 10) + a + strings.Repeat(`],"n":1}`, 10) + b,
			"a@1 b@1"},
		"escaped name": {`{"body":1,"v\u0061lue":[` + a + `],"bod\u0079":` + b + `}`, "a@1 b@1"},
		"too deep": {strings.Repeat(`{"value":[`, 20) + a + strings.Repeat(`]}`, 20) + "\n" + b,
			"!1 b@2"},
		"body as a text":         {`{"body":"{}"}` + a, "!1 a@1"},
		"broken rest":            {`{"value":[` + a + `],"n":NaN,"x":{"y":[1]}}` + "\n" + b, "a@1 !1 b@2"},
		"broken rest, in array":  {`[{"value":[` + a + `],"n":NaN,"x":"}"},` + b + `]`, "a@1 !1 b@1"},
		"broken name":            {`{"value":[` + a + `],"n` + "\n" + b, "a@1 !1"},
		"a colon is missing":     {`{"value":[` + a + `],"n" 5}` + b, "a@1 !1 b@1"},
		"breaks off in the rest": {`{"value":[` + a + `],"n":"x`, "a@1 !1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(told(test.text), " "); got != test.want {
				t.Errorf("%s\n got %q\nwant %q", test.text, got, test.want)
			}
		})
	}
}

// A record is never taken for a wrapping, whatever properties Graph adds to it.
func TestRecordWithAMemberOfAWrappingIsARecord(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"behind its version": `{"version":7,"body":{"a":1},"id":"a","participants_v2":[],"sessions":[]}`,
		"behind its start":   `{"startDateTime":"x","value":[1],"id":"a","participants_v2":[],"sessions":[]}`,
		"at its end":         `{"id":"a","participants_v2":[],"sessions":[],"responses":[{}]}`,
		"as no wrapping":     `{"value":1,"body":"x","id":"a","participants_v2":[],"sessions":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d := only(t, text); d.Bad != nil || string(d.Body) != text {
				t.Errorf("got %q (%v), want the record", d.Body, d.Bad)
			}
		})
	}
}
