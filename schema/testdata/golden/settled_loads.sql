CREATE TABLE IF NOT EXISTS `callrecords`.`settled_loads`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date COMMENT 'day on which this version of the record starts; UTC; startDateTime' CODEC(Delta, ZSTD(1)),
    `participant_count` UInt32 COMMENT 'rows of the load in participants_all; rows; (counted)' CODEC(T64, ZSTD(1)),
    `session_count` UInt32 COMMENT 'rows of the load in sessions_all; rows; (counted)' CODEC(T64, ZSTD(1)),
    `segment_count` UInt32 COMMENT 'rows of the load in segments_all; rows; (counted)' CODEC(T64, ZSTD(1)),
    `stream_count` UInt32 COMMENT 'rows of the load in streams_all; rows; (counted)' CODEC(T64, ZSTD(1)),
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `committed_at` DateTime64(3, 'UTC') COMMENT 'when the load became visible; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `replaces` Array(UInt64) COMMENT 'loads of the record that are settled, or soon may be, and that readers must not see any more; load ids; (load)' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (tenant_id, record_id)
COMMENT 'The commits of settled loads, which have left loads.'
