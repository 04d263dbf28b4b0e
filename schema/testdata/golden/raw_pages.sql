CREATE TABLE IF NOT EXISTS `callrecords`.`raw_pages`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `page_index` UInt32 COMMENT 'zero-based, in the order of fetching; (position)' CODEC(T64, ZSTD(1)),
    `kind` LowCardinality(String) COMMENT 'record, sessions, participants, or refused: what could not be taken for one of them; (load)' CODEC(ZSTD(1)),
    `url` String COMMENT 'what was asked; (load)' CODEC(ZSTD(1)),
    `body` String COMMENT 'what was answered; JSON; (load)' CODEC(ZSTD(1)),
    `fetched_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(fetched_at)
ORDER BY (tenant_id, record_id, load_id, page_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'The vault: every page as Graph sent it, by load.'
