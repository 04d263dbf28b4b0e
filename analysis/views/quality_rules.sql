-- One row per rule of a rule set: what a stream's verdict is made of.
--
-- rule_set      LowCardinality(String)  name of the set; cqd-2022, cqd-2021 and cri ship
-- media_type    LowCardinality(String)  audio, video or sharing
-- position      UInt32                  place in the set, from 1: rules are tried in this order
-- flows         LowCardinality(String)  flows of the streams that the rule is for, with blanks between; empty: all
-- not_codecs    LowCardinality(String)  video codecs that the rule is not for; the first group of rules with equal
--     flows and not_codecs whose condition a stream fulfils decides
-- mode          LowCardinality(String)  gate: a stream that does not fulfil it is unclassified; any: a stream is poor
--     when it fulfils one of them; first: the first whose column is present decides
-- column_name   LowCardinality(String)  column of streams that is compared
-- operator      LowCardinality(String)  > or <; comparisons are strict and in the column's own precision
-- threshold     Nullable(Float64)       in the column's unit
-- absent        LowCardinality(String)  verdict when all columns of an any are absent
SELECT
    rule.1 AS rule_set,
    rule.2 AS media_type,
    toUInt32(rule.3) AS position,
    rule.4 AS flows,
    rule.5 AS not_codecs,
    rule.6 AS mode,
    rule.7 AS column_name,
    rule.8 AS operator,
    rule.9 AS threshold,
    rule.10 AS absent
FROM (SELECT arrayJoin([
    /*rules*/
]) AS rule)
