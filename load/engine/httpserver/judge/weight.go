package judge

import (
	"strings"

	"callrecords/load/engine"
)

// Weight is what a reading of a view costs before the first row: the engine plans all of
// the view and of what it reads, whatever is asked of it, and nothing ends that work.
type Weight struct {
	Words    int // of its definition, and of the views that it reads
	Readings int // of tables
}

// Weights are the weights of tables and views, by their names without a database.
type Weights map[string]Weight

// Weigh weighs tables and views by their definitions, which name others as database.name
// does; the definition of a table is empty.
func Weigh(definitions map[string]string) Weights {
	known := map[string]Weight{}
	var weigh func(name string) Weight
	weigh = func(name string) Weight {
		w, ok := known[name]
		if ok {
			return w
		}
		known[name] = Weight{Readings: 1} // that of a table; a view cannot read itself
		words, names := wordsOf(definitions[name])
		w = Weight{Words: words}
		for _, other := range names {
			if _, ok := definitions[other]; ok {
				of := weigh(other)
				w = Weight{min(w.Words+of.Words, most), min(w.Readings+of.Readings, most)}
			}
		}
		w.Readings = max(w.Readings, 1)
		known[name] = w
		return w
	}
	bare := Weights{}
	for name := range definitions {
		w := weigh(name)
		last := lastName(name)
		bare[last] = Weight{max(bare[last].Words, w.Words), max(bare[last].Readings, w.Readings)}
	}
	return bare
}

// most keeps sums from overflowing.
const most = 1 << 30

// of is the weight of what a statement reads by a name.
func (w Weights) of(name string) Weight {
	if known, ok := w[lastName(name)]; ok {
		return known
	}
	return Weight{Readings: 1}
}

// lastName is a name without the database before it.
func lastName(name string) string {
	return strings.ToLower(strings.Trim(name[strings.LastIndexByte(name, '.')+1:], "`\""))
}

// wordsOf counts the words of a definition, and finds the names in it that have a database.
func wordsOf(sql string) (words int, names []string) {
	var before [2]string // the two tokens before
	for sql != "" {
		n, kind := engine.Token(sql)
		token := strings.Trim(sql[:n], "`\"")
		sql = sql[n:]
		if kind == engine.TokenBlank {
			continue
		}
		if kind != engine.TokenSign {
			words++
			if before[1] == "." {
				names = append(names, before[0]+"."+token)
			}
		}
		before = [2]string{before[1], token}
	}
	return words, names
}
