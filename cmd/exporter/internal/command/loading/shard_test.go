package loading

import (
	"strings"
	"testing"

	"callrecords/schema"
)

func TestShardIsReadFromFlagOrJob(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		flags   shardFlags
		environ string
		want    schema.Shard
		wrong   string
	}{
		"none":               {shardFlags{}, "JOB_COMPLETION_INDEX=2", schema.Shard{}, ""},
		"the first":          {shardFlags{shard: "1/4"}, "", schema.Shard{Number: 1, Of: 4}, ""},
		"the last":           {shardFlags{shard: "4/4"}, "", schema.Shard{Number: 4, Of: 4}, ""},
		"of a job, from 0":   {shardFlags{shards: 4}, "JOB_COMPLETION_INDEX=0", schema.Shard{Number: 1, Of: 4}, ""},
		"the last of a job":  {shardFlags{shards: 4}, "JOB_COMPLETION_INDEX=3", schema.Shard{Number: 4, Of: 4}, ""},
		"beyond the job":     {shardFlags{shards: 4}, "JOB_COMPLETION_INDEX=4", schema.Shard{}, "is 4, and the last shard's is 3"},
		"no number of a job": {shardFlags{shards: 4}, "JOB_COMPLETION_INDEX=x", schema.Shard{}, "no number"},
		"no job":             {shardFlags{shards: 4}, "", schema.Shard{}, "is not set"},
		"zero":               {shardFlags{shard: "0/4"}, "", schema.Shard{}, "want I/N"},
		"too great":          {shardFlags{shard: "5/4"}, "", schema.Shard{}, "want I/N"},
		"half":               {shardFlags{shard: "2"}, "", schema.Shard{}, "want I/N"},
		"of none":            {shardFlags{shard: "0/0"}, "", schema.Shard{}, "want I/N"},
		"more than two":      {shardFlags{shard: "1/2/3"}, "", schema.Shard{}, "want I/N"},
		"as many as can be":  {shardFlags{shard: "1/32"}, "", schema.Shard{Number: 1, Of: 32}, ""},
		"more than can be":   {shardFlags{shard: "1/33"}, "", schema.Shard{}, "there can be 32"},
		"negative":           {shardFlags{shards: -1}, "", schema.Shard{}, "want 1 or more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := c.flags.read([]string{"HOME=/", c.environ}, 0.8)
			switch {
			case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
				t.Errorf("got %v, want %q in it", err, c.wrong)
			case c.wrong == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case c.wrong == "" && got != c.want:
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
