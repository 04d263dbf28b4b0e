CREATE TABLE IF NOT EXISTS `callrecords`.`records_all`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'last leave; UTC, 100 ns; endDateTime' CODEC(Delta, ZSTD(1)),
    `join_web_url` String COMMENT 'meeting link; "" seen for peerToPeer; URL or empty string; joinWebUrl' CODEC(ZSTD(1)),
    `last_modified_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'when this version of the record was created; UTC, 100 ns; lastModifiedDateTime' CODEC(Delta, ZSTD(1)),
    `type` LowCardinality(String) COMMENT 'groupCall or peerToPeer; list responses can show unknown; enum; type' CODEC(ZSTD(1)),
    `modalities` Array(LowCardinality(String)) COMMENT 'modalities' CODEC(ZSTD(1)),
    `organizer_kind` LowCardinality(String) COMMENT 'organizer: user, phone, guest, acsUser, ... as on the wire; organizer_v2.identity.(first non-null key)' CODEC(ZSTD(1)),
    `organizer_id` String COMMENT 'organizer_v2.identity.(kind).id' CODEC(ZSTD(1)),
    `organizer_display_name` String COMMENT 'organizer_v2.identity.(kind).displayName' CODEC(ZSTD(1)),
    `organizer_tenant_id` LowCardinality(String) COMMENT 'organizer_v2.identity.(kind).tenantId' CODEC(ZSTD(1)),
    `organizer_user_principal_name` String COMMENT 'organizer_v2.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `organizer_endpoint_type` LowCardinality(String) COMMENT 'organizer_v2.identity.endpointType' CODEC(ZSTD(1)),
    `organizer_administrative_unit_ids` Array(String) COMMENT 'organizer_v2.administrativeUnitInfos[].id' CODEC(ZSTD(1)),
    `participant_count` UInt32 COMMENT 'rows of this version in the participants table; rows; (counted)' CODEC(T64, ZSTD(1)),
    `session_count` UInt32 COMMENT 'rows of this version in the sessions table; rows; (counted)' CODEC(T64, ZSTD(1)),
    `segment_count` UInt32 COMMENT 'rows of this version in the segments table; rows; (counted)' CODEC(T64, ZSTD(1)),
    `stream_count` UInt32 COMMENT 'rows of this version in the streams table; rows; (counted)' CODEC(T64, ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(start_date_time),
    INDEX `lookup_record_id` `record_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_organizer_id` `organizer_id` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(start_date_time)
ORDER BY (tenant_id, toDate(start_date_time), record_id, load_id)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row a call record: its newest version. All loads; read the view records instead.'
