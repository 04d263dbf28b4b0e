CREATE TABLE IF NOT EXISTS `callrecords`.`load_log`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `outcome` LowCardinality(String) COMMENT 'committed; set aside: the record could not be flattened, its pages are in raw_pages; withdrawn: taken back by exporter verify --repair; (load)' CODEC(ZSTD(1)),
    `reason` String COMMENT 'why the record was set aside; (load)' CODEC(ZSTD(1)),
    `participant_count` UInt32 COMMENT 'rows; (counted)' CODEC(T64, ZSTD(1)),
    `session_count` UInt32 COMMENT 'rows; (counted)' CODEC(T64, ZSTD(1)),
    `segment_count` UInt32 COMMENT 'rows; (counted)' CODEC(T64, ZSTD(1)),
    `stream_count` UInt32 COMMENT 'rows; (counted)' CODEC(T64, ZSTD(1)),
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `logged_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(logged_at)
ORDER BY (tenant_id, record_id, load_id)
COMMENT 'Every finished load, append-only: committed, or set aside with the reason.'
