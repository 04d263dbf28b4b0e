package schema

// ListPage is one page of a list of records.
type ListPage struct {
	Headers []Header
	// Refused are the rows of the page that could not be taken, one error per row.
	// They end neither the page nor the list; what they are about is not in Headers.
	Refused []*SourceError
}
