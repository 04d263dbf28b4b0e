// Package reference keeps reference data: what users know and Graph does not. A load
// takes the place of the one before it in one step, because it is one row per kind; the
// last ones are kept. What the rows mean, the views know that are made of them.
package reference
