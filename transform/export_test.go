package transform

// LastOnly is lastOnly.
var LastOnly = lastOnly
