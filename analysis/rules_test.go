package analysis_test

import (
	"strings"
	"testing"

	"callrecords/analysis"
)

// header is the first line of a rule file.
const header = "rule_set,media_type,flows,not_codecs,mode,column_name,operator,threshold,absent\n"

func TestBadRulesAreRefusedWithLineAndWhatThereIs(t *testing.T) {
	t.Parallel()
	fine := "own,audio,,,any,average_jitter_ms,>,20,\n"
	for name, c := range map[string]struct{ file, want string }{
		"unknown column":    {header + fine + "own,audio,,,any,jitter,>,20,\n", `line 3: column_name "jitter": there is average_audio_degradation, `},
		"a text":            {header + "own,audio,,,any,audio_codec,>,20,\n", `line 2: column_name "audio_codec": there is`},
		"unknown operator":  {header + "own,audio,,,any,average_jitter_ms,>=,20,\n", `line 2: operator ">=": there is >, <`},
		"unknown media":     {header + "own,voice,,,any,average_jitter_ms,>,20,\n", `line 2: media_type "voice": there is audio, video, sharing`},
		"unknown mode":      {header + "own,audio,,,all,average_jitter_ms,>,20,\n", `line 2: mode "all": there is gate, any, first`},
		"unknown flow":      {header + "own,audio,inwards,,any,average_jitter_ms,>,20,\n", `line 2: flows "inwards": there is outbound, `},
		"no codec":          {header + "own,audio,,h264';,any,average_jitter_ms,>,20,\n", `line 2: not_codecs "h264';": wants names of codecs`},
		"no number":         {header + "own,audio,,,any,average_jitter_ms,>,20ms,\n", `line 2: threshold "20ms": wants a number`},
		"not a number":      {header + "own,audio,,,any,average_jitter_ms,>,NaN,\n", `line 2: threshold "NaN": wants a number`},
		"no name":           {header + ",audio,,,any,average_jitter_ms,>,20,\n", `line 2: rule_set "": wants a name`},
		"a name with quote": {header + "o'n,audio,,,any,average_jitter_ms,>,20,\n", `line 2: rule_set "o'n": wants a name`},
		"two modes":         {header + fine + "own,audio,,,first,average_packet_loss_rate,>,0.1,\n", "line 3: mode first: the rules of audio before it have the mode any"},
		"two absences":      {header + fine + "own,audio,,,any,average_packet_loss_rate,>,0.1,good\n", "line 3: absent good: the rules of audio before it have unclassified"},
		"good of a first":   {header + "own,video,,,first,average_video_frame_rate,<,5,good\n", "line 2: absent good: is for the mode any"},
		"missing cell":      {header + "own,audio\n", "line 2: wrong number of fields"},
		"missing column":    {"rule_set,media_type\n", "line 1: the header has no column flows"},
		"unknown header":    {"rule,media_type\n", `line 1: column "rule": there is rule_set, `},
		"empty file":        {"", "line 1: the header has no column rule_set"},
		"header alone":      {header, "line 1: no rule follows the header"},
		"too many":          {header + strings.Repeat(fine, 201), "line 202: is one rule too many"},
		"all at once":       {header + "own,voice,,,any,x,>,1,\n" + fine + "own,audio,,,any,x,>,1,\n", "line 4: column_name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules, err := analysis.ReadRules(strings.NewReader(c.file))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got rules %v and error %v, want one with %s", rules, err, c.want)
			}
		})
	}
}

func TestRuleSetsOfAUserAreChecked(t *testing.T) {
	t.Parallel()
	own := func(set string) analysis.Options {
		rules, err := analysis.ReadRules(strings.NewReader(header + set + ",audio,,,any,average_jitter_ms,>,20,\n"))
		if err != nil {
			t.Fatal(err)
		}
		return analysis.Options{Rules: rules}
	}
	taken, another := own("cri"), own("own")
	another.Verdict = "owm"
	for want, o := range map[string]analysis.Options{
		"rule set cri: is one that ships":                       taken,
		`rule set "owm": there is cqd-2022, cqd-2021, cri, own`: another,
	} {
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want %s", err, want)
		}
	}
}

// The file that the view quality_rules makes is one that can be read, changed and given
// back: the set of a user decides then.
func TestRulesOfAUserBecomeTheVerdict(t *testing.T) {
	t.Parallel()
	given := shipped(t).text("SELECT * REPLACE('own' AS rule_set, if(column_name = 'average_jitter_ms', 20, threshold)"+
		" AS threshold) FROM (SELECT * FROM {quality_rules} WHERE rule_set = 'cqd-2022')", "CSVWithNames")
	rules, err := analysis.ReadRules(strings.NewReader(given))
	if err != nil {
		t.Fatal(err)
	}
	w, err := made("own_rules", analysis.Options{Rules: rules, SwapSides: true})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t, w, "own_rules", t.Name()}
	h.load(written(t, "r", []any{session("participant", "service", nil, []any{object{
		"label": "main-audio", "streams": streams(object{"streamDirection": "callerToCallee"},
			measure{"packetUtilization", values("900")}, measure{"averageJitter", texts("PT0.02S", "PT0.025S", "PT0.031S")}),
	}})}))
	h.want("SELECT verdict, verdict_cqd_2022, sender, flow FROM {stream_quality} ORDER BY stream_index",
		"good good callee inbound", "poor good callee inbound", "poor poor callee inbound")
	h.want("SELECT rule_set, count(), max(position) FROM {quality_rules} GROUP BY rule_set ORDER BY rule_set",
		"cqd-2021 11 11", "cqd-2022 9 9", "cri 10 10", "own 9 9")
}
