package extract

import "encoding/json"

// peerToPeer is the type that Graph gives a call that is no meeting.
const peerToPeer = "peerToPeer"

// betweenTwo says whether the page of a record tells of all who took part: a call that is
// no meeting, in one session, both of whose ends say who they are. A record of another type,
// of an unknown one or of none may be a meeting; a call through a queue has more sessions,
// and its list of participants has people whom they do not name.
func (p *page) betweenTwo() bool {
	if p.callType != peerToPeer || p.sessions.count != 1 || len(p.sessions.objects) != 1 || p.entityNext(p.sessions) != "" {
		return false
	}
	var session struct{ Caller, Callee end }
	at := p.sessions.objects[0]
	err := json.Unmarshal(p.body[at.from:at.to], &session)
	return err == nil && session.Caller.named() && session.Callee.named()
}

// end is one end of a session (Graph, resource type callRecords.endpoint).
type end struct {
	AssociatedIdentity identity
	Identity           map[string]json.RawMessage // by the kind of identity
}

type identity struct{ ID string }

// named says whether an end says who it is.
func (e end) named() bool {
	if e.AssociatedIdentity.ID != "" {
		return true
	}
	for _, raw := range e.Identity {
		var who identity
		if json.Unmarshal(raw, &who) == nil && who.ID != "" {
			return true
		}
	}
	return false
}
