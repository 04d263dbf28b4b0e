package schema

import "strings"

// NextLink says whether the name of a property is that of a next link, and of
// which relationship: sessions of sessions@odata.nextLink, "" of a page's own
// @odata.nextLink. OData 4.01 writes it without odata. (sessions@nextLink) and
// compares its names without regard to case (OData JSON Format 4.01, 4.6); OData 3
// writes a page's own as odata.nextLink. A document with any next link, however
// it is spelled, is not the whole of what it belongs to.
func NextLink(name string) (relationship string, ok bool) {
	mark := strings.LastIndex(name, AnnotationMark)
	if mark < 0 {
		return "", strings.EqualFold(name, "odata.nextLink")
	}
	info := name[mark+len(AnnotationMark):]
	if head, tail, dotted := strings.Cut(info, "."); dotted && strings.EqualFold(head, "odata") {
		info = tail
	}
	if !strings.EqualFold(info, "nextLink") {
		return "", false
	}
	return name[:mark], true
}
