// Package commit makes rows visible, and takes care of them afterwards. Rows are
// inserted first and seen by nobody; a row per record in the table loads is the
// commit that shows them. A sweep deletes the rows of loads that nobody sees, the
// settle line spares readers the look at commits that are weeks old.
package commit
