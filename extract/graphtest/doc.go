// Package graphtest is a simulated Microsoft Graph tenant for call records: an
// HTTP handler with the page sizes, limits, error bodies and quirks of Graph
// v1.0 and of the Entra token endpoint.
//
// A Tenant is seeded. The same Options, clock included, give the same bytes;
// nothing is stored but a plan of about 200 bytes a record, and every page is
// made from the seed when it is asked for. The tenant grows by its own clock (the
// Unbuilt records appear; after an hour, later versions follow) and by the
// caller's hand: Add, Grow, Shrink, Move, Vanish.
//
// Document gives the whole record in one piece, so that a test can compare what
// an exporter made of the pages with what there was.
//
// The behaviour follows the pages "Call records API", "List callRecords",
// "Get callRecord", "List sessions", "List participants_v2", "Paging" and
// "Throttling limits" of the Graph documentation. Not simulated: $batch, change
// notifications, the PSTN and Direct Routing logs, the participant filter.
package graphtest
