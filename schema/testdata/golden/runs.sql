CREATE TABLE IF NOT EXISTS `callrecords`.`runs`
(
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `command` LowCardinality(String) COMMENT 'run, serve, backfill, import, replay, demo; (config)' CODEC(ZSTD(1)),
    `reconcile` UInt64 COMMENT '1 when the run listed the whole retention and came to the list\'s end; (config)' CODEC(ZSTD(1)),
    `window_from` DateTime64(3, 'UTC') COMMENT 'starts listed, from; UTC, ms; (config)' CODEC(Delta, ZSTD(1)),
    `window_to` DateTime64(3, 'UTC') COMMENT 'starts listed, to, exclusive; UTC, ms; (config)' CODEC(Delta, ZSTD(1)),
    `started_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `finished_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `outcome` LowCardinality(String) COMMENT 'complete, incomplete (some records are not in) or failed; (clock)' CODEC(ZSTD(1)),
    `error` String COMMENT 'why it failed; (clock)' CODEC(ZSTD(1)),
    `listed` UInt64 COMMENT 'headers that the list showed; records; (clock)' CODEC(ZSTD(1)),
    `due` UInt64 COMMENT 'records to fetch, with those of earlier runs; records; (clock)' CODEC(ZSTD(1)),
    `fetched` UInt64 COMMENT 'records; (clock)' CODEC(ZSTD(1)),
    `loaded` UInt64 COMMENT 'committed; records; (clock)' CODEC(ZSTD(1)),
    `set_aside` UInt64 COMMENT 'could not be flattened; records; (clock)' CODEC(ZSTD(1)),
    `lost` UInt64 COMMENT 'Graph no longer has them; records; (clock)' CODEC(ZSTD(1)),
    `left` UInt64 COMMENT 'still due; records; (clock)' CODEC(ZSTD(1)),
    `row_count` UInt64 COMMENT 'rows loaded, all tables; rows; (clock)' CODEC(ZSTD(1)),
    `requests` UInt64 COMMENT 'requests to Graph; (clock)' CODEC(ZSTD(1)),
    `throttled` UInt64 COMMENT 'answers of 429; (clock)' CODEC(ZSTD(1)),
    `bytes` UInt64 COMMENT 'bodies received; byte; (clock)' CODEC(ZSTD(1)),
    `oldest_due_id` String COMMENT 'record that is due and expires first; (clock)' CODEC(ZSTD(1)),
    `oldest_due_expires_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when Graph forgets it; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `prev_hash` String COMMENT 'row_hash of the tenant\'s run before it; several, with commas, after runs that ended at the same time; SHA-256, hex; (clock)' CODEC(ZSTD(1)),
    `row_hash` String COMMENT 'over all other columns of the row; exporter verify computes it again; SHA-256, hex; (clock)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(started_at)
ORDER BY (tenant_id, started_at, run_id)
COMMENT 'One row a run of a tenant.'
