CREATE DATABASE IF NOT EXISTS `callrecords` ON CLUSTER `main`;

CREATE TABLE IF NOT EXISTS `callrecords`.`records_all_local` ON CLUSTER `main`
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
PARTITION BY toYYYYMM(start_date_time)
ORDER BY (tenant_id, toDate(start_date_time), record_id, load_id)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row a call record: its newest version. All loads; read the view records instead.';

CREATE TABLE IF NOT EXISTS `callrecords`.`participants_all_local` ON CLUSTER `main`
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, participant_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row a participant of a call record. All loads; read the view participants instead.';

CREATE TABLE IF NOT EXISTS `callrecords`.`sessions_all_local` ON CLUSTER `main`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `session_id` String COMMENT 'may repeat inside one record by design; sessions[].id' CODEC(ZSTD(1)),
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].endDateTime' CODEC(Delta, ZSTD(1)),
    `is_test` Nullable(Bool) COMMENT 'test-call marker; absent from the US Gov CSDL; boolean; sessions[].isTest' CODEC(ZSTD(1)),
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].startDateTime' CODEC(Delta, ZSTD(1)),
    `modalities` Array(LowCardinality(String)) COMMENT 'sessions[].modalities' CODEC(ZSTD(1)),
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].failureInfo.reason' CODEC(ZSTD(1)),
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].failureInfo.stage' CODEC(ZSTD(1)),
    `caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].caller.@odata.type' CODEC(ZSTD(1)),
    `caller_name` String COMMENT 'device (host) name; string; sessions[].caller.name' CODEC(ZSTD(1)),
    `caller_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].caller.cpuName' CODEC(ZSTD(1)),
    `caller_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].caller.cpuCoresCount' CODEC(T64, ZSTD(1)),
    `caller_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].caller.cpuProcessorSpeedInMhz' CODEC(T64, ZSTD(1)),
    `caller_identity_kind` LowCardinality(String) COMMENT 'caller (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].caller.identity.(first non-null key)' CODEC(ZSTD(1)),
    `caller_identity_id` String COMMENT 'sessions[].caller.identity.(kind).id' CODEC(ZSTD(1)),
    `caller_identity_display_name` String COMMENT 'sessions[].caller.identity.(kind).displayName' CODEC(ZSTD(1)),
    `caller_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].caller.identity.(kind).tenantId' CODEC(ZSTD(1)),
    `caller_identity_user_principal_name` String COMMENT 'sessions[].caller.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `caller_associated_identity_id` String COMMENT 'sessions[].caller.associatedIdentity.id' CODEC(ZSTD(1)),
    `caller_associated_identity_display_name` String COMMENT 'sessions[].caller.associatedIdentity.displayName' CODEC(ZSTD(1)),
    `caller_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].caller.associatedIdentity.tenantId' CODEC(ZSTD(1)),
    `caller_associated_identity_user_principal_name` String COMMENT 'sessions[].caller.associatedIdentity.userPrincipalName' CODEC(ZSTD(1)),
    `caller_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].caller.userAgent.@odata.type' CODEC(ZSTD(1)),
    `caller_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].caller.userAgent.applicationVersion' CODEC(ZSTD(1)),
    `caller_user_agent_header_value` String COMMENT 'raw user agent; sessions[].caller.userAgent.headerValue' CODEC(ZSTD(1)),
    `caller_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].caller.userAgent.azureADAppId' CODEC(ZSTD(1)),
    `caller_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].caller.userAgent.communicationServiceId' CODEC(ZSTD(1)),
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].caller.userAgent.platform' CODEC(ZSTD(1)),
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].caller.userAgent.productFamily' CODEC(ZSTD(1)),
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].caller.userAgent.role' CODEC(ZSTD(1)),
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].caller.feedback.rating' CODEC(ZSTD(1)),
    `caller_feedback_text` String COMMENT 'sessions[].caller.feedback.text' CODEC(ZSTD(1)),
    `caller_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].caller.feedback.tokens' CODEC(ZSTD(1)),
    `callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].callee.@odata.type' CODEC(ZSTD(1)),
    `callee_name` String COMMENT 'device (host) name; string; sessions[].callee.name' CODEC(ZSTD(1)),
    `callee_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].callee.cpuName' CODEC(ZSTD(1)),
    `callee_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].callee.cpuCoresCount' CODEC(T64, ZSTD(1)),
    `callee_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].callee.cpuProcessorSpeedInMhz' CODEC(T64, ZSTD(1)),
    `callee_identity_kind` LowCardinality(String) COMMENT 'callee (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].callee.identity.(first non-null key)' CODEC(ZSTD(1)),
    `callee_identity_id` String COMMENT 'sessions[].callee.identity.(kind).id' CODEC(ZSTD(1)),
    `callee_identity_display_name` String COMMENT 'sessions[].callee.identity.(kind).displayName' CODEC(ZSTD(1)),
    `callee_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].callee.identity.(kind).tenantId' CODEC(ZSTD(1)),
    `callee_identity_user_principal_name` String COMMENT 'sessions[].callee.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `callee_associated_identity_id` String COMMENT 'sessions[].callee.associatedIdentity.id' CODEC(ZSTD(1)),
    `callee_associated_identity_display_name` String COMMENT 'sessions[].callee.associatedIdentity.displayName' CODEC(ZSTD(1)),
    `callee_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].callee.associatedIdentity.tenantId' CODEC(ZSTD(1)),
    `callee_associated_identity_user_principal_name` String COMMENT 'sessions[].callee.associatedIdentity.userPrincipalName' CODEC(ZSTD(1)),
    `callee_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].callee.userAgent.@odata.type' CODEC(ZSTD(1)),
    `callee_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].callee.userAgent.applicationVersion' CODEC(ZSTD(1)),
    `callee_user_agent_header_value` String COMMENT 'raw user agent; sessions[].callee.userAgent.headerValue' CODEC(ZSTD(1)),
    `callee_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].callee.userAgent.azureADAppId' CODEC(ZSTD(1)),
    `callee_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].callee.userAgent.communicationServiceId' CODEC(ZSTD(1)),
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].callee.userAgent.platform' CODEC(ZSTD(1)),
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].callee.userAgent.productFamily' CODEC(ZSTD(1)),
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].callee.userAgent.role' CODEC(ZSTD(1)),
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].callee.feedback.rating' CODEC(ZSTD(1)),
    `callee_feedback_text` String COMMENT 'sessions[].callee.feedback.text' CODEC(ZSTD(1)),
    `callee_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].callee.feedback.tokens' CODEC(ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(record_start_date_time),
    INDEX `lookup_record_id` `record_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_caller_associated_identity_id` `caller_associated_identity_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_callee_associated_identity_id` `callee_associated_identity_id` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, session_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row a session of a call record. Session ids may repeat: session_index is the key. All loads; read the view sessions instead.';

CREATE TABLE IF NOT EXISTS `callrecords`.`segments_all_local` ON CLUSTER `main`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `segment_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `session_id` String COMMENT 'sessions[].id' CODEC(ZSTD(1)),
    `segment_id` String COMMENT 'sessions[].segments[].id' CODEC(ZSTD(1)),
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].segments[].endDateTime' CODEC(Delta, ZSTD(1)),
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].segments[].startDateTime' CODEC(Delta, ZSTD(1)),
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.reason' CODEC(ZSTD(1)),
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.stage' CODEC(ZSTD(1)),
    `caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].caller.@odata.type' CODEC(ZSTD(1)),
    `caller_name` String COMMENT 'device (host) name; string; sessions[].segments[].caller.name' CODEC(ZSTD(1)),
    `caller_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].segments[].caller.cpuName' CODEC(ZSTD(1)),
    `caller_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].segments[].caller.cpuCoresCount' CODEC(T64, ZSTD(1)),
    `caller_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].segments[].caller.cpuProcessorSpeedInMhz' CODEC(T64, ZSTD(1)),
    `caller_identity_kind` LowCardinality(String) COMMENT 'caller (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].segments[].caller.identity.(first non-null key)' CODEC(ZSTD(1)),
    `caller_identity_id` String COMMENT 'sessions[].segments[].caller.identity.(kind).id' CODEC(ZSTD(1)),
    `caller_identity_display_name` String COMMENT 'sessions[].segments[].caller.identity.(kind).displayName' CODEC(ZSTD(1)),
    `caller_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].caller.identity.(kind).tenantId' CODEC(ZSTD(1)),
    `caller_identity_user_principal_name` String COMMENT 'sessions[].segments[].caller.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `caller_associated_identity_id` String COMMENT 'sessions[].segments[].caller.associatedIdentity.id' CODEC(ZSTD(1)),
    `caller_associated_identity_display_name` String COMMENT 'sessions[].segments[].caller.associatedIdentity.displayName' CODEC(ZSTD(1)),
    `caller_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].caller.associatedIdentity.tenantId' CODEC(ZSTD(1)),
    `caller_associated_identity_user_principal_name` String COMMENT 'sessions[].segments[].caller.associatedIdentity.userPrincipalName' CODEC(ZSTD(1)),
    `caller_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].segments[].caller.userAgent.@odata.type' CODEC(ZSTD(1)),
    `caller_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].segments[].caller.userAgent.applicationVersion' CODEC(ZSTD(1)),
    `caller_user_agent_header_value` String COMMENT 'raw user agent; sessions[].segments[].caller.userAgent.headerValue' CODEC(ZSTD(1)),
    `caller_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].segments[].caller.userAgent.azureADAppId' CODEC(ZSTD(1)),
    `caller_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].segments[].caller.userAgent.communicationServiceId' CODEC(ZSTD(1)),
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].caller.userAgent.platform' CODEC(ZSTD(1)),
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].caller.userAgent.productFamily' CODEC(ZSTD(1)),
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].caller.userAgent.role' CODEC(ZSTD(1)),
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].caller.feedback.rating' CODEC(ZSTD(1)),
    `caller_feedback_text` String COMMENT 'sessions[].segments[].caller.feedback.text' CODEC(ZSTD(1)),
    `caller_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].segments[].caller.feedback.tokens' CODEC(ZSTD(1)),
    `callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].callee.@odata.type' CODEC(ZSTD(1)),
    `callee_name` String COMMENT 'device (host) name; string; sessions[].segments[].callee.name' CODEC(ZSTD(1)),
    `callee_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].segments[].callee.cpuName' CODEC(ZSTD(1)),
    `callee_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].segments[].callee.cpuCoresCount' CODEC(T64, ZSTD(1)),
    `callee_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].segments[].callee.cpuProcessorSpeedInMhz' CODEC(T64, ZSTD(1)),
    `callee_identity_kind` LowCardinality(String) COMMENT 'callee (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].segments[].callee.identity.(first non-null key)' CODEC(ZSTD(1)),
    `callee_identity_id` String COMMENT 'sessions[].segments[].callee.identity.(kind).id' CODEC(ZSTD(1)),
    `callee_identity_display_name` String COMMENT 'sessions[].segments[].callee.identity.(kind).displayName' CODEC(ZSTD(1)),
    `callee_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].callee.identity.(kind).tenantId' CODEC(ZSTD(1)),
    `callee_identity_user_principal_name` String COMMENT 'sessions[].segments[].callee.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `callee_associated_identity_id` String COMMENT 'sessions[].segments[].callee.associatedIdentity.id' CODEC(ZSTD(1)),
    `callee_associated_identity_display_name` String COMMENT 'sessions[].segments[].callee.associatedIdentity.displayName' CODEC(ZSTD(1)),
    `callee_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].callee.associatedIdentity.tenantId' CODEC(ZSTD(1)),
    `callee_associated_identity_user_principal_name` String COMMENT 'sessions[].segments[].callee.associatedIdentity.userPrincipalName' CODEC(ZSTD(1)),
    `callee_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].segments[].callee.userAgent.@odata.type' CODEC(ZSTD(1)),
    `callee_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].segments[].callee.userAgent.applicationVersion' CODEC(ZSTD(1)),
    `callee_user_agent_header_value` String COMMENT 'raw user agent; sessions[].segments[].callee.userAgent.headerValue' CODEC(ZSTD(1)),
    `callee_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].segments[].callee.userAgent.azureADAppId' CODEC(ZSTD(1)),
    `callee_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].segments[].callee.userAgent.communicationServiceId' CODEC(ZSTD(1)),
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].callee.userAgent.platform' CODEC(ZSTD(1)),
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].callee.userAgent.productFamily' CODEC(ZSTD(1)),
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].callee.userAgent.role' CODEC(ZSTD(1)),
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].callee.feedback.rating' CODEC(ZSTD(1)),
    `callee_feedback_text` String COMMENT 'sessions[].segments[].callee.feedback.text' CODEC(ZSTD(1)),
    `callee_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].segments[].callee.feedback.tokens' CODEC(ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(record_start_date_time),
    INDEX `lookup_record_id` `record_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_caller_associated_identity_id` `caller_associated_identity_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_callee_associated_identity_id` `callee_associated_identity_id` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, session_index, segment_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row a segment of a session. All loads; read the view segments instead.';

CREATE TABLE IF NOT EXISTS `callrecords`.`streams_all_local` ON CLUSTER `main`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `segment_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `media_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `stream_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `session_id` String COMMENT 'sessions[].id' CODEC(ZSTD(1)),
    `segment_id` String COMMENT 'sessions[].segments[].id' CODEC(ZSTD(1)),
    `media_label` LowCardinality(String) COMMENT 'a media without streams still makes one row, with stream_id empty and stream columns null; sessions[].segments[].media[].label' CODEC(ZSTD(1)),
    `audio_codec` LowCardinality(String) COMMENT 'audio codec on the wire; "unknown" for non-audio streams; enum; sessions[].segments[].media[].streams[].audioCodec' CODEC(ZSTD(1)),
    `average_audio_degradation` Nullable(Float32) COMMENT 'mean network-MOS loss caused by packet loss and jitter on the received audio; MOS points (0 = none); sessions[].segments[].media[].streams[].averageAudioDegradation' CODEC(ZSTD(1)),
    `average_audio_network_jitter_ms` Nullable(Float64) COMMENT 'mean network jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].averageAudioNetworkJitter' CODEC(ZSTD(1)),
    `average_bandwidth_estimate` Nullable(Int64) COMMENT 'mean estimated bandwidth between the two ends; bit/s; sessions[].segments[].media[].streams[].averageBandwidthEstimate' CODEC(T64, ZSTD(1)),
    `average_freeze_duration_ms` Nullable(Float64) COMMENT 'mean freeze length of a received video stream; ms; sessions[].segments[].media[].streams[].averageFreezeDuration' CODEC(ZSTD(1)),
    `average_jitter_ms` Nullable(Float64) COMMENT 'mean jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].averageJitter' CODEC(ZSTD(1)),
    `average_packet_loss_rate` Nullable(Float32) COMMENT 'mean packet loss; fraction 0..1; sessions[].segments[].media[].streams[].averagePacketLossRate' CODEC(ZSTD(1)),
    `average_ratio_of_concealed_samples` Nullable(Float32) COMMENT 'audio frames containing concealment samples / all audio frames; fraction 0..1; sessions[].segments[].media[].streams[].averageRatioOfConcealedSamples' CODEC(ZSTD(1)),
    `average_received_frame_rate` Nullable(Float32) COMMENT 'mean received frame rate over all video streams of the session; frames/s; sessions[].segments[].media[].streams[].averageReceivedFrameRate' CODEC(ZSTD(1)),
    `average_round_trip_time_ms` Nullable(Float64) COMMENT 'mean network RTT per RFC 3550; ms; sessions[].segments[].media[].streams[].averageRoundTripTime' CODEC(ZSTD(1)),
    `average_video_frame_loss_percentage` Nullable(Float32) COMMENT 'mean share of video frames lost as shown to the user; percent (0..100 by name; scale not confirmed); sessions[].segments[].media[].streams[].averageVideoFrameLossPercentage' CODEC(ZSTD(1)),
    `average_video_frame_rate` Nullable(Float32) COMMENT 'mean received frame rate of this video stream; frames/s; sessions[].segments[].media[].streams[].averageVideoFrameRate' CODEC(ZSTD(1)),
    `average_video_packet_loss_rate` Nullable(Float32) COMMENT 'mean video packet loss per RFC 3550; fraction 0..1; sessions[].segments[].media[].streams[].averageVideoPacketLossRate' CODEC(ZSTD(1)),
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'stream end; frequently null; UTC, 100 ns; sessions[].segments[].media[].streams[].endDateTime' CODEC(Delta, ZSTD(1)),
    `is_audio_forward_error_correction_used` Nullable(Bool) COMMENT 'FEC was used at some point; null by default; boolean; sessions[].segments[].media[].streams[].isAudioForwardErrorCorrectionUsed' CODEC(ZSTD(1)),
    `low_frame_rate_ratio` Nullable(Float32) COMMENT 'share of the call below 7.5 frames/s; fraction 0..1; sessions[].segments[].media[].streams[].lowFrameRateRatio' CODEC(ZSTD(1)),
    `low_video_processing_capability_ratio` Nullable(Float32) COMMENT 'share of the call with client below 70% of expected video processing capability; fraction 0..1; sessions[].segments[].media[].streams[].lowVideoProcessingCapabilityRatio' CODEC(ZSTD(1)),
    `max_audio_network_jitter_ms` Nullable(Float64) COMMENT 'maximum over the 20-second windows of the session; ms; sessions[].segments[].media[].streams[].maxAudioNetworkJitter' CODEC(ZSTD(1)),
    `max_jitter_ms` Nullable(Float64) COMMENT 'maximum jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].maxJitter' CODEC(ZSTD(1)),
    `max_packet_loss_rate` Nullable(Float32) COMMENT 'maximum packet loss; fraction 0..1; sessions[].segments[].media[].streams[].maxPacketLossRate' CODEC(ZSTD(1)),
    `max_ratio_of_concealed_samples` Nullable(Float32) COMMENT 'maximum share concealed by the healer; fraction 0..1; sessions[].segments[].media[].streams[].maxRatioOfConcealedSamples' CODEC(ZSTD(1)),
    `max_round_trip_time_ms` Nullable(Float64) COMMENT 'maximum network RTT per RFC 3550; ms; sessions[].segments[].media[].streams[].maxRoundTripTime' CODEC(ZSTD(1)),
    `packet_utilization` Nullable(Int64) COMMENT 'number of packets of the stream; packets (count); sessions[].segments[].media[].streams[].packetUtilization' CODEC(T64, ZSTD(1)),
    `post_forward_error_correction_packet_loss_rate` Nullable(Float32) COMMENT 'loss left after FEC, over all video streams and codecs; fraction 0..1; sessions[].segments[].media[].streams[].postForwardErrorCorrectionPacketLossRate' CODEC(ZSTD(1)),
    `rms_freeze_duration_ms` Nullable(Float64) COMMENT 'root mean square of the freeze lengths of the video stream; ms; sessions[].segments[].media[].streams[].rmsFreezeDuration' CODEC(ZSTD(1)),
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'stream start; frequently null; UTC, 100 ns; sessions[].segments[].media[].streams[].startDateTime' CODEC(Delta, ZSTD(1)),
    `stream_direction` LowCardinality(String) COMMENT 'which way the media flows relative to segment caller/callee; enum; sessions[].segments[].media[].streams[].streamDirection' CODEC(ZSTD(1)),
    `stream_id` String COMMENT 'stream identifier, not globally unique; opaque string (decimal digits in all samples); sessions[].segments[].media[].streams[].streamId' CODEC(ZSTD(1)),
    `video_codec` LowCardinality(String) COMMENT 'video codec on the wire; "unknown" for non-video streams; enum; sessions[].segments[].media[].streams[].videoCodec' CODEC(ZSTD(1)),
    `was_media_bypassed` Nullable(Bool) COMMENT 'media went client<->PSTN gateway/PBX directly, skipping the Mediation Server; null seen; boolean; sessions[].segments[].media[].streams[].wasMediaBypassed' CODEC(ZSTD(1)),
    `caller_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.bandwidthLowEventRatio' CODEC(ZSTD(1)),
    `caller_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].callerNetwork.basicServiceSetIdentifier' CODEC(ZSTD(1)),
    `caller_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].callerNetwork.connectionType' CODEC(ZSTD(1)),
    `caller_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].callerNetwork.delayEventRatio' CODEC(ZSTD(1)),
    `caller_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].callerNetwork.dnsSuffix' CODEC(ZSTD(1)),
    `caller_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].callerNetwork.ipAddress' CODEC(ZSTD(1)),
    `caller_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].callerNetwork.linkSpeed' CODEC(T64, ZSTD(1)),
    `caller_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].callerNetwork.macAddress' CODEC(ZSTD(1)),
    `caller_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].callerNetwork.networkTransportProtocol' CODEC(ZSTD(1)),
    `caller_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].callerNetwork.port' CODEC(T64, ZSTD(1)),
    `caller_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.receivedQualityEventRatio' CODEC(ZSTD(1)),
    `caller_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].callerNetwork.reflexiveIPAddress' CODEC(ZSTD(1)),
    `caller_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].callerNetwork.relayIPAddress' CODEC(ZSTD(1)),
    `caller_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].callerNetwork.relayPort' CODEC(T64, ZSTD(1)),
    `caller_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.sentQualityEventRatio' CODEC(ZSTD(1)),
    `caller_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].callerNetwork.subnet' CODEC(ZSTD(1)),
    `caller_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].callerNetwork.wifiBand' CODEC(ZSTD(1)),
    `caller_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiBatteryCharge' CODEC(T64, ZSTD(1)),
    `caller_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].callerNetwork.wifiChannel' CODEC(T64, ZSTD(1)),
    `caller_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriver' CODEC(ZSTD(1)),
    `caller_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriverVersion' CODEC(ZSTD(1)),
    `caller_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].callerNetwork.wifiRadioType' CODEC(ZSTD(1)),
    `caller_network_wifi_signal_strength` Nullable(Int32) COMMENT 'signal strength; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiSignalStrength' CODEC(T64, ZSTD(1)),
    `caller_network_wifi_vendor_driver` LowCardinality(String) COMMENT 'vendor Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiVendorDriver' CODEC(ZSTD(1)),
    `caller_network_wifi_vendor_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiVendorDriverVersion' CODEC(ZSTD(1)),
    `caller_network_trace_route_hop_counts` Array(Nullable(Int32)) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].hopCount' CODEC(ZSTD(1)),
    `caller_network_trace_route_ip_addresses` Array(String) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].ipAddress' CODEC(ZSTD(1)),
    `caller_network_trace_route_round_trip_times_ms` Array(Nullable(Float64)) COMMENT 'ms; sessions[].segments[].media[].callerNetwork.traceRouteHops[].roundTripTime' CODEC(ZSTD(1)),
    `callee_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.bandwidthLowEventRatio' CODEC(ZSTD(1)),
    `callee_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].calleeNetwork.basicServiceSetIdentifier' CODEC(ZSTD(1)),
    `callee_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].calleeNetwork.connectionType' CODEC(ZSTD(1)),
    `callee_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].calleeNetwork.delayEventRatio' CODEC(ZSTD(1)),
    `callee_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].calleeNetwork.dnsSuffix' CODEC(ZSTD(1)),
    `callee_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].calleeNetwork.ipAddress' CODEC(ZSTD(1)),
    `callee_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].calleeNetwork.linkSpeed' CODEC(T64, ZSTD(1)),
    `callee_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].calleeNetwork.macAddress' CODEC(ZSTD(1)),
    `callee_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].calleeNetwork.networkTransportProtocol' CODEC(ZSTD(1)),
    `callee_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].calleeNetwork.port' CODEC(T64, ZSTD(1)),
    `callee_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.receivedQualityEventRatio' CODEC(ZSTD(1)),
    `callee_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].calleeNetwork.reflexiveIPAddress' CODEC(ZSTD(1)),
    `callee_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].calleeNetwork.relayIPAddress' CODEC(ZSTD(1)),
    `callee_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].calleeNetwork.relayPort' CODEC(T64, ZSTD(1)),
    `callee_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.sentQualityEventRatio' CODEC(ZSTD(1)),
    `callee_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].calleeNetwork.subnet' CODEC(ZSTD(1)),
    `callee_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].calleeNetwork.wifiBand' CODEC(ZSTD(1)),
    `callee_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].calleeNetwork.wifiBatteryCharge' CODEC(T64, ZSTD(1)),
    `callee_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].calleeNetwork.wifiChannel' CODEC(T64, ZSTD(1)),
    `callee_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriver' CODEC(ZSTD(1)),
    `callee_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriverVersion' CODEC(ZSTD(1)),
    `callee_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].calleeNetwork.wifiRadioType' CODEC(ZSTD(1)),
    `callee_network_wifi_signal_strength` Nullable(Int32) COMMENT 'signal strength; percent 0..100; sessions[].segments[].media[].calleeNetwork.wifiSignalStrength' CODEC(T64, ZSTD(1)),
    `callee_network_wifi_vendor_driver` LowCardinality(String) COMMENT 'vendor Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].calleeNetwork.wifiVendorDriver' CODEC(ZSTD(1)),
    `callee_network_wifi_vendor_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].calleeNetwork.wifiVendorDriverVersion' CODEC(ZSTD(1)),
    `callee_network_trace_route_hop_counts` Array(Nullable(Int32)) COMMENT 'sessions[].segments[].media[].calleeNetwork.traceRouteHops[].hopCount' CODEC(ZSTD(1)),
    `callee_network_trace_route_ip_addresses` Array(String) COMMENT 'sessions[].segments[].media[].calleeNetwork.traceRouteHops[].ipAddress' CODEC(ZSTD(1)),
    `callee_network_trace_route_round_trip_times_ms` Array(Nullable(Float64)) COMMENT 'ms; sessions[].segments[].media[].calleeNetwork.traceRouteHops[].roundTripTime' CODEC(ZSTD(1)),
    `caller_device_capture_device_driver` LowCardinality(String) COMMENT 'capture driver; string; sessions[].segments[].media[].callerDevice.captureDeviceDriver' CODEC(ZSTD(1)),
    `caller_device_capture_device_name` LowCardinality(String) COMMENT 'microphone/camera name; string; sessions[].segments[].media[].callerDevice.captureDeviceName' CODEC(ZSTD(1)),
    `caller_device_capture_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with capture device not working; fraction 0..1; sessions[].segments[].media[].callerDevice.captureNotFunctioningEventRatio' CODEC(ZSTD(1)),
    `caller_device_cpu_insufficient_event_ratio` Nullable(Float32) COMMENT 'share of call with CPU shortage hurting audio (name misspelt in the API); fraction 0..1; sessions[].segments[].media[].callerDevice.cpuInsufficentEventRatio' CODEC(ZSTD(1)),
    `caller_device_device_clipping_event_ratio` Nullable(Float32) COMMENT 'share of call with clipped captured audio; fraction 0..1; sessions[].segments[].media[].callerDevice.deviceClippingEventRatio' CODEC(ZSTD(1)),
    `caller_device_device_glitch_event_ratio` Nullable(Float32) COMMENT 'share of call with glitches/gaps in played or captured audio; fraction 0..1; sessions[].segments[].media[].callerDevice.deviceGlitchEventRatio' CODEC(ZSTD(1)),
    `caller_device_howling_event_count` Nullable(Int32) COMMENT 'howling/screech events; count; sessions[].segments[].media[].callerDevice.howlingEventCount' CODEC(T64, ZSTD(1)),
    `caller_device_initial_signal_level_root_mean_square` Nullable(Float32) COMMENT 'over up to the first 30 s; RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB); sessions[].segments[].media[].callerDevice.initialSignalLevelRootMeanSquare' CODEC(ZSTD(1)),
    `caller_device_low_speech_level_event_ratio` Nullable(Float32) COMMENT 'share of call with too quiet speech; fraction 0..1; sessions[].segments[].media[].callerDevice.lowSpeechLevelEventRatio' CODEC(ZSTD(1)),
    `caller_device_low_speech_to_noise_event_ratio` Nullable(Float32) COMMENT 'share of call with poor speech-to-noise; fraction 0..1; sessions[].segments[].media[].callerDevice.lowSpeechToNoiseEventRatio' CODEC(ZSTD(1)),
    `caller_device_mic_glitch_rate` Nullable(Float32) COMMENT 'microphone glitches; glitches per 5 minutes; sessions[].segments[].media[].callerDevice.micGlitchRate' CODEC(ZSTD(1)),
    `caller_device_received_noise_level` Nullable(Int32) COMMENT 'mean energy of received noise, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.receivedNoiseLevel' CODEC(T64, ZSTD(1)),
    `caller_device_received_signal_level` Nullable(Int32) COMMENT 'mean energy of received speech, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.receivedSignalLevel' CODEC(T64, ZSTD(1)),
    `caller_device_render_device_driver` LowCardinality(String) COMMENT 'render driver; string; sessions[].segments[].media[].callerDevice.renderDeviceDriver' CODEC(ZSTD(1)),
    `caller_device_render_device_name` LowCardinality(String) COMMENT 'loudspeaker name; string; sessions[].segments[].media[].callerDevice.renderDeviceName' CODEC(ZSTD(1)),
    `caller_device_render_mute_event_ratio` Nullable(Float32) COMMENT 'share of call with render muted; fraction 0..1; sessions[].segments[].media[].callerDevice.renderMuteEventRatio' CODEC(ZSTD(1)),
    `caller_device_render_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with render device not working; fraction 0..1; sessions[].segments[].media[].callerDevice.renderNotFunctioningEventRatio' CODEC(ZSTD(1)),
    `caller_device_render_zero_volume_event_ratio` Nullable(Float32) COMMENT 'share of call with render volume 0; fraction 0..1; sessions[].segments[].media[].callerDevice.renderZeroVolumeEventRatio' CODEC(ZSTD(1)),
    `caller_device_sent_noise_level` Nullable(Int32) COMMENT 'mean energy of sent noise, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.sentNoiseLevel' CODEC(T64, ZSTD(1)),
    `caller_device_sent_signal_level` Nullable(Int32) COMMENT 'mean energy of sent speech, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.sentSignalLevel' CODEC(T64, ZSTD(1)),
    `caller_device_speaker_glitch_rate` Nullable(Float32) COMMENT 'loudspeaker glitches; glitches per 5 minutes; sessions[].segments[].media[].callerDevice.speakerGlitchRate' CODEC(ZSTD(1)),
    `callee_device_capture_device_driver` LowCardinality(String) COMMENT 'capture driver; string; sessions[].segments[].media[].calleeDevice.captureDeviceDriver' CODEC(ZSTD(1)),
    `callee_device_capture_device_name` LowCardinality(String) COMMENT 'microphone/camera name; string; sessions[].segments[].media[].calleeDevice.captureDeviceName' CODEC(ZSTD(1)),
    `callee_device_capture_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with capture device not working; fraction 0..1; sessions[].segments[].media[].calleeDevice.captureNotFunctioningEventRatio' CODEC(ZSTD(1)),
    `callee_device_cpu_insufficient_event_ratio` Nullable(Float32) COMMENT 'share of call with CPU shortage hurting audio (name misspelt in the API); fraction 0..1; sessions[].segments[].media[].calleeDevice.cpuInsufficentEventRatio' CODEC(ZSTD(1)),
    `callee_device_device_clipping_event_ratio` Nullable(Float32) COMMENT 'share of call with clipped captured audio; fraction 0..1; sessions[].segments[].media[].calleeDevice.deviceClippingEventRatio' CODEC(ZSTD(1)),
    `callee_device_device_glitch_event_ratio` Nullable(Float32) COMMENT 'share of call with glitches/gaps in played or captured audio; fraction 0..1; sessions[].segments[].media[].calleeDevice.deviceGlitchEventRatio' CODEC(ZSTD(1)),
    `callee_device_howling_event_count` Nullable(Int32) COMMENT 'howling/screech events; count; sessions[].segments[].media[].calleeDevice.howlingEventCount' CODEC(T64, ZSTD(1)),
    `callee_device_initial_signal_level_root_mean_square` Nullable(Float32) COMMENT 'over up to the first 30 s; RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB); sessions[].segments[].media[].calleeDevice.initialSignalLevelRootMeanSquare' CODEC(ZSTD(1)),
    `callee_device_low_speech_level_event_ratio` Nullable(Float32) COMMENT 'share of call with too quiet speech; fraction 0..1; sessions[].segments[].media[].calleeDevice.lowSpeechLevelEventRatio' CODEC(ZSTD(1)),
    `callee_device_low_speech_to_noise_event_ratio` Nullable(Float32) COMMENT 'share of call with poor speech-to-noise; fraction 0..1; sessions[].segments[].media[].calleeDevice.lowSpeechToNoiseEventRatio' CODEC(ZSTD(1)),
    `callee_device_mic_glitch_rate` Nullable(Float32) COMMENT 'microphone glitches; glitches per 5 minutes; sessions[].segments[].media[].calleeDevice.micGlitchRate' CODEC(ZSTD(1)),
    `callee_device_received_noise_level` Nullable(Int32) COMMENT 'mean energy of received noise, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.receivedNoiseLevel' CODEC(T64, ZSTD(1)),
    `callee_device_received_signal_level` Nullable(Int32) COMMENT 'mean energy of received speech, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.receivedSignalLevel' CODEC(T64, ZSTD(1)),
    `callee_device_render_device_driver` LowCardinality(String) COMMENT 'render driver; string; sessions[].segments[].media[].calleeDevice.renderDeviceDriver' CODEC(ZSTD(1)),
    `callee_device_render_device_name` LowCardinality(String) COMMENT 'loudspeaker name; string; sessions[].segments[].media[].calleeDevice.renderDeviceName' CODEC(ZSTD(1)),
    `callee_device_render_mute_event_ratio` Nullable(Float32) COMMENT 'share of call with render muted; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderMuteEventRatio' CODEC(ZSTD(1)),
    `callee_device_render_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with render device not working; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderNotFunctioningEventRatio' CODEC(ZSTD(1)),
    `callee_device_render_zero_volume_event_ratio` Nullable(Float32) COMMENT 'share of call with render volume 0; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderZeroVolumeEventRatio' CODEC(ZSTD(1)),
    `callee_device_sent_noise_level` Nullable(Int32) COMMENT 'mean energy of sent noise, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.sentNoiseLevel' CODEC(T64, ZSTD(1)),
    `callee_device_sent_signal_level` Nullable(Int32) COMMENT 'mean energy of sent speech, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.sentSignalLevel' CODEC(T64, ZSTD(1)),
    `callee_device_speaker_glitch_rate` Nullable(Float32) COMMENT 'loudspeaker glitches; glitches per 5 minutes; sessions[].segments[].media[].calleeDevice.speakerGlitchRate' CODEC(ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(record_start_date_time),
    INDEX `lookup_record_id` `record_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_caller_network_subnet` `caller_network_subnet` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_callee_network_subnet` `callee_network_subnet` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, session_index, segment_index, media_index, stream_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row a media stream of a segment; a media without streams still has one row. All loads; read the view streams instead.';

CREATE TABLE IF NOT EXISTS `callrecords`.`loads_local` ON CLUSTER `main`
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
ORDER BY (tenant_id, record_id)
SETTINGS min_age_to_force_merge_seconds = 600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'The commits: which load of a record is live, and how many rows it declares.';

CREATE TABLE IF NOT EXISTS `callrecords`.`settled_loads_local` ON CLUSTER `main`
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)
ORDER BY (tenant_id, record_id)
COMMENT 'The commits of settled loads, which have left loads.';

CREATE TABLE IF NOT EXISTS `callrecords`.`settle_line_local` ON CLUSTER `main`
(
    `moved_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `line` UInt64 COMMENT 'loads with smaller ids are settled; load id; (clock)' CODEC(ZSTD(1)),
    `begun_before` DateTime64(3, 'UTC') COMMENT 'the line as a time: settled loads were begun before it; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `settled` UInt64 COMMENT 'how many the move settled; loads; (clock)' CODEC(ZSTD(1))
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
ORDER BY (line)
COMMENT 'The settle line, a row a move: loads before the greatest are settled.';

CREATE TABLE IF NOT EXISTS `callrecords`.`load_log_local` ON CLUSTER `main`
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
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(logged_at)
ORDER BY (tenant_id, record_id, load_id)
COMMENT 'Every finished load, append-only: committed, or set aside with the reason.';

CREATE TABLE IF NOT EXISTS `callrecords`.`raw_pages_local` ON CLUSTER `main`
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(fetched_at)
ORDER BY (tenant_id, record_id, load_id, page_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'The vault: every page as Graph sent it, by load.';

CREATE TABLE IF NOT EXISTS `callrecords`.`ledger_local` ON CLUSTER `main`
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
ENGINE = ReplicatedAggregatingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
ORDER BY (tenant_id, record_id)
COMMENT 'What Graph listed, what was loaded, and what went wrong, a record.';

CREATE TABLE IF NOT EXISTS `callrecords`.`runs_local` ON CLUSTER `main`
(
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `command` LowCardinality(String) COMMENT 'run, serve, backfill, import, replay, demo; (config)' CODEC(ZSTD(1)),
    `reconcile` UInt64 COMMENT '1 when the run listed the whole retention and came to the list\'s end; (config)' CODEC(ZSTD(1)),
    `window_from` DateTime64(3, 'UTC') COMMENT 'starts listed, from; UTC, ms; (config)' CODEC(Delta, ZSTD(1)),
    `window_to` DateTime64(3, 'UTC') COMMENT 'starts listed, to, exclusive; UTC, ms; (config)' CODEC(Delta, ZSTD(1)),
    `started_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `finished_at` DateTime64(3, 'UTC') COMMENT 'UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `outcome` LowCardinality(String) COMMENT 'complete, partial (some records are not in) or failed; (clock)' CODEC(ZSTD(1)),
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
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(started_at)
ORDER BY (tenant_id, started_at, run_id)
COMMENT 'One row a run of a tenant.';

CREATE TABLE IF NOT EXISTS `callrecords`.`schema_versions_local` ON CLUSTER `main`
(
    `applied_at` DateTime64(3, 'UTC') COMMENT 'when the last statement was done; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `fingerprint` LowCardinality(String) COMMENT 'of the statements that make the whole warehouse in this version; SHA-256, hex, 16 digits; (clock)' CODEC(ZSTD(1)),
    `program` LowCardinality(String) COMMENT 'version of the exporter that did it; (config)' CODEC(ZSTD(1)),
    `statements` String COMMENT 'what was done, each with a semicolon; SQL; (clock)' CODEC(ZSTD(1))
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
ORDER BY (applied_at)
COMMENT 'One row a change of the tables: when, by whom, and the statements.';

CREATE OR REPLACE TABLE `callrecords`.`records_all` ON CLUSTER `main` AS `callrecords`.`records_all_local`
ENGINE = Distributed('main', 'callrecords', 'records_all_local', cityHash64(record_id))
COMMENT 'One row a call record: its newest version. All loads; read the view records instead. (definition 34283a8b)';

CREATE OR REPLACE TABLE `callrecords`.`participants_all` ON CLUSTER `main` AS `callrecords`.`participants_all_local`
ENGINE = Distributed('main', 'callrecords', 'participants_all_local', cityHash64(record_id))
COMMENT 'One row a participant of a call record. All loads; read the view participants instead. (definition cd3b6935)';

CREATE OR REPLACE TABLE `callrecords`.`sessions_all` ON CLUSTER `main` AS `callrecords`.`sessions_all_local`
ENGINE = Distributed('main', 'callrecords', 'sessions_all_local', cityHash64(record_id))
COMMENT 'One row a session of a call record. Session ids may repeat: session_index is the key. All loads; read the view sessions instead. (definition 79057539)';

CREATE OR REPLACE TABLE `callrecords`.`segments_all` ON CLUSTER `main` AS `callrecords`.`segments_all_local`
ENGINE = Distributed('main', 'callrecords', 'segments_all_local', cityHash64(record_id))
COMMENT 'One row a segment of a session. All loads; read the view segments instead. (definition db20b0a7)';

CREATE OR REPLACE TABLE `callrecords`.`streams_all` ON CLUSTER `main` AS `callrecords`.`streams_all_local`
ENGINE = Distributed('main', 'callrecords', 'streams_all_local', cityHash64(record_id))
COMMENT 'One row a media stream of a segment; a media without streams still has one row. All loads; read the view streams instead. (definition 8586ebff)';

CREATE OR REPLACE TABLE `callrecords`.`loads` ON CLUSTER `main` AS `callrecords`.`loads_local`
ENGINE = Distributed('main', 'callrecords', 'loads_local', cityHash64(record_id))
COMMENT 'The commits: which load of a record is live, and how many rows it declares. (definition a9ee3a0a)';

CREATE OR REPLACE TABLE `callrecords`.`settled_loads` ON CLUSTER `main` AS `callrecords`.`settled_loads_local`
ENGINE = Distributed('main', 'callrecords', 'settled_loads_local', cityHash64(record_id))
COMMENT 'The commits of settled loads, which have left loads. (definition debc7f16)';

CREATE OR REPLACE TABLE `callrecords`.`settle_line` ON CLUSTER `main` AS `callrecords`.`settle_line_local`
ENGINE = Distributed('main', 'callrecords', 'settle_line_local', cityHash64(line))
COMMENT 'The settle line, a row a move: loads before the greatest are settled. (definition 3b2a6e40)';

CREATE OR REPLACE TABLE `callrecords`.`load_log` ON CLUSTER `main` AS `callrecords`.`load_log_local`
ENGINE = Distributed('main', 'callrecords', 'load_log_local', cityHash64(record_id))
COMMENT 'Every finished load, append-only: committed, or set aside with the reason. (definition 06501714)';

CREATE OR REPLACE TABLE `callrecords`.`raw_pages` ON CLUSTER `main` AS `callrecords`.`raw_pages_local`
ENGINE = Distributed('main', 'callrecords', 'raw_pages_local', cityHash64(record_id))
COMMENT 'The vault: every page as Graph sent it, by load. (definition 5af2143b)';

CREATE OR REPLACE TABLE `callrecords`.`ledger` ON CLUSTER `main` AS `callrecords`.`ledger_local`
ENGINE = Distributed('main', 'callrecords', 'ledger_local', cityHash64(record_id))
COMMENT 'What Graph listed, what was loaded, and what went wrong, a record. (definition 600670df)';

CREATE OR REPLACE TABLE `callrecords`.`runs` ON CLUSTER `main` AS `callrecords`.`runs_local`
ENGINE = Distributed('main', 'callrecords', 'runs_local', cityHash64(tenant_id))
COMMENT 'One row a run of a tenant. (definition 933fd77c)';

CREATE OR REPLACE TABLE `callrecords`.`schema_versions` ON CLUSTER `main` AS `callrecords`.`schema_versions_local`
ENGINE = Distributed('main', 'callrecords', 'schema_versions_local', cityHash64(fingerprint))
COMMENT 'One row a change of the tables: when, by whom, and the statements. (definition a5d7cb4f)';

CREATE OR REPLACE VIEW `callrecords`.`commits_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `load_id`, `record_date`, `participant_count`, `session_count`, `segment_count`, `stream_count`, `run_id`, `committed_at`, `replaces`
FROM `callrecords`.`loads_local` FINAL
UNION ALL
SELECT `tenant_id`, `record_id`, `version`, `load_id`, `record_date`, `participant_count`, `session_count`, `segment_count`, `stream_count`, `run_id`, `committed_at`, `replaces`
FROM `callrecords`.`settled_loads_local` FINAL
WHERE load_id NOT IN (SELECT arrayJoin(arrayPushFront(replaces, load_id)) FROM `callrecords`.`loads_local` FINAL)
COMMENT 'The commits of all live loads, settled or not. Of one shard; read commits instead. (definition 079aa634)';

CREATE OR REPLACE VIEW `callrecords`.`audit_local` ON CLUSTER `main` AS
SELECT tenant_id, record_id, version, load_id, 'records' AS table_name, toUInt32(1) AS declared_rows, found AS found_rows
FROM `callrecords`.`commits_local` AS l LEFT JOIN (SELECT load_id, count() AS found FROM `callrecords`.`records_all_local` GROUP BY load_id) AS f USING (load_id)
WHERE declared_rows != found_rows
UNION ALL
SELECT tenant_id, record_id, version, load_id, 'participants' AS table_name, participant_count AS declared_rows, found AS found_rows
FROM `callrecords`.`commits_local` AS l LEFT JOIN (SELECT load_id, count() AS found FROM `callrecords`.`participants_all_local` GROUP BY load_id) AS f USING (load_id)
WHERE declared_rows != found_rows
UNION ALL
SELECT tenant_id, record_id, version, load_id, 'sessions' AS table_name, session_count AS declared_rows, found AS found_rows
FROM `callrecords`.`commits_local` AS l LEFT JOIN (SELECT load_id, count() AS found FROM `callrecords`.`sessions_all_local` GROUP BY load_id) AS f USING (load_id)
WHERE declared_rows != found_rows
UNION ALL
SELECT tenant_id, record_id, version, load_id, 'segments' AS table_name, segment_count AS declared_rows, found AS found_rows
FROM `callrecords`.`commits_local` AS l LEFT JOIN (SELECT load_id, count() AS found FROM `callrecords`.`segments_all_local` GROUP BY load_id) AS f USING (load_id)
WHERE declared_rows != found_rows
UNION ALL
SELECT tenant_id, record_id, version, load_id, 'streams' AS table_name, stream_count AS declared_rows, found AS found_rows
FROM `callrecords`.`commits_local` AS l LEFT JOIN (SELECT load_id, count() AS found FROM `callrecords`.`streams_all_local` GROUP BY load_id) AS f USING (load_id)
WHERE declared_rows != found_rows
COMMENT 'Live loads with another number of rows than their commit declares. Must be empty. Of one shard; read audit instead. (definition 9f6dbe0c)';

CREATE OR REPLACE VIEW `callrecords`.`records_stored_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `start_date_time`, `end_date_time`, `join_web_url`, `last_modified_date_time`, `type`, `modalities`, `organizer_kind`, `organizer_id`, `organizer_display_name`, `organizer_tenant_id`, `organizer_user_principal_name`, `organizer_endpoint_type`, `organizer_administrative_unit_ids`, `participant_count`, `session_count`, `segment_count`, `stream_count`, `unknown_properties`, `exported_at`, `load_id`
FROM `callrecords`.`records_all_local` AS stored
COMMENT 'Behind the view records, which to read instead. Of one shard; read records_stored instead. (definition 78c72da7)';

CREATE OR REPLACE VIEW `callrecords`.`records_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `start_date_time`, `end_date_time`, `join_web_url`, `last_modified_date_time`, `type`, `modalities`, `organizer_kind`, `organizer_id`, `organizer_display_name`, `organizer_tenant_id`, `organizer_user_principal_name`, `organizer_endpoint_type`, `organizer_administrative_unit_ids`, `participant_count`, `session_count`, `segment_count`, `stream_count`, `unknown_properties`, `exported_at`
FROM `callrecords`.`records_stored_local`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0), load_id, bitNot(load_id)) IN (SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords`.`loads_local` FINAL))
COMMENT 'One row a call record: its newest version. Of one shard; read records instead. (definition 208f5566)';

CREATE OR REPLACE VIEW `callrecords`.`participants_stored_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `participant_index`, `participant_id`, `identity_kind`, `identity_id`, `identity_display_name`, `identity_tenant_id`, `identity_user_principal_name`, `identity_endpoint_type`, `administrative_unit_ids`, `unknown_properties`, `exported_at`, `load_id`
FROM `callrecords`.`participants_all_local` AS stored
COMMENT 'Behind the view participants, which to read instead. Of one shard; read participants_stored instead. (definition 3e16bd9b)';

CREATE OR REPLACE VIEW `callrecords`.`participants_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `participant_index`, `participant_id`, `identity_kind`, `identity_id`, `identity_display_name`, `identity_tenant_id`, `identity_user_principal_name`, `identity_endpoint_type`, `administrative_unit_ids`, `unknown_properties`, `exported_at`
FROM `callrecords`.`participants_stored_local`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0), load_id, bitNot(load_id)) IN (SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords`.`loads_local` FINAL))
COMMENT 'One row a participant of a call record. Of one shard; read participants instead. (definition 3d4b9f72)';

CREATE OR REPLACE VIEW `callrecords`.`sessions_stored_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `session_index`, `session_id`, `end_date_time`, `is_test`, `start_date_time`, `modalities`, `failure_reason`, `failure_stage`, `caller_endpoint_type`, `caller_name`, `caller_cpu_name`, `caller_cpu_cores_count`, `caller_cpu_processor_speed_in_mhz`, `caller_identity_kind`, `caller_identity_id`, `caller_identity_display_name`, `caller_identity_tenant_id`, `caller_identity_user_principal_name`, `caller_associated_identity_id`, `caller_associated_identity_display_name`, `caller_associated_identity_tenant_id`, `caller_associated_identity_user_principal_name`, `caller_user_agent_type`, `caller_user_agent_application_version`, `caller_user_agent_header_value`, `caller_user_agent_azure_ad_app_id`, `caller_user_agent_communication_service_id`, `caller_user_agent_platform`, `caller_user_agent_product_family`, `caller_user_agent_role`, `caller_feedback_rating`, `caller_feedback_text`, `caller_feedback_tokens`, `callee_endpoint_type`, `callee_name`, `callee_cpu_name`, `callee_cpu_cores_count`, `callee_cpu_processor_speed_in_mhz`, `callee_identity_kind`, `callee_identity_id`, `callee_identity_display_name`, `callee_identity_tenant_id`, `callee_identity_user_principal_name`, `callee_associated_identity_id`, `callee_associated_identity_display_name`, `callee_associated_identity_tenant_id`, `callee_associated_identity_user_principal_name`, `callee_user_agent_type`, `callee_user_agent_application_version`, `callee_user_agent_header_value`, `callee_user_agent_azure_ad_app_id`, `callee_user_agent_communication_service_id`, `callee_user_agent_platform`, `callee_user_agent_product_family`, `callee_user_agent_role`, `callee_feedback_rating`, `callee_feedback_text`, `callee_feedback_tokens`, `unknown_properties`, `exported_at`, `load_id`
FROM `callrecords`.`sessions_all_local` AS stored
COMMENT 'Behind the view sessions, which to read instead. Of one shard; read sessions_stored instead. (definition 1fc2a747)';

CREATE OR REPLACE VIEW `callrecords`.`sessions_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `session_index`, `session_id`, `end_date_time`, `is_test`, `start_date_time`, `modalities`, `failure_reason`, `failure_stage`, `caller_endpoint_type`, `caller_name`, `caller_cpu_name`, `caller_cpu_cores_count`, `caller_cpu_processor_speed_in_mhz`, `caller_identity_kind`, `caller_identity_id`, `caller_identity_display_name`, `caller_identity_tenant_id`, `caller_identity_user_principal_name`, `caller_associated_identity_id`, `caller_associated_identity_display_name`, `caller_associated_identity_tenant_id`, `caller_associated_identity_user_principal_name`, `caller_user_agent_type`, `caller_user_agent_application_version`, `caller_user_agent_header_value`, `caller_user_agent_azure_ad_app_id`, `caller_user_agent_communication_service_id`, `caller_user_agent_platform`, `caller_user_agent_product_family`, `caller_user_agent_role`, `caller_feedback_rating`, `caller_feedback_text`, `caller_feedback_tokens`, `callee_endpoint_type`, `callee_name`, `callee_cpu_name`, `callee_cpu_cores_count`, `callee_cpu_processor_speed_in_mhz`, `callee_identity_kind`, `callee_identity_id`, `callee_identity_display_name`, `callee_identity_tenant_id`, `callee_identity_user_principal_name`, `callee_associated_identity_id`, `callee_associated_identity_display_name`, `callee_associated_identity_tenant_id`, `callee_associated_identity_user_principal_name`, `callee_user_agent_type`, `callee_user_agent_application_version`, `callee_user_agent_header_value`, `callee_user_agent_azure_ad_app_id`, `callee_user_agent_communication_service_id`, `callee_user_agent_platform`, `callee_user_agent_product_family`, `callee_user_agent_role`, `callee_feedback_rating`, `callee_feedback_text`, `callee_feedback_tokens`, `unknown_properties`, `exported_at`
FROM `callrecords`.`sessions_stored_local`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0), load_id, bitNot(load_id)) IN (SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords`.`loads_local` FINAL))
COMMENT 'One row a session of a call record. Session ids may repeat: session_index is the key. Of one shard; read sessions instead. (definition 42c18da8)';

CREATE OR REPLACE VIEW `callrecords`.`segments_stored_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `session_index`, `segment_index`, `session_id`, `segment_id`, `end_date_time`, `start_date_time`, `failure_reason`, `failure_stage`, `caller_endpoint_type`, `caller_name`, `caller_cpu_name`, `caller_cpu_cores_count`, `caller_cpu_processor_speed_in_mhz`, `caller_identity_kind`, `caller_identity_id`, `caller_identity_display_name`, `caller_identity_tenant_id`, `caller_identity_user_principal_name`, `caller_associated_identity_id`, `caller_associated_identity_display_name`, `caller_associated_identity_tenant_id`, `caller_associated_identity_user_principal_name`, `caller_user_agent_type`, `caller_user_agent_application_version`, `caller_user_agent_header_value`, `caller_user_agent_azure_ad_app_id`, `caller_user_agent_communication_service_id`, `caller_user_agent_platform`, `caller_user_agent_product_family`, `caller_user_agent_role`, `caller_feedback_rating`, `caller_feedback_text`, `caller_feedback_tokens`, `callee_endpoint_type`, `callee_name`, `callee_cpu_name`, `callee_cpu_cores_count`, `callee_cpu_processor_speed_in_mhz`, `callee_identity_kind`, `callee_identity_id`, `callee_identity_display_name`, `callee_identity_tenant_id`, `callee_identity_user_principal_name`, `callee_associated_identity_id`, `callee_associated_identity_display_name`, `callee_associated_identity_tenant_id`, `callee_associated_identity_user_principal_name`, `callee_user_agent_type`, `callee_user_agent_application_version`, `callee_user_agent_header_value`, `callee_user_agent_azure_ad_app_id`, `callee_user_agent_communication_service_id`, `callee_user_agent_platform`, `callee_user_agent_product_family`, `callee_user_agent_role`, `callee_feedback_rating`, `callee_feedback_text`, `callee_feedback_tokens`, `unknown_properties`, `exported_at`, `load_id`
FROM `callrecords`.`segments_all_local` AS stored
COMMENT 'Behind the view segments, which to read instead. Of one shard; read segments_stored instead. (definition f2de562f)';

CREATE OR REPLACE VIEW `callrecords`.`segments_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `session_index`, `segment_index`, `session_id`, `segment_id`, `end_date_time`, `start_date_time`, `failure_reason`, `failure_stage`, `caller_endpoint_type`, `caller_name`, `caller_cpu_name`, `caller_cpu_cores_count`, `caller_cpu_processor_speed_in_mhz`, `caller_identity_kind`, `caller_identity_id`, `caller_identity_display_name`, `caller_identity_tenant_id`, `caller_identity_user_principal_name`, `caller_associated_identity_id`, `caller_associated_identity_display_name`, `caller_associated_identity_tenant_id`, `caller_associated_identity_user_principal_name`, `caller_user_agent_type`, `caller_user_agent_application_version`, `caller_user_agent_header_value`, `caller_user_agent_azure_ad_app_id`, `caller_user_agent_communication_service_id`, `caller_user_agent_platform`, `caller_user_agent_product_family`, `caller_user_agent_role`, `caller_feedback_rating`, `caller_feedback_text`, `caller_feedback_tokens`, `callee_endpoint_type`, `callee_name`, `callee_cpu_name`, `callee_cpu_cores_count`, `callee_cpu_processor_speed_in_mhz`, `callee_identity_kind`, `callee_identity_id`, `callee_identity_display_name`, `callee_identity_tenant_id`, `callee_identity_user_principal_name`, `callee_associated_identity_id`, `callee_associated_identity_display_name`, `callee_associated_identity_tenant_id`, `callee_associated_identity_user_principal_name`, `callee_user_agent_type`, `callee_user_agent_application_version`, `callee_user_agent_header_value`, `callee_user_agent_azure_ad_app_id`, `callee_user_agent_communication_service_id`, `callee_user_agent_platform`, `callee_user_agent_product_family`, `callee_user_agent_role`, `callee_feedback_rating`, `callee_feedback_text`, `callee_feedback_tokens`, `unknown_properties`, `exported_at`
FROM `callrecords`.`segments_stored_local`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0), load_id, bitNot(load_id)) IN (SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords`.`loads_local` FINAL))
COMMENT 'One row a segment of a session. Of one shard; read segments instead. (definition bf41e496)';

CREATE OR REPLACE VIEW `callrecords`.`streams_stored_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `session_index`, `segment_index`, `media_index`, `stream_index`, `session_id`, `segment_id`, `media_label`, `audio_codec`, `average_audio_degradation`, `average_audio_network_jitter_ms`, `average_bandwidth_estimate`, `average_freeze_duration_ms`, `average_jitter_ms`, `average_packet_loss_rate`, `average_ratio_of_concealed_samples`, `average_received_frame_rate`, `average_round_trip_time_ms`, `average_video_frame_loss_percentage`, `average_video_frame_rate`, `average_video_packet_loss_rate`, `end_date_time`, `is_audio_forward_error_correction_used`, `low_frame_rate_ratio`, `low_video_processing_capability_ratio`, `max_audio_network_jitter_ms`, `max_jitter_ms`, `max_packet_loss_rate`, `max_ratio_of_concealed_samples`, `max_round_trip_time_ms`, `packet_utilization`, `post_forward_error_correction_packet_loss_rate`, `rms_freeze_duration_ms`, `start_date_time`, `stream_direction`, `stream_id`, `video_codec`, `was_media_bypassed`, `caller_network_bandwidth_low_event_ratio`, `caller_network_basic_service_set_identifier`, `caller_network_connection_type`, `caller_network_delay_event_ratio`, `caller_network_dns_suffix`, `caller_network_ip_address`, `caller_network_link_speed`, `caller_network_mac_address`, `caller_network_network_transport_protocol`, `caller_network_port`, `caller_network_received_quality_event_ratio`, `caller_network_reflexive_ip_address`, `caller_network_relay_ip_address`, `caller_network_relay_port`, `caller_network_sent_quality_event_ratio`, `caller_network_subnet`, `caller_network_wifi_band`, `caller_network_wifi_battery_charge`, `caller_network_wifi_channel`, `caller_network_wifi_microsoft_driver`, `caller_network_wifi_microsoft_driver_version`, `caller_network_wifi_radio_type`, `caller_network_wifi_signal_strength`, `caller_network_wifi_vendor_driver`, `caller_network_wifi_vendor_driver_version`, `caller_network_trace_route_hop_counts`, `caller_network_trace_route_ip_addresses`, `caller_network_trace_route_round_trip_times_ms`, `callee_network_bandwidth_low_event_ratio`, `callee_network_basic_service_set_identifier`, `callee_network_connection_type`, `callee_network_delay_event_ratio`, `callee_network_dns_suffix`, `callee_network_ip_address`, `callee_network_link_speed`, `callee_network_mac_address`, `callee_network_network_transport_protocol`, `callee_network_port`, `callee_network_received_quality_event_ratio`, `callee_network_reflexive_ip_address`, `callee_network_relay_ip_address`, `callee_network_relay_port`, `callee_network_sent_quality_event_ratio`, `callee_network_subnet`, `callee_network_wifi_band`, `callee_network_wifi_battery_charge`, `callee_network_wifi_channel`, `callee_network_wifi_microsoft_driver`, `callee_network_wifi_microsoft_driver_version`, `callee_network_wifi_radio_type`, `callee_network_wifi_signal_strength`, `callee_network_wifi_vendor_driver`, `callee_network_wifi_vendor_driver_version`, `callee_network_trace_route_hop_counts`, `callee_network_trace_route_ip_addresses`, `callee_network_trace_route_round_trip_times_ms`, `caller_device_capture_device_driver`, `caller_device_capture_device_name`, `caller_device_capture_not_functioning_event_ratio`, `caller_device_cpu_insufficient_event_ratio`, `caller_device_device_clipping_event_ratio`, `caller_device_device_glitch_event_ratio`, `caller_device_howling_event_count`, `caller_device_initial_signal_level_root_mean_square`, `caller_device_low_speech_level_event_ratio`, `caller_device_low_speech_to_noise_event_ratio`, `caller_device_mic_glitch_rate`, `caller_device_received_noise_level`, `caller_device_received_signal_level`, `caller_device_render_device_driver`, `caller_device_render_device_name`, `caller_device_render_mute_event_ratio`, `caller_device_render_not_functioning_event_ratio`, `caller_device_render_zero_volume_event_ratio`, `caller_device_sent_noise_level`, `caller_device_sent_signal_level`, `caller_device_speaker_glitch_rate`, `callee_device_capture_device_driver`, `callee_device_capture_device_name`, `callee_device_capture_not_functioning_event_ratio`, `callee_device_cpu_insufficient_event_ratio`, `callee_device_device_clipping_event_ratio`, `callee_device_device_glitch_event_ratio`, `callee_device_howling_event_count`, `callee_device_initial_signal_level_root_mean_square`, `callee_device_low_speech_level_event_ratio`, `callee_device_low_speech_to_noise_event_ratio`, `callee_device_mic_glitch_rate`, `callee_device_received_noise_level`, `callee_device_received_signal_level`, `callee_device_render_device_driver`, `callee_device_render_device_name`, `callee_device_render_mute_event_ratio`, `callee_device_render_not_functioning_event_ratio`, `callee_device_render_zero_volume_event_ratio`, `callee_device_sent_noise_level`, `callee_device_sent_signal_level`, `callee_device_speaker_glitch_rate`, `unknown_properties`, `exported_at`, `load_id`
FROM `callrecords`.`streams_all_local` AS stored
COMMENT 'Behind the view streams, which to read instead. Of one shard; read streams_stored instead. (definition 1549a98e)';

CREATE OR REPLACE VIEW `callrecords`.`streams_local` ON CLUSTER `main` AS
SELECT `tenant_id`, `record_id`, `version`, `record_start_date_time`, `session_index`, `segment_index`, `media_index`, `stream_index`, `session_id`, `segment_id`, `media_label`, `audio_codec`, `average_audio_degradation`, `average_audio_network_jitter_ms`, `average_bandwidth_estimate`, `average_freeze_duration_ms`, `average_jitter_ms`, `average_packet_loss_rate`, `average_ratio_of_concealed_samples`, `average_received_frame_rate`, `average_round_trip_time_ms`, `average_video_frame_loss_percentage`, `average_video_frame_rate`, `average_video_packet_loss_rate`, `end_date_time`, `is_audio_forward_error_correction_used`, `low_frame_rate_ratio`, `low_video_processing_capability_ratio`, `max_audio_network_jitter_ms`, `max_jitter_ms`, `max_packet_loss_rate`, `max_ratio_of_concealed_samples`, `max_round_trip_time_ms`, `packet_utilization`, `post_forward_error_correction_packet_loss_rate`, `rms_freeze_duration_ms`, `start_date_time`, `stream_direction`, `stream_id`, `video_codec`, `was_media_bypassed`, `caller_network_bandwidth_low_event_ratio`, `caller_network_basic_service_set_identifier`, `caller_network_connection_type`, `caller_network_delay_event_ratio`, `caller_network_dns_suffix`, `caller_network_ip_address`, `caller_network_link_speed`, `caller_network_mac_address`, `caller_network_network_transport_protocol`, `caller_network_port`, `caller_network_received_quality_event_ratio`, `caller_network_reflexive_ip_address`, `caller_network_relay_ip_address`, `caller_network_relay_port`, `caller_network_sent_quality_event_ratio`, `caller_network_subnet`, `caller_network_wifi_band`, `caller_network_wifi_battery_charge`, `caller_network_wifi_channel`, `caller_network_wifi_microsoft_driver`, `caller_network_wifi_microsoft_driver_version`, `caller_network_wifi_radio_type`, `caller_network_wifi_signal_strength`, `caller_network_wifi_vendor_driver`, `caller_network_wifi_vendor_driver_version`, `caller_network_trace_route_hop_counts`, `caller_network_trace_route_ip_addresses`, `caller_network_trace_route_round_trip_times_ms`, `callee_network_bandwidth_low_event_ratio`, `callee_network_basic_service_set_identifier`, `callee_network_connection_type`, `callee_network_delay_event_ratio`, `callee_network_dns_suffix`, `callee_network_ip_address`, `callee_network_link_speed`, `callee_network_mac_address`, `callee_network_network_transport_protocol`, `callee_network_port`, `callee_network_received_quality_event_ratio`, `callee_network_reflexive_ip_address`, `callee_network_relay_ip_address`, `callee_network_relay_port`, `callee_network_sent_quality_event_ratio`, `callee_network_subnet`, `callee_network_wifi_band`, `callee_network_wifi_battery_charge`, `callee_network_wifi_channel`, `callee_network_wifi_microsoft_driver`, `callee_network_wifi_microsoft_driver_version`, `callee_network_wifi_radio_type`, `callee_network_wifi_signal_strength`, `callee_network_wifi_vendor_driver`, `callee_network_wifi_vendor_driver_version`, `callee_network_trace_route_hop_counts`, `callee_network_trace_route_ip_addresses`, `callee_network_trace_route_round_trip_times_ms`, `caller_device_capture_device_driver`, `caller_device_capture_device_name`, `caller_device_capture_not_functioning_event_ratio`, `caller_device_cpu_insufficient_event_ratio`, `caller_device_device_clipping_event_ratio`, `caller_device_device_glitch_event_ratio`, `caller_device_howling_event_count`, `caller_device_initial_signal_level_root_mean_square`, `caller_device_low_speech_level_event_ratio`, `caller_device_low_speech_to_noise_event_ratio`, `caller_device_mic_glitch_rate`, `caller_device_received_noise_level`, `caller_device_received_signal_level`, `caller_device_render_device_driver`, `caller_device_render_device_name`, `caller_device_render_mute_event_ratio`, `caller_device_render_not_functioning_event_ratio`, `caller_device_render_zero_volume_event_ratio`, `caller_device_sent_noise_level`, `caller_device_sent_signal_level`, `caller_device_speaker_glitch_rate`, `callee_device_capture_device_driver`, `callee_device_capture_device_name`, `callee_device_capture_not_functioning_event_ratio`, `callee_device_cpu_insufficient_event_ratio`, `callee_device_device_clipping_event_ratio`, `callee_device_device_glitch_event_ratio`, `callee_device_howling_event_count`, `callee_device_initial_signal_level_root_mean_square`, `callee_device_low_speech_level_event_ratio`, `callee_device_low_speech_to_noise_event_ratio`, `callee_device_mic_glitch_rate`, `callee_device_received_noise_level`, `callee_device_received_signal_level`, `callee_device_render_device_driver`, `callee_device_render_device_name`, `callee_device_render_mute_event_ratio`, `callee_device_render_not_functioning_event_ratio`, `callee_device_render_zero_volume_event_ratio`, `callee_device_sent_noise_level`, `callee_device_sent_signal_level`, `callee_device_speaker_glitch_rate`, `unknown_properties`, `exported_at`
FROM `callrecords`.`streams_stored_local`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords`.`settle_line_local`), 0), load_id, bitNot(load_id)) IN (SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords`.`loads_local` FINAL))
COMMENT 'One row a media stream of a segment; a media without streams still has one row. Of one shard; read streams instead. (definition b04a34f9)';

CREATE OR REPLACE VIEW `callrecords`.`completeness_local` ON CLUSTER `main` AS
SELECT tenant_id, hour, sum(is_listed) AS listed, sum(is_loaded) AS loaded, sum(is_newest) AS newest,
    sum(has_pages) AS pages, sum(is_expired) AS expired_unread
FROM (
    SELECT tenant_id, toStartOfHour(toDateTime(if(listed.1 > 0, listed.2, began), 'UTC')) AS hour,
        toUInt64(listed.1 > 0) AS is_listed, toUInt64(live.1 > 0) AS is_loaded, toUInt64(live.1 > 0 AND live.1 >= listed.1) AS is_newest,
        pages AS has_pages, toUInt64(listed.1 > 0 AND live.1 = 0 AND logged = 0 AND loaded IS NULL
            AND (ifNull(lost >= seen, lost IS NOT NULL) OR listed.2 < now64(7) - toIntervalSecond(2592000))) AS is_expired
    FROM (
SELECT tenant_id, record_id, max(p_listed) AS listed, max(p_loaded) AS loaded, max(p_loaded_last) AS loaded_last,
    max(p_wanted) AS wanted, max(p_lost) AS lost, max(p_seen) AS seen,
    max(p_live) AS live, max(p_logged) AS logged, max(p_began) AS began, sum(p_pages) AS pages
FROM (
    SELECT tenant_id, record_id, max(listed) AS p_listed, max(loaded_version) AS p_loaded, max(loaded_at) AS p_loaded_last,
        max(wanted_at) AS p_wanted, max(lost_at) AS p_lost, max(last_listed_at) AS p_seen,
        tuple(toUInt64(0), toUInt64(0)) AS p_live, toUInt64(0) AS p_logged, toDateTime64(0, 7, 'UTC') AS p_began, toUInt64(0) AS p_pages
    FROM `callrecords`.`ledger_local` WHERE 1 GROUP BY tenant_id, record_id
    UNION ALL
    SELECT tenant_id, record_id, CAST(tuple(0, '1970-01-01 00:00:00', NULL) AS Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC')))), NULL, NULL, NULL, NULL, NULL, tuple(version, load_id), 0, toDateTime64(0, 7, 'UTC'), 0
    FROM `callrecords`.`commits_local` WHERE 1
    UNION ALL
    SELECT tenant_id, record_id, CAST(tuple(0, '1970-01-01 00:00:00', NULL) AS Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC')))), NULL, NULL, NULL, NULL, NULL, tuple(0, 0), max(version), toDateTime64(0, 7, 'UTC'), 0
    FROM `callrecords`.`load_log_local` WHERE 1 AND outcome = 'committed' AND (record_id, load_id) NOT IN (SELECT record_id, load_id FROM `callrecords`.`load_log_local` WHERE outcome = 'withdrawn')
    GROUP BY tenant_id, record_id
    UNION ALL
    SELECT tenant_id, record_id, CAST(tuple(0, '1970-01-01 00:00:00', NULL) AS Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC')))), NULL, NULL, NULL, NULL, NULL, tuple(0, 0), 0, start_date_time, 0
    FROM `callrecords`.`records_local` WHERE 1
    UNION ALL
    SELECT tenant_id, record_id, CAST(tuple(0, '1970-01-01 00:00:00', NULL) AS Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC')))), NULL, NULL, NULL, NULL, NULL, tuple(0, 0), 0, toDateTime64(0, 7, 'UTC'), uniqExact(load_id, page_index)
    FROM `callrecords`.`raw_pages_local` WHERE 1 GROUP BY tenant_id, record_id
)
GROUP BY tenant_id, record_id)
)
GROUP BY tenant_id, hour
COMMENT 'What Graph listed and what is in, a row an hour of starts and tenant. Of one shard; read completeness instead. (definition 387a9b05)';

CREATE OR REPLACE TABLE `callrecords`.`commits` ON CLUSTER `main` AS `callrecords`.`commits_local`
ENGINE = Distributed('main', 'callrecords', 'commits_local')
COMMENT 'The commits of all live loads, settled or not. (definition 217ce57a)';

CREATE OR REPLACE TABLE `callrecords`.`audit` ON CLUSTER `main` AS `callrecords`.`audit_local`
ENGINE = Distributed('main', 'callrecords', 'audit_local')
COMMENT 'Live loads with another number of rows than their commit declares. Must be empty. (definition 3b7a5e26)';

CREATE OR REPLACE TABLE `callrecords`.`records` ON CLUSTER `main` AS `callrecords`.`records_local`
ENGINE = Distributed('main', 'callrecords', 'records_local')
COMMENT 'One row a call record: its newest version. (definition f2bbb17c)';

CREATE OR REPLACE TABLE `callrecords`.`participants` ON CLUSTER `main` AS `callrecords`.`participants_local`
ENGINE = Distributed('main', 'callrecords', 'participants_local')
COMMENT 'One row a participant of a call record. (definition 09926728)';

CREATE OR REPLACE TABLE `callrecords`.`sessions` ON CLUSTER `main` AS `callrecords`.`sessions_local`
ENGINE = Distributed('main', 'callrecords', 'sessions_local')
COMMENT 'One row a session of a call record. Session ids may repeat: session_index is the key. (definition 5c3ee154)';

CREATE OR REPLACE TABLE `callrecords`.`segments` ON CLUSTER `main` AS `callrecords`.`segments_local`
ENGINE = Distributed('main', 'callrecords', 'segments_local')
COMMENT 'One row a segment of a session. (definition 1fc22af8)';

CREATE OR REPLACE TABLE `callrecords`.`streams` ON CLUSTER `main` AS `callrecords`.`streams_local`
ENGINE = Distributed('main', 'callrecords', 'streams_local')
COMMENT 'One row a media stream of a segment; a media without streams still has one row. (definition 035740cf)';

CREATE OR REPLACE TABLE `callrecords`.`completeness_shards` ON CLUSTER `main` AS `callrecords`.`completeness_local`
ENGINE = Distributed('main', 'callrecords', 'completeness_local')
COMMENT 'What Graph listed and what is in, a row an hour of starts and tenant. A row a shard; read completeness instead. (definition 0d61f977)';

CREATE OR REPLACE VIEW `callrecords`.`completeness` ON CLUSTER `main` AS
SELECT tenant_id, hour, sum(listed) AS listed, sum(loaded) AS loaded, sum(newest) AS newest,
    sum(pages) AS pages, sum(expired_unread) AS expired_unread
FROM `callrecords`.`completeness_shards`
GROUP BY tenant_id, hour
COMMENT 'What Graph listed and what is in, a row an hour of starts and tenant. (definition f11a9949)';
