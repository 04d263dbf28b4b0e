package loading

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"callrecords/extract"
	"callrecords/schema"
)

// jobIndex is where Kubernetes tells a pod of an indexed Job which one it is, from 0.
const jobIndex = "JOB_COMPLETION_INDEX"

// shardFlags say which shard of the records a process takes.
type shardFlags struct {
	shard  string
	shards int
}

func (f *shardFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.shard, "shard", "",
		"only records of shard I of N, 1/4 to 4/4; with 1/N of the quota")
	c.Flags().IntVar(&f.shards, "shards", 0,
		"the number of shards; which one is told by "+jobIndex+", as in an indexed Job of Kubernetes")
	c.MarkFlagsMutuallyExclusive("shard", "shards")
}

// read gives the shard, which is zero when none was asked for. There can be no more of
// them than have one request each to the list, of the share of the quota.
func (f *shardFlags) read(environ []string, share float64) (schema.Shard, error) {
	s, err := f.parse(environ)
	if most := extract.MaxShards(share); err == nil && s.Of > max(1, most) {
		err = fmt.Errorf(
			"%d shards: with export.quota_share %v there can be %d, each with one request to the list"+
				" in 20 s",
			s.Of,
			share,
			max(1, most),
		)
	}
	return s, err
}

// parse reads the flags.
func (f *shardFlags) parse(environ []string) (s schema.Shard, err error) {
	switch {
	case f.shard != "":
		number, of, found := strings.Cut(f.shard, "/")
		s.Number, err = strconv.Atoi(number)
		if err == nil {
			s.Of, err = strconv.Atoi(of)
		}
		if err != nil || !found || s.Check() != nil || s.Of < 1 {
			return schema.Shard{}, fmt.Errorf(
				"--shard %q: want I/N, such as 1/4, with I from 1 to N",
				f.shard,
			)
		}
	case f.shards < 0:
		return s, fmt.Errorf("--shards %d: want 1 or more", f.shards)
	case f.shards > 0:
		index, err := indexOfJob(environ)
		if err != nil {
			return s, fmt.Errorf("--shards %d: %w", f.shards, err)
		}
		s = schema.Shard{Number: index + 1, Of: f.shards}
		if index < 0 || index >= f.shards {
			return schema.Shard{}, fmt.Errorf("--shards %d: %s is %d, and the last shard's is %d",
				f.shards, jobIndex, index, f.shards-1)
		}
	}
	return s, nil
}

// indexOfJob reads which pod of an indexed Job this is.
func indexOfJob(environ []string) (int, error) {
	for _, line := range environ {
		if text, found := strings.CutPrefix(line, jobIndex+"="); found {
			index, err := strconv.Atoi(text)
			if err != nil {
				return 0, fmt.Errorf("%s is %.40q, no number", jobIndex, text)
			}
			return index, nil
		}
	}
	return 0, errors.New(
		jobIndex + " is not set; outside of an indexed Job, --shard I/N says which shard this is",
	)
}
