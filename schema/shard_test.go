package schema_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/quick"

	"github.com/google/uuid"

	"callrecords/schema"
)

func TestEveryRecordIsInExactlyOneShard(t *testing.T) {
	t.Parallel()
	in := func(id string, of int) (n int) {
		for number := 1; number <= of; number++ {
			if (schema.Shard{Number: number, Of: of}).Has(id) {
				n++
			}
		}
		return n
	}
	property := func(id string, guid [16]byte, some uint8) bool {
		of := int(some) + 1
		return in(id, of) == 1 && in(uuid.UUID(guid).String(), of) == 1 && (schema.Shard{}).Has(id)
	}
	if err := quick.Check(property, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

func TestShardsAreAboutEqual(t *testing.T) {
	t.Parallel()
	const records = 20_000
	dice := rand.New(rand.NewPCG(1, 2))
	for _, of := range []int{2, 3, 4, 7, 16} {
		t.Run(fmt.Sprint(of), func(t *testing.T) {
			sizes := make([]int, of)
			for range records {
				id := fmt.Sprintf("%08x-0000-4000-8000-%012x", dice.Uint32(), dice.Uint64()>>16)
				for i := range sizes {
					if (schema.Shard{Number: i + 1, Of: of}).Has(id) {
						sizes[i]++
					}
				}
			}
			for i, size := range sizes {
				if fair := records / of; size < fair*4/5 || size > fair*6/5 {
					t.Errorf("shard %d/%d: got %d records, want about %d", i+1, of, size, fair)
				}
			}
		})
	}
}

func TestShardsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shard schema.Shard
		fine  bool
	}{
		{schema.Shard{}, true},
		{schema.Shard{Number: 1, Of: 1}, true},
		{schema.Shard{Number: 4, Of: 4}, true},
		{schema.Shard{Number: 0, Of: 4}, false},
		{schema.Shard{Number: 5, Of: 4}, false},
		{schema.Shard{Number: -1, Of: -1}, false},
		{schema.Shard{Number: 1}, false},
	} {
		t.Run(c.shard.String(), func(t *testing.T) {
			t.Parallel()
			if err := c.shard.Check(); (err == nil) != c.fine {
				t.Errorf("got %v, want fine %t", err, c.fine)
			}
		})
	}
}
