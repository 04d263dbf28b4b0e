package graphtest

import (
	"fmt"
	"strings"
)

// users is how many people work in the tenant.
const users = 200

// person works in the tenant.
type person struct {
	number        int // of the tenant's people, from 0
	id, name, upn string
	site          int      // of sites
	units         []string // administrative units
	machine       machine
}

// world is what all records of a tenant share.
type world struct {
	seed   uint64
	tenant string
	people []person
}

func firstNames() []string {
	return []string{"Abbie", "Owen", "Lena", "Marco", "Priya", "Jonas", "Chloé", "Kenji", "Sofia", "Emil",
		"Noor", "Tomasz", "Aïsha", "Lars", "Ines", "Mateo", "Hanna", "Viktor", "Zoë", "Samuel"}
}

func lastNames() []string {
	return []string{
		"Wilkins",
		"Franklin",
		"Brunner",
		"Rossi",
		"Nair",
		"Keller",
		"Dubois",
		"Tanaka",
		"Almeida",
		"Lindqvist",
		"Haddad",
		"Kowalski",
		"Traoré",
		"Jensen",
		"O'Neill",
		"Fernández",
		"Schäfer",
		"Novák",
		"van Dijk",
		"Moser",
	}
}

func newWorld(seed uint64, tenant string) *world {
	w := &world{seed: seed, tenant: tenant, people: make([]person, users)}
	units := make([]string, len(sites()))
	d := roll(seed, forPerson)
	for i := range units {
		units[i] = d.guid()
	}
	for i := range w.people {
		w.people[i] = newPerson(seed, i, units)
	}
	return w
}

func newPerson(seed uint64, i int, units []string) person {
	d := roll(seed, forPerson, uint64(i))
	first, last := firstNames()[i%20], lastNames()[(i/20+i*7)%20]
	p := person{number: i, id: d.guid(), name: first + " " + last, site: d.below(len(units))}
	p.upn = fmt.Sprintf("%s.%s%d@contoso.example", ascii(first), ascii(last), i)
	p.machine = newMachine(seed, i)
	if d.chance(0.8) {
		p.units = append(p.units, units[p.site])
	}
	return p
}

// ascii gives a name in the letters of a user principal name.
func ascii(name string) string {
	return strings.Map(func(r rune) rune {
		if plain, ok := map[rune]rune{'é': 'e', 'ï': 'i', 'ë': 'e', 'á': 'a', 'ä': 'a'}[r]; ok {
			return plain
		}
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// party is who takes part in a call.
type party struct {
	kind         string // key of the identity set: user, phone, guest, ...
	id, name     string
	tenant, upn  string
	endpointType string  // of the communicationsIdentitySet, "" for null
	person       *person // nil for outsiders
}

// party gives the j-th party of a record, the same on every page.
func (w *world) party(v view, j int) party {
	d := roll(w.seed, forParty, uint64(v.n), uint64(j))
	switch {
	case v.kind == pstn && j == 1, v.kind == queue && j == 0:
		return phone(&d)
	case v.kind == queue && j == 1:
		return application(&d, w.tenant, "applicationInstance", "Main reception")
	case j > 0 && (j >= users || v.kind == meeting && d.chance(0.1)):
		return outsider(&d, w.tenant)
	}
	first := roll(w.seed, forParty, uint64(v.n))
	stride := []int{1, 3, 7, 9, 11, 13, 17, 19}[first.below(8)] // no divisor of users: nobody comes twice
	p := &w.people[(first.below(users)+j*stride)%users]
	return party{kind: "user", id: p.id, name: p.name, tenant: w.tenant, upn: p.upn, person: p}
}

// outsider is a guest, somebody of another tenant, a telephone, an ACS client or a bot.
func outsider(d *dice, tenant string) party {
	switch d.below(9) {
	case 0, 1, 2:
		return party{kind: "user", id: "teamsvisitor:" + d.hex(32)}
	case 3:
		return party{kind: "guest", id: "8:teamsvisitor:" + d.hex(32), name: "Guest"}
	case 4:
		return phone(d)
	case 5:
		return party{kind: "azureCommunicationServicesUser", id: "8:acs:" + d.guid() + "_" + d.guid()}
	case 6:
		return party{kind: "acsUser", id: "8:acs:" + d.guid() + "_" + d.guid(), name: "Web visitor"}
	case 7:
		return application(d, tenant, "application", "Meeting notes bot")
	}
	name := pick(d, firstNames()) + " " + pick(d, lastNames())
	return party{
		kind:   "user",
		id:     d.guid(),
		name:   name + " (Fabrikam)",
		tenant: "b7c1d2e3-4f50-4a61-9b72-8c83d94ea5f6",
	}
}

func phone(d *dice) party {
	endpoint := pick(d, []string{"", "", "default", "voicemail", "skypeForBusinessVoipPhone"})
	return party{kind: "phone", id: fmt.Sprintf("+4144%07d", d.below(1e7)), endpointType: endpoint}
}

func application(d *dice, tenant, kind, name string) party {
	return party{kind: kind, id: d.guid(), name: name, tenant: tenant}
}
