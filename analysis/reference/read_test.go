package reference_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"callrecords/analysis/reference"
)

// rack is a network of a file of CQD, with all that a cell may hold.
const rack = "10.1.0.0\tUSA/Seattle/SEATTLE-SEA-1\t16\tSEATTLE-SEA-1\tContoso\tIT Termination\tEngineering\t" +
	"Seattle\t98001\tUS\tWashington\tMSUS\t1\t0\t0"

// with puts other delimiters in the place of tabs.
func with(delimiter, text string) string { return strings.ReplaceAll(text, "\t", delimiter) }

// in is a text in another encoding, with a byte order mark or without.
func in(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	encoded, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

// read reads a text as a file of the kind.
func read(t *testing.T, kind, text string) reference.File {
	t.Helper()
	k, ok := reference.Of(kind)
	if !ok {
		t.Fatalf("no kind %s", kind)
	}
	file, err := k.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestABuildingFileIsReadInAllFormsOfSpreadsheets(t *testing.T) {
	t.Parallel()
	const header = "Network\tNetwork Name\tNetwork Range\tBuilding Name\tOwnership Type\tBuilding Type\tOffice Type\tCity\t" +
		"Zip Code\tCountry\tState\tRegion\tInside Corp\tExpress Route\tVPN"
	le, be := unicode.LittleEndian, unicode.BigEndian
	want := strings.Split(rack, "\t")
	want[0] = "10.1.0.0/16"
	for name, text := range map[string]string{
		"tabs":                         rack,
		"commas":                       with(",", rack),
		"semicolons":                   with(";", rack),
		"a line that names it":         "sep=;\n" + with(";", rack),
		"CRLF":                         rack + "\r\n",
		"CR alone":                     rack + "\r" + "\r",
		"UTF-8 with a mark":            "\ufeff" + rack,
		"UTF-16 LE with a mark":        in(t, unicode.UTF16(le, unicode.UseBOM), rack+"\r\n"),
		"UTF-16 BE with a mark":        in(t, unicode.UTF16(be, unicode.UseBOM), rack),
		"UTF-16 LE without":            in(t, unicode.UTF16(le, unicode.IgnoreBOM), rack),
		"UTF-16 BE without":            in(t, unicode.UTF16(be, unicode.IgnoreBOM), rack),
		"14 columns":                   strings.TrimSuffix(rack, "\t0"),
		"columns behind":               rack + "\t\t\t",
		"lines behind":                 rack + "\n\t\t\t\n\n",
		"a header":                     header + "\n" + rack,
		"a header in another language": "Netz\tName\tMaske\tGeb\u00e4ude\n" + rack,
		"quotes":                       `"` + with(`","`, rack) + `"`,
		"quotes behind blanks":         `"` + with(`", "`, rack) + `"`,
		"quotes and tabs":              `"` + with("\"\t\"", rack) + `"`,
		"blanks of other widths":       with("\u00a0\t\u3000", rack) + "\u2007",
		"yes and no":                   strings.TrimSuffix(rack, "1\t0\t0") + "Yes\tFALSE\tno",
		"a mask of IPv4":               strings.Replace(rack, "\t16\t", "\t255.255.0.0\t", 1),
		"the range in the network":     strings.Replace(strings.Replace(rack, "10.1.0.0", "10.1.0.0/16", 1), "\t16\t", "\t\t", 1),
		"an address of the network":    strings.Replace(rack, "10.1.0.0", "10.1.2.3", 1),
		"zeros in front":               strings.Replace(rack, "10.1.0.0", "010.001.000.000", 1),
		"IPv4 in IPv6":                 strings.Replace(strings.Replace(rack, "10.1.0.0", "::ffff:10.1.0.0", 1), "\t16\t", "\t112\t", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := read(t, "buildings", text)
			if file.Wrong != 0 || len(file.Rows) != 1 {
				t.Fatalf("got %d rows and %v, want one row", len(file.Rows), file.Problems)
			}
			if got := file.Rows[0].Cells; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestIPv6IsReadInAnySpelling(t *testing.T) {
	t.Parallel()
	for spelled, want := range map[string]string{
		"fd00:1::":              "fd00:1::/48",
		"FD00:0001:0:0:0:0:0:0": "fd00:1::/48",
		"[fd00:1::]":            "fd00:1::/48",
		"fd00:1:0:5::9":         "fd00:1::/48",
		"2001:db8::1.2.3.4":     "2001:db8::/48",
	} {
		t.Run(spelled, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(strings.Replace(rack, "10.1.0.0", spelled, 1), "\t16\t", "\t48\t", 1)
			file := read(t, "buildings", text)
			if len(file.Rows) != 1 || file.Rows[0].Cells[0] != want {
				t.Errorf("got %v, %v; want %s", file.Rows, file.Problems, want)
			}
		})
	}
}

func TestTheOldCodePageIsReadAndSaid(t *testing.T) {
	t.Parallel()
	file := read(t, "buildings", in(t, charmap.Windows1252, strings.Replace(rack, "Seattle", "Z\u00fcrich", 1)))
	if len(file.Rows) != 1 || !strings.Contains(file.Rows[0].Cells[1], "Z\u00fcrich") {
		t.Errorf("got %v, want Zürich", file.Rows)
	}
	if len(file.Notes) != 1 || !strings.Contains(file.Notes[0], "Windows-1252") {
		t.Errorf("got the notes %q, want one on the code page", file.Notes)
	}
}

func TestEachBadLineIsNamed(t *testing.T) {
	t.Parallel()
	change := func(from, to string) string { return strings.Replace(rack, from, to, 1) }
	cut := func(n int) string { return strings.Join(strings.Split(rack, "\t")[:n], "\t") }
	for name, c := range map[string]struct{ line, column, reason string }{
		"no address":              {change("10.1.0.0", "10.1.0"), "network", "wants an address"},
		"no network":              {change("10.1.0.0", ""), "network", "is empty"},
		"a zone":                  {change("10.1.0.0", "fe80::1%eth0"), "network", "wants an address"},
		"a number too large":      {change("10.1.0.0", "10.1.0.256"), "network", "wants an address"},
		"a range too large":       {change("\t16\t", "\t33\t"), "prefix_length", "0 to 32"},
		"a range below zero":      {change("\t16\t", "\t-1\t"), "prefix_length", "0 to 32"},
		"no range":                {change("\t16\t", "\t\t"), "prefix_length", "is empty"},
		"a mask with holes":       {change("\t16\t", "\t255.0.255.0\t"), "prefix_length", "is no mask"},
		"two ranges":              {change("10.1.0.0", "10.1.0.0/24"), "prefix_length", "the network says /24"},
		"no inside":               {change("\t1\t0\t0", "\t\t0\t0"), "inside", "is empty"},
		"an inside that is none":  {change("\t1\t0\t0", "\tmaybe\t0\t0"), "inside", `"maybe": wants 1 or 0`},
		"too few columns":         {cut(10), "inside", "is empty"},
		"too many columns":        {rack + "\tmore", "", "has 16 columns, and there are 15"},
		"a quote that is open":    {"\"" + rack, "", "a quote is opened and not closed"},
		"a cell that is too long": {change("Seattle", strings.Repeat("x", 2000)), "network_name", "is longer than 1024 bytes"},
		"a line that is too long": {change("Seattle", strings.Repeat("x", 70_000)), "", "is longer than 64 KiB"},
		"a network again":         {change("10.1.0.0", "10.2.9.9"), "", "10.2.0.0/16 is in line 1 already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// Good lines before and after: what is wrong with one is no matter of the others.
			before := strings.Replace(rack, "10.1.", "10.2.", 1)
			after := strings.Replace(rack, "10.1.", "10.3.", 1)
			file := read(t, "buildings", before+"\n"+c.line+"\n"+after+"\n")
			if file.Wrong != 1 || len(file.Rows) != 2 {
				t.Fatalf("got %d rows and %v, want two rows and one problem", len(file.Rows), file.Problems)
			}
			got := file.Problems[0]
			if got.Line != 2 || got.Column != c.column || !strings.Contains(got.Reason, c.reason) {
				t.Errorf("got %+v, want line 2, column %q, %q", got, c.column, c.reason)
			}
			if file.Rows[1].Line != 3 {
				t.Errorf("got line %d for the row behind, want 3", file.Rows[1].Line)
			}
		})
	}
}

func TestBreaksInCellsKeepTheLinesInOrder(t *testing.T) {
	t.Parallel()
	first := strings.Replace(rack, "IT Termination", "\"two\nlines \"\"so\"\"\"", 1)
	file := read(t, "buildings", first+"\n"+strings.Replace(rack, "10.1.", "10.4.", 1))
	if len(file.Rows) != 2 || file.Rows[0].Cells[5] != `two lines "so"` || file.Rows[1].Line != 3 {
		t.Errorf("got %v, %v; want a cell in one line, and the next row from line 3", file.Rows, file.Problems)
	}
}

func TestAQuoteInsideACellIsALetter(t *testing.T) {
	t.Parallel()
	file := read(t, "buildings", strings.Replace(rack, "IT Termination", `12" rack`, 1)+"\n"+strings.Replace(rack, "10.1.", "10.5.", 1))
	if len(file.Rows) != 2 || file.Rows[0].Cells[5] != `12" rack` {
		t.Errorf("got %v, %v", file.Rows, file.Problems)
	}
}

func TestBlanksAndEmptyCellsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, want string }{
		"empty cells before a quote":     {"Contoso\tIT Termination\tEngineering", "\t\t\"Engineering\"", ""},
		"blanks of another width inside": {"Contoso", "Contoso\u00a0Ltd", "Contoso Ltd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := read(t, "buildings", strings.Replace(rack, c.from, c.to, 1))
			if len(file.Rows) != 1 || file.Rows[0].Cells[4] != c.want || file.Rows[0].Cells[6] != "Engineering" {
				t.Errorf("got %v, %v; want %q", file.Rows, file.Problems, c.want)
			}
		})
	}
}

func TestAHeaderInAnotherOrderIsRefused(t *testing.T) {
	t.Parallel()
	file := read(t, "buildings", "NetworkIP\tNetworkRange\tNetworkName\n"+rack)
	if len(file.Rows) != 0 || file.Wrong != 1 || !strings.Contains(file.Problems[0].Reason, "stands in column 2") {
		t.Errorf("got %v, %v; want the header refused", file.Rows, file.Problems)
	}
}

func TestNestedNetworksAreNoProblem(t *testing.T) {
	t.Parallel()
	file := read(t, "buildings", rack+"\n"+strings.Replace(rack, "\t16\t", "\t24\t", 1))
	if len(file.Rows) != 2 || file.Wrong != 0 {
		t.Errorf("got %v, %v; want two rows", file.Rows, file.Problems)
	}
}

func TestProblemsAreCountedBeyondTheBound(t *testing.T) {
	t.Parallel()
	file := read(t, "buildings", strings.Repeat(strings.Replace(rack, "10.1.0.0", "none", 1)+"\n", 500))
	if file.Wrong != 500 || len(file.Problems) != reference.MaxProblems {
		t.Errorf("got %d and %d problems, want 500, of which %d are kept", file.Wrong, len(file.Problems), reference.MaxProblems)
	}
}

func TestFilesThatAreTooLargeAreRefused(t *testing.T) {
	t.Parallel()
	k := reference.Buildings()
	for name, text := range map[string][]byte{
		"bytes": bytes.Repeat([]byte{'x'}, reference.MaxBytes+1),
		"rows":  bytes.Repeat([]byte("a\n"), reference.MaxRows+2),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := k.Read(bytes.NewReader(text)); err == nil || !strings.Contains(err.Error(), "has more than") {
				t.Errorf("got %v, want that it is too large", err)
			}
		})
	}
}

func TestKindsHaveTheirFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind, text string
		want       []string // cells of the one row; nil for none
		reason     string   // of the one problem
	}{
		"endpoints, 7 columns": {"endpoints", "PC-1, Dell, XPS, Laptop, a, b, c", []string{"pc-1", "Dell", "XPS", "Laptop", "a", "b", "c"}, ""},
		"endpoints, 6 columns": {"endpoints", "PC-1,XPS,Laptop,a,b,c", []string{"pc-1", "", "XPS", "Laptop", "a", "b", "c"}, ""},
		"endpoints, a header":  {"endpoints", "EndpointName,EndpointModel,EndpointType,EndpointLabel1,EndpointLabel2,EndpointLabel3\nPC-1,XPS,,,,c", []string{"pc-1", "", "XPS", "", "", "", "c"}, ""},
		"endpoints, no name":   {"endpoints", ",Dell,XPS,Laptop,a,b,c", nil, "is empty"},
		"people, an export of the directory": {"people", "displayName;userPrincipalName;Object Id;department;officeLocation\nAda;ADA@contoso.com;{ABCDEF01-2345-6789-ABCD-EF0123456789};R&D;London",
			[]string{"abcdef01-2345-6789-abcd-ef0123456789", "ada@contoso.com", "R&D", "London", "", ""}, ""},
		"people, nobody":            {"people", "upn,department\n,Sales", nil, "neither an id nor"},
		"people, no id":             {"people", "id,department\n17,Sales", nil, "wants an object id"},
		"people, no name":           {"people", "upn,department\nada,Sales", nil, "such as ada@contoso.com"},
		"people, no column":         {"people", "who,what\nada,Sales", nil, "names no column"},
		"people, a column twice":    {"people", "upn,userprincipalname\na@b,c@d", nil, "two columns"},
		"targets in percent":        {"targets", "scope,measure,target\nall,poor_audio,2.5%", []string{"all", "poor_audio", "0.025"}, ""},
		"targets as a share":        {"targets", "scope;measure;target\nbuilding:HQ 1;Dropped;0,01", []string{"building:HQ 1", "dropped", "0.01"}, ""},
		"targets, which of both":    {"targets", "scope,measure,target\nall,poor_audio,2", nil, "wants a share"},
		"targets, no such scope":    {"targets", "scope,measure,target\nmetings,poor_audio,2%", nil, "there is all, all_internal"},
		"targets, no such measure":  {"targets", "scope,measure,target\nall,poor,2%", nil, "there is poor_audio"},
		"targets, a column is away": {"targets", "scope,measure\nall,poor_audio", nil, "no column is called so"},
		"patterns":                  {"failure_patterns", "pattern,expected\n%IVR%,yes", []string{"", "%IVR%", "1", ""}, ""},
		"patterns that break views": {"failure_patterns", "pattern,expected\n%IVR\\,yes", nil, "a backslash"},
		"codes":                     {"sip_codes", "sip_code,subcode,category,meaning\n,0560999,Busy,engaged", []string{"", "560999", "busy", "engaged"}, ""},
		"codes of nothing":          {"sip_codes", "sip_code,subcode,category\n,,busy", nil, "neither a sip_code nor"},
		"codes without a category":  {"sip_codes", "sip_code,category\n486,", nil, "is empty"},
		"codes that are none":       {"sip_codes", "sip_code,category\n4x6,busy", nil, "wants a whole number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := read(t, c.kind, c.text)
			switch {
			case c.want != nil && (len(file.Rows) != 1 || !slices.Equal(file.Rows[0].Cells, c.want)):
				t.Errorf("got %v, %v; want %q", file.Rows, file.Problems, c.want)
			case c.want == nil && (len(file.Rows) != 0 || file.Wrong != 1 || !strings.Contains(file.Problems[0].Reason, c.reason)):
				t.Errorf("got %v, %v; want %q", file.Rows, file.Problems, c.reason)
			}
		})
	}
}

func TestUnusedColumnsAreSaid(t *testing.T) {
	t.Parallel()
	file := read(t, "people", "upn,department,shoe size\nada@contoso.com,R&D,38")
	if want := []string{"columns that are not used: shoe size"}; !slices.Equal(file.Notes, want) {
		t.Errorf("got %q, want %q", file.Notes, want)
	}
}

// The rows that ship are checked like everybody's, and none is left out.
func TestWhatShipsIsRight(t *testing.T) {
	t.Parallel()
	shipped := 0
	for _, k := range reference.Kinds() {
		raw, err := os.ReadFile("shipped/" + k.Name + ".csv")
		if err != nil {
			continue
		}
		shipped++
		file := read(t, k.Name, string(raw))
		if file.Wrong > 0 || len(file.Rows) != bytes.Count(raw, []byte("\n"))-1 {
			t.Errorf("%s: got %d rows of %d lines, %v", k.Name, len(file.Rows), bytes.Count(raw, []byte("\n")), file.Problems)
		}
		if len(k.ShippedRows()) != len(file.Rows) {
			t.Errorf("%s: got %d rows that ship, want %d", k.Name, len(k.ShippedRows()), len(file.Rows))
		}
	}
	if shipped != 3 {
		t.Errorf("got %d kinds that ship, want 3", shipped)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(0, []byte(rack))
	f.Add(0, []byte(with(",", rack)+"\n\"a\nb\",\"\n"))
	f.Add(1, []byte("PC-1, Dell, XPS\n\xff\xfeP\x00"))
	f.Add(2, []byte("upn;id\nada@contoso.com;\"x\"\"y\"\n"))
	f.Add(3, []byte("sep=\t\nscope\tmeasure\ttarget\nall\tpoor_audio\tNaN"))
	kinds := reference.Kinds()
	f.Fuzz(func(t *testing.T, which int, raw []byte) {
		k := kinds[uint(which)%uint(len(kinds))]
		file, err := k.Read(bytes.NewReader(raw))
		if err != nil {
			return
		}
		lines := bytes.Count(raw, []byte("\n")) + bytes.Count(raw, []byte("\r")) + 1
		if n := len(file.Rows) + file.Wrong; n > lines {
			t.Errorf("got %d rows and problems of %d lines", n, lines)
		}
		if len(file.Problems) > file.Wrong {
			t.Errorf("got %d problems of %d", len(file.Problems), file.Wrong)
		}
		for _, row := range file.Rows {
			if len(row.Cells) != len(k.Columns) {
				t.Fatalf("got %d cells, want %d", len(row.Cells), len(k.Columns))
			}
			for _, cell := range row.Cells {
				if strings.ContainsAny(cell, "\t\n\r\x00") {
					t.Errorf("got the cell %q, want one line", cell)
				}
			}
		}
		// What is kept in one text comes apart into the same rows.
		for i, l := range strings.Split(reference.Body(file.Rows), "\n") {
			if len(file.Rows) > 0 && l != fmt.Sprint(file.Rows[i].Line)+"\t"+strings.Join(file.Rows[i].Cells, "\t") {
				t.Errorf("got the line %q", l)
			}
		}
		if k.Name == "buildings" {
			reference.Ranges(file.Rows)
		}
	})
}
