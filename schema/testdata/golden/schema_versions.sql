CREATE TABLE IF NOT EXISTS `callrecords`.`schema_versions`
(
    `applied_at` DateTime64(3, 'UTC') COMMENT 'when the last statement was done; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `fingerprint` LowCardinality(String) COMMENT 'of the statements that make the whole warehouse in this version; SHA-256, hex, 16 digits; (clock)' CODEC(ZSTD(1)),
    `program` LowCardinality(String) COMMENT 'version of the exporter that did it; (config)' CODEC(ZSTD(1)),
    `statements` String COMMENT 'what was done, each with a semicolon; SQL; (clock)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (applied_at)
COMMENT 'One row a change of the tables: when, by whom, and the statements.'
