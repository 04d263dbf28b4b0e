package schema_test

import (
	"slices"
	"strings"
	"testing"

	"callrecords/schema"
)

// uncolumned are the properties that have no column, and why: by type, or by
// path where another place of the same type has one. They are not lost: each
// is kept verbatim in unknown_properties.
var uncolumned = map[string]string{
	"callRecords.callRecord.organizer":    "deprecated in favour of organizer_v2",
	"callRecords.callRecord.participants": "deprecated in favour of participants_v2",
	"callRecords.organizer.id":            "repeats the id of the organizer's identity",
	"caller.identity.endpointType":        "of the newer identity sets; an endpoint has the older one, deprecated",
	"callee.identity.endpointType":        "of the newer identity sets; an endpoint has the older one, deprecated",

	"azureCommunicationServicesUserIdentity.azureCommunicationServicesResourceId": "of one identity kind, not seen in call records",
	"communicationsApplicationIdentity.applicationType":                           "of one identity kind, not seen in call records",
	"communicationsApplicationIdentity.hidden":                                    "of one identity kind, not seen in call records",
	"communicationsApplicationInstanceIdentity.hidden":                            "of one identity kind, not seen in call records",
	"communicationsGuestIdentity.email":                                           "of one identity kind, not seen in call records",
	"teamworkUserIdentity.userIdentityType":                                       "of one identity kind, not seen in call records",
	"userIdentity.ipAddress":                                                      "of one identity kind, not seen in call records",
}

// undeclared are the ends of sources that the metadata does not declare.
var undeclared = map[string]string{
	"@odata.type":             "control information of OData that tells derived types apart",
	schema.SourceIdentityKind: "the name of a property rather than its value",
	"tenantId":                "sent with every identity",
	"userPrincipalName":       "sent with the identities of users",
}

// property is one line of the metadata: inherited ones are repeated with every
// type that is not abstract.
type property struct {
	owner, name, edm string
	collection, enum bool
}

// metadata is the types of the service by name, and which derive from which.
type metadata struct {
	properties map[string][]property
	derived    map[string][]string
}

func readMetadata(t *testing.T) metadata {
	t.Helper()
	m := metadata{map[string][]property{}, map[string][]string{}}
	for _, f := range table(t, propertiesCopy) {
		owner, base := f[0], f[1]
		if !slices.Contains(m.derived[base], owner) {
			m.derived[base] = append(m.derived[base], owner)
		}
		m.properties[owner] = append(m.properties[owner], property{owner, f[2], f[3], f[4] == "true", f[5] == "true"})
	}
	return m
}

// at is a property of the tree of a call record, by the path that a column's
// source would have.
type at struct {
	path string
	property
}

// exception is the name under which the property may have a reason.
func (a at) exception() string {
	inside := a.path[strings.LastIndex(a.path, "[].")+1:]
	if inside = strings.TrimPrefix(inside, "]."); uncolumned[inside] != "" {
		return inside
	}
	return a.owner + "." + a.name
}

// walk lists the properties with a value below a type and the types derived
// from it. An identitySet is walked through its one filled-in identity.
func (m metadata) walk(typeName, path string) []at {
	var found []at
	for _, derived := range m.derived[typeName] {
		found = append(found, m.walk(derived, path)...)
	}
	for _, p := range m.properties[typeName] {
		here := path + p.name
		if p.edm == "identity" && strings.HasSuffix(strings.ToLower(typeName), "identityset") {
			here = path + schema.SourceIdentity
		}
		if p.collection && !p.enum && !strings.HasPrefix(p.edm, "Edm.") {
			here += "[]"
		}
		if m.isLeaf(p) {
			found = append(found, at{here, p})
			continue
		}
		found = append(found, m.walk(p.edm, here+".")...)
	}
	return found
}

// isLeaf says whether a property has a value of its own: a primitive, an enum,
// an open type without properties, or one that was left out as a whole.
func (m metadata) isLeaf(p property) bool {
	_, whole := uncolumned[p.owner+"."+p.name]
	return whole || p.enum || p.edm == "" || strings.HasPrefix(p.edm, "Edm.") || strings.HasSuffix(p.edm, "feedbackTokenSet")
}

// leaves are the properties of a call record that have values.
func leaves(t *testing.T) []at {
	t.Helper()
	found := readMetadata(t).walk("callRecords.callRecord", "")
	return slices.DeleteFunc(found, func(a at) bool { return a.name == "" })
}

// sources are the columns by their source.
func sources() map[string][]schema.Column {
	by := map[string][]schema.Column{}
	for _, t := range schema.CallRecords.Tables {
		for _, c := range t.Columns {
			by[c.Source] = append(by[c.Source], c)
		}
	}
	return by
}

func TestEveryPropertyHasAColumnOrAReason(t *testing.T) {
	t.Parallel()
	columns, used := sources(), map[string]bool{}
	for _, a := range leaves(t) {
		name := a.exception()
		_, reason := uncolumned[name]
		used[name] = true
		t.Run(a.path, func(t *testing.T) {
			switch has := len(columns[a.path]) > 0; {
			case !has && !reason:
				t.Errorf("got no column of %s, want one or a reason", name)
			case has && reason:
				t.Errorf("got a column of %s, want none for the reason given", name)
			}
		})
	}
	for name := range uncolumned {
		t.Run("reason for "+name, func(t *testing.T) {
			if !used[name] {
				t.Error("got no such property of a call record, want one")
			}
		})
	}
}

func TestEverySourceIsAProperty(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, a := range leaves(t) {
		known[a.path] = true
	}
	for source, columns := range sources() {
		end := source[strings.LastIndex(source, ".")+1:]
		if strings.HasSuffix(source, "@odata.type") {
			end = "@odata.type"
		}
		if ours := strings.HasPrefix(source, "(") && !strings.Contains(source, "."); ours || undeclared[end] != "" {
			continue
		}
		t.Run(source, func(t *testing.T) {
			if !known[source] {
				t.Errorf("got a source of %s that the metadata lacks, want a property", columns[0].Name)
			}
		})
	}
}

// kindsOf are the kinds that hold the values of a metadata type.
var kindsOf = map[string][]schema.Kind{
	"Edm.String":         {schema.KindText, schema.KindKeyword, schema.KindTexts},
	"Edm.Boolean":        {schema.KindBool},
	"Edm.Int32":          {schema.KindInt32, schema.KindInt32s},
	"Edm.Int64":          {schema.KindInt64, schema.KindUInt64},
	"Edm.Single":         {schema.KindFloat32},
	"Edm.Duration":       {schema.KindDuration, schema.KindDurations},
	"Edm.DateTimeOffset": {schema.KindTime, schema.KindStart},
}

func TestKindsHoldWhatTheMetadataSays(t *testing.T) {
	t.Parallel()
	columns := sources()
	for _, a := range leaves(t) {
		want := kindsOf[a.edm]
		switch {
		case a.enum && a.collection:
			want = []schema.Kind{schema.KindKeywords}
		case a.enum:
			want = []schema.Kind{schema.KindKeyword}
		case strings.HasSuffix(a.edm, "feedbackTokenSet"):
			want = []schema.Kind{schema.KindBools}
		}
		for _, c := range columns[a.path] {
			t.Run(c.Name+" of "+a.path, func(t *testing.T) {
				if !slices.Contains(want, c.Kind) {
					t.Errorf("got %s, want one that holds %s", c.Kind.ClickHouse(), a.edm)
				}
			})
		}
	}
}
