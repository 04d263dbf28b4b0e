CREATE TABLE IF NOT EXISTS `callrecords`.`participants_all`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `participant_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `participant_id` String COMMENT 'participants_v2[].id' CODEC(ZSTD(1)),
    `identity_kind` LowCardinality(String) COMMENT 'participant: user, phone, guest, acsUser, ... as on the wire; participants_v2[].identity.(first non-null key)' CODEC(ZSTD(1)),
    `identity_id` String COMMENT 'participants_v2[].identity.(kind).id' CODEC(ZSTD(1)),
    `identity_display_name` String COMMENT 'participants_v2[].identity.(kind).displayName' CODEC(ZSTD(1)),
    `identity_tenant_id` LowCardinality(String) COMMENT 'participants_v2[].identity.(kind).tenantId' CODEC(ZSTD(1)),
    `identity_user_principal_name` String COMMENT 'participants_v2[].identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `identity_endpoint_type` LowCardinality(String) COMMENT 'participants_v2[].identity.endpointType' CODEC(ZSTD(1)),
    `administrative_unit_ids` Array(String) COMMENT 'participants_v2[].administrativeUnitInfos[].id' CODEC(ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(record_start_date_time),
    INDEX `lookup_record_id` `record_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_identity_id` `identity_id` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, participant_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row a participant of a call record. All loads; read the view participants instead.'
