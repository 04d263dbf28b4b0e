package schema

// View is a view that analysts read, as data: whoever opens the warehouse says which
// ones it has, and they are made like its own.
type View struct {
	Name    string
	Comment string   // one line for people: what a row is
	Columns []Column // in the order of the query, with a Kind and a Meaning
	// Query is a SELECT without a semicolon. {NAME} stands in it for a table or view of
	// the warehouse; a view reads those that come before it.
	Query string
	// Spans says that a row is of several records, or of none. Other views have rows of
	// one record, so that each shard of a cluster makes its own.
	Spans bool
	// Kept says that rows of loads are kept once they are as old as a load may get: nobody need
	// compute them again. Only other views read it. A row is of one record, has its tenant_id,
	// record_id, record_start_date_time and load_id, and is made of rows of that load alone: the
	// query reads views of live rows ({TABLE_live}) or, of the kept views before it, what is
	// computed ({NAME_computed}).
	Kept bool
	// Rows is what says how many rows are kept, so that they can be counted: the table of which a
	// kept view has one row per row, or the column of another kept view whose values add up to
	// them (NAME.COLUMN); empty where there is neither.
	Rows string
	// By are columns by which readers narrow a kept view nearly always: what is kept has rows with
	// the same values of them together.
	By []string
}
