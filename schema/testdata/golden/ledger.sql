CREATE TABLE IF NOT EXISTS `callrecords`.`ledger`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `listed` SimpleAggregateFunction(max, Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC')))) COMMENT 'what the list said of the greatest version: version, start, end; (list)' CODEC(ZSTD(1)),
    `loaded_version` SimpleAggregateFunction(max, Nullable(UInt64)) COMMENT 'greatest version that was committed; (load)' CODEC(ZSTD(1)),
    `first_listed_at` SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'UTC, ms; (clock)' CODEC(ZSTD(1)),
    `last_listed_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when it was last listed as new, changed or found again; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `lost_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when Graph last answered that it has no such record; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `attempts` SimpleAggregateFunction(sum, UInt64) COMMENT 'times that it was fetched; (load)' CODEC(ZSTD(1)),
    `incident` SimpleAggregateFunction(max, Tuple(at DateTime64(3, 'UTC'), version UInt64, reason String)) COMMENT 'the latest thing that went wrong: instant, version, reason; (load)' CODEC(ZSTD(1)),
    `loaded_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when a load of it was last committed; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `wanted_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when it was last asked for again, whatever version was loaded (exporter verify --repair); UTC, ms; (clock)' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (tenant_id, record_id)
COMMENT 'What Graph listed, what was loaded, and what went wrong, a record.'
