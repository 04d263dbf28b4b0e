CREATE TABLE IF NOT EXISTS `callrecords`.`settle_line`
(
    `moved_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `line` UInt64 COMMENT 'loads with smaller ids are settled; load id; (clock)' CODEC(ZSTD(1)),
    `begun_before` DateTime64(3, 'UTC') COMMENT 'the line as a time: settled loads were begun before it; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `settled` UInt64 COMMENT 'how many the move settled; loads; (clock)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (line)
COMMENT 'The settle line, a row a move: loads before the greatest are settled.'
