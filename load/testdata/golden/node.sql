CREATE DATABASE IF NOT EXISTS `callrecords`;

CREATE DATABASE IF NOT EXISTS `callrecords_store`;

CREATE TABLE IF NOT EXISTS `callrecords_store`.`records_all`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'call record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version' CODEC(ZSTD(1)),
    `start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'last leave; UTC, 100 ns; endDateTime' CODEC(Delta, ZSTD(1)),
    `join_web_url` String COMMENT 'meeting link; "" seen for peerToPeer; URL or empty string; joinWebUrl' CODEC(ZSTD(1)),
    `last_modified_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'when this version of the record was created; UTC, 100 ns; lastModifiedDateTime' CODEC(Delta, ZSTD(1)),
    `type` LowCardinality(String) COMMENT 'groupCall or peerToPeer; list responses can show unknown; enum; type; known values: unknown, groupCall, peerToPeer, unknownFutureValue' CODEC(ZSTD(1)),
    `modalities` Array(LowCardinality(String)) COMMENT 'modalities; known values: audio, video, videoBasedScreenSharing, data, screenSharing, unknownFutureValue' CODEC(ZSTD(1)),
    `organizer_kind` LowCardinality(String) COMMENT 'organizer: user, phone, guest, acsUser, ... as on the wire; organizer_v2.identity.(first non-null key)' CODEC(ZSTD(1)),
    `organizer_id` String COMMENT 'organizer_v2.identity.(kind).id' CODEC(ZSTD(1)),
    `organizer_display_name` String COMMENT 'organizer_v2.identity.(kind).displayName' CODEC(ZSTD(1)),
    `organizer_tenant_id` LowCardinality(String) COMMENT 'organizer_v2.identity.(kind).tenantId' CODEC(ZSTD(1)),
    `organizer_user_principal_name` String COMMENT 'organizer_v2.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `organizer_endpoint_type` LowCardinality(String) COMMENT 'organizer_v2.identity.endpointType; known values: default, voicemail, skypeForBusiness, skypeForBusinessVoipPhone, unknownFutureValue' CODEC(ZSTD(1)),
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
COMMENT 'One row per call record: its newest version. All loads; read the view records instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`participants_all`
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
    `identity_endpoint_type` LowCardinality(String) COMMENT 'participants_v2[].identity.endpointType; known values: default, voicemail, skypeForBusiness, skypeForBusinessVoipPhone, unknownFutureValue' CODEC(ZSTD(1)),
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
COMMENT 'One row per participant of a call record. All loads; read the view participants instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`sessions_all`
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
    `modalities` Array(LowCardinality(String)) COMMENT 'sessions[].modalities; known values: audio, video, videoBasedScreenSharing, data, screenSharing, unknownFutureValue' CODEC(ZSTD(1)),
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].failureInfo.reason; free text, which may be empty; Microsoft publishes no list of reasons' CODEC(ZSTD(1)),
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].failureInfo.stage; known values: unknown, callSetup, midcall, unknownFutureValue' CODEC(ZSTD(1)),
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
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].caller.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue' CODEC(ZSTD(1)),
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].caller.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices' CODEC(ZSTD(1)),
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].caller.userAgent.role' CODEC(ZSTD(1)),
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].caller.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue' CODEC(ZSTD(1)),
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
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].callee.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue' CODEC(ZSTD(1)),
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].callee.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices' CODEC(ZSTD(1)),
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].callee.userAgent.role' CODEC(ZSTD(1)),
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].callee.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue' CODEC(ZSTD(1)),
    `callee_feedback_text` String COMMENT 'sessions[].callee.feedback.text' CODEC(ZSTD(1)),
    `callee_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].callee.feedback.tokens' CODEC(ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `record_type` LowCardinality(String) COMMENT 'groupCall or peerToPeer; list responses can show unknown; enum; type; known values: unknown, groupCall, peerToPeer, unknownFutureValue' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(record_start_date_time),
    INDEX `lookup_record_id` `record_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_caller_associated_identity_id` `caller_associated_identity_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_callee_associated_identity_id` `callee_associated_identity_id` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, session_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per session of a call record. Session ids may repeat: session_index is the key. All loads; read the view sessions instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`segments_all`
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
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.reason; free text, which may be empty; Microsoft publishes no list of reasons' CODEC(ZSTD(1)),
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.stage; known values: unknown, callSetup, midcall, unknownFutureValue' CODEC(ZSTD(1)),
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
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].caller.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue' CODEC(ZSTD(1)),
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].caller.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices' CODEC(ZSTD(1)),
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].caller.userAgent.role' CODEC(ZSTD(1)),
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].caller.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue' CODEC(ZSTD(1)),
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
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].callee.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue' CODEC(ZSTD(1)),
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].callee.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices' CODEC(ZSTD(1)),
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].callee.userAgent.role' CODEC(ZSTD(1)),
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].callee.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue' CODEC(ZSTD(1)),
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
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, session_index, segment_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per segment of a session. All loads; read the view segments instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`streams_all`
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
    `stream_direction` LowCardinality(String) COMMENT 'which way the media flows relative to segment caller/callee; enum; sessions[].segments[].media[].streams[].streamDirection; known values: callerToCallee, calleeToCaller' CODEC(ZSTD(1)),
    `stream_id` String COMMENT 'stream identifier, not globally unique; opaque string (decimal digits in all samples); sessions[].segments[].media[].streams[].streamId' CODEC(ZSTD(1)),
    `video_codec` LowCardinality(String) COMMENT 'video codec on the wire; "unknown" for non-video streams; enum; sessions[].segments[].media[].streams[].videoCodec; known values: unknown, invalid, av1, h263, h264, h264s, h264uc, h265, rtvc1, rtVideo, xrtvc1, unknownFutureValue' CODEC(ZSTD(1)),
    `was_media_bypassed` Nullable(Bool) COMMENT 'media went client<->PSTN gateway/PBX directly, skipping the Mediation Server; null seen; boolean; sessions[].segments[].media[].streams[].wasMediaBypassed' CODEC(ZSTD(1)),
    `caller_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.bandwidthLowEventRatio' CODEC(ZSTD(1)),
    `caller_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].callerNetwork.basicServiceSetIdentifier' CODEC(ZSTD(1)),
    `caller_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].callerNetwork.connectionType; known values: unknown, wired, wifi, mobile, tunnel, unknownFutureValue' CODEC(ZSTD(1)),
    `caller_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].callerNetwork.delayEventRatio' CODEC(ZSTD(1)),
    `caller_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].callerNetwork.dnsSuffix' CODEC(ZSTD(1)),
    `caller_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].callerNetwork.ipAddress' CODEC(ZSTD(1)),
    `caller_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].callerNetwork.linkSpeed' CODEC(T64, ZSTD(1)),
    `caller_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].callerNetwork.macAddress' CODEC(ZSTD(1)),
    `caller_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].callerNetwork.networkTransportProtocol; known values: unknown, udp, tcp, unknownFutureValue' CODEC(ZSTD(1)),
    `caller_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].callerNetwork.port' CODEC(T64, ZSTD(1)),
    `caller_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.receivedQualityEventRatio' CODEC(ZSTD(1)),
    `caller_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].callerNetwork.reflexiveIPAddress' CODEC(ZSTD(1)),
    `caller_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].callerNetwork.relayIPAddress' CODEC(ZSTD(1)),
    `caller_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].callerNetwork.relayPort' CODEC(T64, ZSTD(1)),
    `caller_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.sentQualityEventRatio' CODEC(ZSTD(1)),
    `caller_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].callerNetwork.subnet' CODEC(ZSTD(1)),
    `caller_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].callerNetwork.wifiBand; known values: unknown, frequency24GHz, frequency50GHz, frequency60GHz, unknownFutureValue' CODEC(ZSTD(1)),
    `caller_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiBatteryCharge' CODEC(T64, ZSTD(1)),
    `caller_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].callerNetwork.wifiChannel' CODEC(T64, ZSTD(1)),
    `caller_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriver' CODEC(ZSTD(1)),
    `caller_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriverVersion' CODEC(ZSTD(1)),
    `caller_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].callerNetwork.wifiRadioType; known values: unknown, wifi80211a, wifi80211b, wifi80211g, wifi80211n, wifi80211ac, wifi80211ax, unknownFutureValue' CODEC(ZSTD(1)),
    `caller_network_wifi_signal_strength` Nullable(Int32) COMMENT 'signal strength; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiSignalStrength' CODEC(T64, ZSTD(1)),
    `caller_network_wifi_vendor_driver` LowCardinality(String) COMMENT 'vendor Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiVendorDriver' CODEC(ZSTD(1)),
    `caller_network_wifi_vendor_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiVendorDriverVersion' CODEC(ZSTD(1)),
    `caller_network_trace_route_hop_counts` Array(Nullable(Int32)) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].hopCount' CODEC(ZSTD(1)),
    `caller_network_trace_route_ip_addresses` Array(String) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].ipAddress' CODEC(ZSTD(1)),
    `caller_network_trace_route_round_trip_times_ms` Array(Nullable(Float64)) COMMENT 'ms; sessions[].segments[].media[].callerNetwork.traceRouteHops[].roundTripTime' CODEC(ZSTD(1)),
    `callee_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.bandwidthLowEventRatio' CODEC(ZSTD(1)),
    `callee_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].calleeNetwork.basicServiceSetIdentifier' CODEC(ZSTD(1)),
    `callee_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].calleeNetwork.connectionType; known values: unknown, wired, wifi, mobile, tunnel, unknownFutureValue' CODEC(ZSTD(1)),
    `callee_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].calleeNetwork.delayEventRatio' CODEC(ZSTD(1)),
    `callee_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].calleeNetwork.dnsSuffix' CODEC(ZSTD(1)),
    `callee_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].calleeNetwork.ipAddress' CODEC(ZSTD(1)),
    `callee_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].calleeNetwork.linkSpeed' CODEC(T64, ZSTD(1)),
    `callee_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].calleeNetwork.macAddress' CODEC(ZSTD(1)),
    `callee_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].calleeNetwork.networkTransportProtocol; known values: unknown, udp, tcp, unknownFutureValue' CODEC(ZSTD(1)),
    `callee_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].calleeNetwork.port' CODEC(T64, ZSTD(1)),
    `callee_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.receivedQualityEventRatio' CODEC(ZSTD(1)),
    `callee_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].calleeNetwork.reflexiveIPAddress' CODEC(ZSTD(1)),
    `callee_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].calleeNetwork.relayIPAddress' CODEC(ZSTD(1)),
    `callee_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].calleeNetwork.relayPort' CODEC(T64, ZSTD(1)),
    `callee_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.sentQualityEventRatio' CODEC(ZSTD(1)),
    `callee_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].calleeNetwork.subnet' CODEC(ZSTD(1)),
    `callee_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].calleeNetwork.wifiBand; known values: unknown, frequency24GHz, frequency50GHz, frequency60GHz, unknownFutureValue' CODEC(ZSTD(1)),
    `callee_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].calleeNetwork.wifiBatteryCharge' CODEC(T64, ZSTD(1)),
    `callee_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].calleeNetwork.wifiChannel' CODEC(T64, ZSTD(1)),
    `callee_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriver' CODEC(ZSTD(1)),
    `callee_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriverVersion' CODEC(ZSTD(1)),
    `callee_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].calleeNetwork.wifiRadioType; known values: unknown, wifi80211a, wifi80211b, wifi80211g, wifi80211n, wifi80211ac, wifi80211ax, unknownFutureValue' CODEC(ZSTD(1)),
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
    `record_type` LowCardinality(String) COMMENT 'groupCall or peerToPeer; list responses can show unknown; enum; type; known values: unknown, groupCall, peerToPeer, unknownFutureValue' CODEC(ZSTD(1)),
    `segment_end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].segments[].endDateTime' CODEC(Delta, ZSTD(1)),
    `segment_start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].segments[].startDateTime' CODEC(Delta, ZSTD(1)),
    `segment_caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].caller.@odata.type' CODEC(ZSTD(1)),
    `segment_callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].callee.@odata.type' CODEC(ZSTD(1)),
    `session_end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].endDateTime' CODEC(Delta, ZSTD(1)),
    `session_start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].startDateTime' CODEC(Delta, ZSTD(1)),
    `session_caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].caller.@odata.type' CODEC(ZSTD(1)),
    `session_caller_name` String COMMENT 'device (host) name; string; sessions[].caller.name' CODEC(ZSTD(1)),
    `session_caller_identity_kind` LowCardinality(String) COMMENT 'caller (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].caller.identity.(first non-null key)' CODEC(ZSTD(1)),
    `session_caller_identity_id` String COMMENT 'sessions[].caller.identity.(kind).id' CODEC(ZSTD(1)),
    `session_caller_identity_display_name` String COMMENT 'sessions[].caller.identity.(kind).displayName' CODEC(ZSTD(1)),
    `session_caller_identity_user_principal_name` String COMMENT 'sessions[].caller.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `session_caller_associated_identity_id` String COMMENT 'sessions[].caller.associatedIdentity.id' CODEC(ZSTD(1)),
    `session_caller_associated_identity_display_name` String COMMENT 'sessions[].caller.associatedIdentity.displayName' CODEC(ZSTD(1)),
    `session_caller_associated_identity_user_principal_name` String COMMENT 'sessions[].caller.associatedIdentity.userPrincipalName' CODEC(ZSTD(1)),
    `session_caller_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].caller.userAgent.applicationVersion' CODEC(ZSTD(1)),
    `session_caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].caller.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue' CODEC(ZSTD(1)),
    `session_caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].caller.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue' CODEC(ZSTD(1)),
    `session_callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].callee.@odata.type' CODEC(ZSTD(1)),
    `session_callee_name` String COMMENT 'device (host) name; string; sessions[].callee.name' CODEC(ZSTD(1)),
    `session_callee_identity_kind` LowCardinality(String) COMMENT 'callee (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].callee.identity.(first non-null key)' CODEC(ZSTD(1)),
    `session_callee_identity_id` String COMMENT 'sessions[].callee.identity.(kind).id' CODEC(ZSTD(1)),
    `session_callee_identity_display_name` String COMMENT 'sessions[].callee.identity.(kind).displayName' CODEC(ZSTD(1)),
    `session_callee_identity_user_principal_name` String COMMENT 'sessions[].callee.identity.(kind).userPrincipalName' CODEC(ZSTD(1)),
    `session_callee_associated_identity_id` String COMMENT 'sessions[].callee.associatedIdentity.id' CODEC(ZSTD(1)),
    `session_callee_associated_identity_display_name` String COMMENT 'sessions[].callee.associatedIdentity.displayName' CODEC(ZSTD(1)),
    `session_callee_associated_identity_user_principal_name` String COMMENT 'sessions[].callee.associatedIdentity.userPrincipalName' CODEC(ZSTD(1)),
    `session_callee_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].callee.userAgent.applicationVersion' CODEC(ZSTD(1)),
    `session_callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].callee.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue' CODEC(ZSTD(1)),
    `session_callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].callee.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(record_start_date_time),
    INDEX `lookup_record_id` `record_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_caller_network_subnet` `caller_network_subnet` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_callee_network_subnet` `callee_network_subnet` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(record_start_date_time)
ORDER BY (tenant_id, toDate(record_start_date_time), record_id, load_id, session_index, segment_index, media_index, stream_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per media stream of a segment; a media without streams still has one row. All loads; read the view streams instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`pstn_days_all`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)' CODEC(ZSTD(1)),
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)' CODEC(Delta, ZSTD(1)),
    `call_count` UInt32 COMMENT 'rows of this day in pstn_calls; rows; (counted)' CODEC(T64, ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(day)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(day)
ORDER BY (tenant_id, toDate(day), record_id, load_id)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per UTC day that was read of the log pstn_calls, be it empty. All loads; read the view pstn_days instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`pstn_calls_all`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)' CODEC(ZSTD(1)),
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)' CODEC(Delta, ZSTD(1)),
    `call_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `call_duration_source` LowCardinality(String) COMMENT 'who measured the duration; enum; value[].callDurationSource; known values: microsoft, operator' CODEC(ZSTD(1)),
    `callee_number` String COMMENT 'callee number; E.164 string, may be masked; value[].calleeNumber' CODEC(ZSTD(1)),
    `caller_number` String COMMENT 'caller number; E.164 string, may be masked; value[].callerNumber' CODEC(ZSTD(1)),
    `call_id` String COMMENT 'not guaranteed unique; string; value[].callId' CODEC(ZSTD(1)),
    `call_type` LowCardinality(String) COMMENT 'e.g. user_in, ucap_in, oc_ucap_in; string; value[].callType' CODEC(ZSTD(1)),
    `charge` Nullable(Decimal(18, 6)) COMMENT 'call charge; money in currency; value[].charge' CODEC(ZSTD(1)),
    `conference_id` String COMMENT 'audio conference id; string; value[].conferenceId' CODEC(ZSTD(1)),
    `connection_charge` Nullable(Decimal(18, 6)) COMMENT 'connection fee; money in currency; value[].connectionCharge' CODEC(ZSTD(1)),
    `currency` LowCardinality(String) COMMENT 'currency; ISO 4217; value[].currency' CODEC(ZSTD(1)),
    `destination_context` LowCardinality(String) COMMENT 'domestic/international; string; value[].destinationContext' CODEC(ZSTD(1)),
    `destination_name` LowCardinality(String) COMMENT 'country dialed; string; value[].destinationName' CODEC(ZSTD(1)),
    `duration` Nullable(Int32) COMMENT 'connected time; seconds; value[].duration' CODEC(T64, ZSTD(1)),
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; value[].endDateTime' CODEC(Delta, ZSTD(1)),
    `id` String COMMENT 'unique row id; GUID as string; value[].id' CODEC(ZSTD(1)),
    `inventory_type` LowCardinality(String) COMMENT 'number type; string, e.g. Subscriber; value[].inventoryType' CODEC(ZSTD(1)),
    `license_capability` LowCardinality(String) COMMENT 'license; string, e.g. MCOPSTNU; value[].licenseCapability' CODEC(ZSTD(1)),
    `operator` LowCardinality(String) COMMENT 'carrier; string; value[].operator' CODEC(ZSTD(1)),
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; value[].startDateTime' CODEC(Delta, ZSTD(1)),
    `tenant_country_code` LowCardinality(String) COMMENT 'tenant country; ISO 3166-1 alpha-2; value[].tenantCountryCode' CODEC(ZSTD(1)),
    `usage_country_code` LowCardinality(String) COMMENT 'user country; ISO 3166-1 alpha-2; value[].usageCountryCode' CODEC(ZSTD(1)),
    `user_display_name` String COMMENT 'name; string; value[].userDisplayName' CODEC(ZSTD(1)),
    `user_id` String COMMENT 'user; GUID as string, null/empty for bot call types; value[].userId' CODEC(ZSTD(1)),
    `user_principal_name` String COMMENT 'UPN; string; value[].userPrincipalName' CODEC(ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(day),
    INDEX `lookup_id` `id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_user_id` `user_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_caller_number` `caller_number` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_callee_number` `callee_number` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(day)
ORDER BY (tenant_id, toDate(day), record_id, load_id, call_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per call over a calling plan or an operator. All loads; read the view pstn_calls instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`direct_routing_days_all`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)' CODEC(ZSTD(1)),
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)' CODEC(Delta, ZSTD(1)),
    `call_count` UInt32 COMMENT 'rows of this day in direct_routing_calls; rows; (counted)' CODEC(T64, ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(day)
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(day)
ORDER BY (tenant_id, toDate(day), record_id, load_id)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per UTC day that was read of the log direct_routing_calls, be it empty. All loads; read the view direct_routing_days instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`direct_routing_calls_all`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)' CODEC(ZSTD(1)),
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)' CODEC(Delta, ZSTD(1)),
    `call_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)' CODEC(T64, ZSTD(1)),
    `callee_number` String COMMENT 'callee; E.164-like, masked in sample; value[].calleeNumber' CODEC(ZSTD(1)),
    `call_end_sub_reason` Nullable(Int32) COMMENT 'Microsoft subcode, e.g. 540000, 560484; integer; value[].callEndSubReason' CODEC(T64, ZSTD(1)),
    `caller_number` String COMMENT 'caller; E.164-like, masked in sample; value[].callerNumber' CODEC(ZSTD(1)),
    `call_type` LowCardinality(String) COMMENT 'e.g. ByotIn, ByotOut, ByotInUcap, ByotOutUserForwarding, ByotOutUserTransfer; string; value[].callType' CODEC(ZSTD(1)),
    `correlation_id` String COMMENT 'support correlation; reported usable as callRecord id in 2021; GUID as string; value[].correlationId' CODEC(ZSTD(1)),
    `duration` Nullable(Int32) COMMENT 'duration; seconds; value[].duration' CODEC(T64, ZSTD(1)),
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'only established calls; UTC, 100 ns; value[].endDateTime' CODEC(Delta, ZSTD(1)),
    `failure_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'only failed calls; UTC, 100 ns; value[].failureDateTime' CODEC(Delta, ZSTD(1)),
    `final_sip_code` Nullable(Int32) COMMENT 'final code; SIP status or 0; value[].finalSipCode' CODEC(T64, ZSTD(1)),
    `final_sip_code_phrase` LowCardinality(String) COMMENT 'text; string; value[].finalSipCodePhrase' CODEC(ZSTD(1)),
    `id` String COMMENT 'unique row id; GUID as string; value[].id' CODEC(ZSTD(1)),
    `invite_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'initial invite; UTC, 100 ns; value[].inviteDateTime' CODEC(Delta, ZSTD(1)),
    `media_bypass_enabled` Nullable(Bool) COMMENT 'trunk bypass flag; boolean; value[].mediaBypassEnabled' CODEC(ZSTD(1)),
    `media_path_location` LowCardinality(String) COMMENT 'media; datacenter code; value[].mediaPathLocation' CODEC(ZSTD(1)),
    `signaling_location` LowCardinality(String) COMMENT 'signalling; datacenter code; value[].signalingLocation' CODEC(ZSTD(1)),
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; for failed calls can equal invite or failure; UTC, 100 ns; value[].startDateTime' CODEC(Delta, ZSTD(1)),
    `successful_call` Nullable(Bool) COMMENT 'established or only an attempt; boolean; value[].successfulCall' CODEC(ZSTD(1)),
    `trunk_fully_qualified_domain_name` LowCardinality(String) COMMENT 'SBC; FQDN; value[].trunkFullyQualifiedDomainName' CODEC(ZSTD(1)),
    `user_display_name` String COMMENT 'name; string; value[].userDisplayName' CODEC(ZSTD(1)),
    `user_id` String COMMENT 'user; GUID as string, null/empty for bot call types; value[].userId' CODEC(ZSTD(1)),
    `user_principal_name` String COMMENT 'UPN; string; value[].userPrincipalName' CODEC(ZSTD(1)),
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)' CODEC(ZSTD(1)),
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `record_date` Date ALIAS toDate(day),
    INDEX `lookup_id` `id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_correlation_id` `correlation_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_user_id` `user_id` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_caller_number` `caller_number` TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX `lookup_callee_number` `callee_number` TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toYYYYMM(day)
ORDER BY (tenant_id, toDate(day), record_id, load_id, call_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'One row per call, or attempt at one, over a session border controller. All loads; read the view direct_routing_calls instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`loads`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the record that this row belongs to; version' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the record in this version; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `row_counts` Map(String, UInt64) COMMENT 'rows of the load, by table; rows; (counted)' CODEC(ZSTD(1)),
    `part` String COMMENT 'what the load lacks of a whole record, for people; empty when it is whole; (load)' CODEC(ZSTD(1)),
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `committed_at` DateTime64(3, 'UTC') COMMENT 'when the load became visible; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `replaces` Array(UInt64) COMMENT 'ids of older loads of this record that are hidden by this commit; load ids; (load)' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (tenant_id, record_id)
SETTINGS min_age_to_force_merge_seconds = 600, min_age_to_force_merge_on_partition_only = 1
COMMENT 'The commits: which load of a record is live, and how many rows it declares.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`settled_loads`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the record that this row belongs to; version' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the record in this version; UTC, 100 ns; startDateTime' CODEC(Delta, ZSTD(1)),
    `row_counts` Map(String, UInt64) COMMENT 'rows of the load, by table; rows; (counted)' CODEC(ZSTD(1)),
    `part` String COMMENT 'what the load lacks of a whole record, for people; empty when it is whole; (load)' CODEC(ZSTD(1)),
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `committed_at` DateTime64(3, 'UTC') COMMENT 'when the load became visible; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `replaces` Array(UInt64) COMMENT 'ids of older loads of this record that are hidden by this commit; load ids; (load)' CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (tenant_id, record_id)
COMMENT 'The commits of settled loads, which have left loads.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`settle_line`
(
    `moved_at` DateTime64(3, 'UTC') COMMENT 'when the line was moved; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `line` UInt64 COMMENT 'loads with smaller ids are settled; load id; (clock)' CODEC(ZSTD(1)),
    `begun_before` DateTime64(3, 'UTC') COMMENT 'the line as a time: settled loads were begun before it; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `settled` UInt64 COMMENT 'how many the move settled; loads; (clock)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (line)
COMMENT 'History of the settle line, one row per move. Loads with an id below max(line) are settled.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`load_log`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the record that this row belongs to; version' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `outcome` LowCardinality(String) COMMENT 'committed; set aside: the record could not be flattened, its pages are in raw_pages; refused: the load would take rows away from another one of the same version; withdrawn: taken back by exporter verify --repair; (load)' CODEC(ZSTD(1)),
    `reason` String COMMENT 'why the record was set aside, refused or withdrawn; (load)' CODEC(ZSTD(1)),
    `row_counts` Map(String, UInt64) COMMENT 'rows of the load, by table; rows; (counted)' CODEC(ZSTD(1)),
    `part` String COMMENT 'what the load lacks of a whole record, for people; empty when it is whole; (load)' CODEC(ZSTD(1)),
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `logged_at` DateTime64(3, 'UTC') COMMENT 'when the load ended; UTC, ms; (clock)' CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(logged_at)
ORDER BY (tenant_id, record_id, load_id)
COMMENT 'Every finished load, append-only: committed, or set aside with the reason.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`raw_pages`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)' CODEC(ZSTD(1)),
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version of the record that this row belongs to; version' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `listed_start` Nullable(DateTime64(7, 'UTC')) COMMENT 'start of the record as listed; NULL when it was not; UTC, 100 ns; (listed)' CODEC(Delta, ZSTD(1)),
    `page_index` UInt32 COMMENT 'zero-based, in the order of fetching; (position)' CODEC(T64, ZSTD(1)),
    `kind` LowCardinality(String) COMMENT 'what the page is about, e.g. record, sessions, participants; refused: what could not be taken for one of them; (load)' CODEC(ZSTD(1)),
    `url` String COMMENT 'what was asked; (load)' CODEC(ZSTD(1)),
    `body` String COMMENT 'what was answered; JSON; (load)' CODEC(ZSTD(1)),
    `fetched_at` DateTime64(3, 'UTC') COMMENT 'when the page was stored; UTC, ms; (clock)' CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(fetched_at)
ORDER BY (tenant_id, record_id, load_id, page_index)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1, index_granularity_bytes = 1048576, merge_max_block_size_bytes = 1048576
COMMENT 'The archive: every page as Graph sent it, by load.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`ledger`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'record id; id' CODEC(ZSTD(1)),
    `listed` SimpleAggregateFunction(max, Tuple(version UInt64, start DateTime64(7, 'UTC'), end Nullable(DateTime64(7, 'UTC')))) COMMENT 'what the list said of the greatest version: version, start, end; (list)' CODEC(ZSTD(1)),
    `loaded_version` SimpleAggregateFunction(max, Nullable(UInt64)) COMMENT 'greatest version that was committed; (load)' CODEC(ZSTD(1)),
    `first_listed_at` SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when it was first listed; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `last_listed_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when it was last listed as new, changed or found again; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `lost_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when Graph last answered that it has no such record; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `attempts` SimpleAggregateFunction(sum, UInt64) COMMENT 'times that it was fetched; (load)' CODEC(ZSTD(1)),
    `incident` SimpleAggregateFunction(max, Tuple(at DateTime64(3, 'UTC'), version UInt64, reason String)) COMMENT 'the latest thing that went wrong: instant, version, reason; (load)' CODEC(ZSTD(1)),
    `loaded_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when a load of it was last committed; UTC, ms; (clock)' CODEC(ZSTD(1)),
    `wanted_at` SimpleAggregateFunction(max, Nullable(DateTime64(3, 'UTC'))) COMMENT 'when it was last asked for again, whatever version was loaded (exporter verify --repair); UTC, ms; (clock)' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (tenant_id, family, record_id)
COMMENT 'What Graph listed, what was loaded, and what went wrong, per record. Read the view ledger_state instead.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`claims`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'record id; id' CODEC(ZSTD(1)),
    `version` UInt64 COMMENT 'version that is fetched, as listed; version' CODEC(ZSTD(1)),
    `run_id` String COMMENT 'run that fetches it; (clock)' CODEC(ZSTD(1)),
    `claimed_at` DateTime64(3, 'UTC') COMMENT 'when, by the clock of the server; UTC, ms; (clock)' CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (tenant_id, family, record_id)
TTL toDateTime(claimed_at) + INTERVAL 1 DAY
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Which run fetches a record just now. A claim that is minutes old, or of a finished run, says nothing.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`runs`
(
    `run_id` String COMMENT 'run that wrote the row; (clock)' CODEC(ZSTD(1)),
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)' CODEC(ZSTD(1)),
    `command` LowCardinality(String) COMMENT 'run, serve, backfill, fetch, import, replay, demo; (config)' CODEC(ZSTD(1)),
    `shard` UInt64 COMMENT 'number of the shard of the tenant\'s records that the run took, from 1; 0 when it took all; (config)' CODEC(ZSTD(1)),
    `shards` UInt64 COMMENT 'how many shards there are; 0 for none; (config)' CODEC(ZSTD(1)),
    `reconcile` UInt64 COMMENT '1 when the run listed the whole retention and came to the list\'s end; (config)' CODEC(ZSTD(1)),
    `window_from` DateTime64(3, 'UTC') COMMENT 'starts listed, from; UTC, ms; (config)' CODEC(Delta, ZSTD(1)),
    `window_to` DateTime64(3, 'UTC') COMMENT 'starts listed, to, exclusive; UTC, ms; (config)' CODEC(Delta, ZSTD(1)),
    `started_at` DateTime64(3, 'UTC') COMMENT 'when the run began; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `finished_at` DateTime64(3, 'UTC') COMMENT 'when the run ended; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `outcome` LowCardinality(String) COMMENT 'complete, partial (some records are not in), interrupted (told to stop) or failed; (clock)' CODEC(ZSTD(1)),
    `error` String COMMENT 'why it failed, or was told to stop; (clock)' CODEC(ZSTD(1)),
    `listed` UInt64 COMMENT 'headers that the list showed; records; (clock)' CODEC(ZSTD(1)),
    `due` UInt64 COMMENT 'records to fetch, with those of earlier runs; records; (clock)' CODEC(ZSTD(1)),
    `fetched` UInt64 COMMENT 'records that were fetched whole; records; (clock)' CODEC(ZSTD(1)),
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
COMMENT 'One row per run of a tenant.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`reference_loads`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `kind` LowCardinality(String) COMMENT 'kind of reference data, e.g. buildings; (config)' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; greater ids came later; (load)' CODEC(ZSTD(1)),
    `valid_from` DateTime64(3, 'UTC') COMMENT 'when it was loaded; in force until the next one; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `file` String COMMENT 'file that it is from; empty: the kind was removed; (config)' CODEC(ZSTD(1)),
    `row_count` UInt64 COMMENT 'rows of the load; rows; (counted)' CODEC(ZSTD(1)),
    `left_out` UInt64 COMMENT 'lines of the file that are no rows (--partial); lines; (counted)' CODEC(ZSTD(1)),
    `program` LowCardinality(String) COMMENT 'version of the exporter that loaded it; (config)' CODEC(ZSTD(1)),
    `body` String COMMENT 'the rows: a line each, with tabs between the cells; (load)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (tenant_id, kind, load_id)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'Every load of reference data that is kept; the greatest load id of a tenant and kind is in force.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`facts_log`
(
    `logged_at` DateTime64(3, 'UTC') COMMENT 'when the fill ended; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `shape` String COMMENT 'fingerprint of what the rows were computed by; (clock)' CODEC(ZSTD(1)),
    `fill` UInt64 COMMENT 'id of the fill, in the order of fills; (clock)' CODEC(ZSTD(1)),
    `from_load` UInt64 COMMENT 'first load of the range; its end, too, in the row that a fill begins with; load id; (clock)' CODEC(ZSTD(1)),
    `to_load` UInt64 COMMENT 'end of the range: the first load that is not in it; load id; (clock)' CODEC(ZSTD(1)),
    `settle_line` UInt64 COMMENT 'a settle line before which no rows of dead loads are kept; 0 in the rows of fills; load id; (clock)' CODEC(ZSTD(1)),
    `begins` UInt64 COMMENT '1: fills before this one count no more; 2: nor did they before; 0 of all others; (clock)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (shape, fill)
COMMENT 'The loads of which the facts are kept, one row per fill of a range of them.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`facts_rows`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant; (config)' CODEC(ZSTD(1)),
    `record_id` String COMMENT 'record id; id' CODEC(ZSTD(1)),
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)' CODEC(ZSTD(1)),
    `view_name` LowCardinality(String) COMMENT 'the kept view; (load)' CODEC(ZSTD(1)),
    `row_count` UInt64 COMMENT 'its rows of the load; rows; (counted)' CODEC(ZSTD(1)),
    `fill` UInt64 COMMENT 'fill that computed the row; facts_log has those that count; (clock)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (view_name, tenant_id, record_id, load_id)
SETTINGS enable_block_number_column = 1, enable_block_offset_column = 1
COMMENT 'How many rows of facts were kept of a load, in views of which nothing else says so.';

CREATE TABLE IF NOT EXISTS `callrecords_store`.`schema_versions`
(
    `applied_at` DateTime64(3, 'UTC') COMMENT 'when the last statement was done; UTC, ms; (clock)' CODEC(Delta, ZSTD(1)),
    `fingerprint` LowCardinality(String) COMMENT 'of the statements that make the whole warehouse in this version; SHA-256, hex, 16 digits; (clock)' CODEC(ZSTD(1)),
    `program` LowCardinality(String) COMMENT 'version of the exporter that did it; (config)' CODEC(ZSTD(1)),
    `statements` String COMMENT 'what was done, each with a semicolon; SQL; (clock)' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (applied_at)
COMMENT 'One row per change of the tables: when, by whom, and the statements.';

CREATE OR REPLACE VIEW `callrecords_store`.`commits`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)',
    `record_id` String COMMENT 'record id; id',
    `version` UInt64 COMMENT 'version of the record that this row belongs to; version',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)',
    `start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the record in this version; UTC, 100 ns; startDateTime',
    `row_counts` Map(String, UInt64) COMMENT 'rows of the load, by table; rows; (counted)',
    `part` String COMMENT 'what the load lacks of a whole record, for people; empty when it is whole; (load)',
    `run_id` String COMMENT 'run that wrote the row; (clock)',
    `committed_at` DateTime64(3, 'UTC') COMMENT 'when the load became visible; UTC, ms; (clock)',
    `replaces` Array(UInt64) COMMENT 'ids of older loads of this record that are hidden by this commit; load ids; (load)'
)
AS (
SELECT
    `tenant_id`,
    `family`,
    `record_id`,
    `version`,
    `load_id`,
    `start_date_time`,
    `row_counts`,
    `part`,
    `run_id`,
    `committed_at`,
    `replaces`
FROM `callrecords_store`.`loads` FINAL
UNION ALL
SELECT
    `tenant_id`,
    `family`,
    `record_id`,
    `version`,
    `load_id`,
    `start_date_time`,
    `row_counts`,
    `part`,
    `run_id`,
    `committed_at`,
    `replaces`
FROM `callrecords_store`.`settled_loads` FINAL
WHERE load_id NOT IN (SELECT arrayJoin(arrayPushFront(replaces, load_id)) FROM `callrecords_store`.`loads` FINAL)
)
COMMENT 'The commits of all live loads, settled or not. (definition a350cd21)';

CREATE OR REPLACE VIEW `callrecords_store`.`lone_tenant`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)'
)
AS (
SELECT lone AS tenant_id
FROM (
    SELECT
        any(tenant_id) AS lone,
        uniqExact(tenant_id) AS tenants
    FROM (
        SELECT tenant_id FROM `callrecords_store`.`loads`
        UNION ALL
        SELECT tenant_id FROM `callrecords_store`.`settled_loads`
    )
)
WHERE tenants = 1
    AND NOT false
)
COMMENT 'The tenant of a warehouse that has one, for views that need not tell tenants apart then; no row otherwise. (definition dce7c2c3)';

CREATE OR REPLACE VIEW `callrecords_store`.`ledger_state`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant',
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)',
    `record_id` String COMMENT 'record id',
    `listed_version` UInt64 COMMENT 'greatest version that Graph listed; 0 for none',
    `listed_start` DateTime64(7, 'UTC') COMMENT 'start of the record, as listed; 1970 when it was not; UTC, 100 ns',
    `listed_end` Nullable(DateTime64(7, 'UTC')) COMMENT 'end of the record, as listed; UTC, 100 ns',
    `first_listed_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was first listed; UTC, ms',
    `last_listed_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was last listed as new, changed or found again; UTC, ms',
    `loaded_version` UInt64 COMMENT 'greatest version that was committed; 0 for none',
    `is_loaded` UInt64 COMMENT '1 when a version was committed',
    `loaded_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when a load of it was last committed; UTC, ms',
    `wanted_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was last asked for again; UTC, ms',
    `lost_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when Graph last answered that it has no such record; UTC, ms',
    `attempts` UInt64 COMMENT 'times that it was fetched',
    `incident_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when something last went wrong; UTC, ms',
    `incident_reason` String COMMENT 'what went wrong',
    `lost` UInt64 COMMENT '1 when Graph answered 404 for it since it was last listed',
    `due` UInt64 COMMENT '1 when the next run fetches it'
)
AS (
SELECT
    tenant_id,
    family,
    record_id,
    newest.version AS listed_version,
    newest.start AS listed_start,
    newest.end AS listed_end,
    listed_first AS first_listed_at,
    listed_last AS last_listed_at,
    ifNull(loaded, 0) AS loaded_version,
    toUInt64(loaded IS NOT NULL) AS is_loaded,
    loaded_last AS loaded_at,
    wanted_last AS wanted_at,
    lost_last AS lost_at,
    tried AS attempts,
    if(trouble.at = toDateTime64(0, 3, 'UTC'), NULL, trouble.at) AS incident_at,
    trouble.reason AS incident_reason,
    toUInt64(lost_last IS NOT NULL AND (listed_last IS NULL OR lost_last >= listed_last)) AS lost,
    toUInt64(listed_last IS NOT NULL
        AND lost = 0
        AND (loaded IS NULL
            OR newest.version > loaded
            OR (wanted_last IS NOT NULL AND (loaded_last IS NULL OR wanted_last > loaded_last))
            OR (tenant_id, record_id, newest.version) IN (

SELECT
    tenant_id,
    record_id,
    version
FROM `callrecords_store`.`loads` FINAL
WHERE part != ''
    AND (tenant_id, record_id) IN (
        SELECT
            tenant_id,
            record_id
        FROM `callrecords_store`.`loads`
        WHERE part != '')
            ))) AS due
FROM (
    SELECT
        tenant_id,
        family,
        record_id,
        listed AS newest,
        loaded_version AS loaded,
        first_listed_at AS listed_first,
        last_listed_at AS listed_last,
        lost_at AS lost_last,
        attempts AS tried,
        incident AS trouble,
        loaded_at AS loaded_last,
        wanted_at AS wanted_last
    FROM `callrecords_store`.`ledger` FINAL
)
)
COMMENT 'What the ledger says of each record: listed, loaded, lost, due. (definition 3eb8e38d)';

CREATE OR REPLACE VIEW `callrecords`.`due_records`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant',
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)',
    `record_id` String COMMENT 'record id',
    `listed_version` UInt64 COMMENT 'greatest version that Graph listed; 0 for none',
    `listed_start` DateTime64(7, 'UTC') COMMENT 'start of the record, as listed; 1970 when it was not; UTC, 100 ns',
    `listed_end` Nullable(DateTime64(7, 'UTC')) COMMENT 'end of the record, as listed; UTC, 100 ns',
    `first_listed_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was first listed; UTC, ms',
    `last_listed_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was last listed as new, changed or found again; UTC, ms',
    `loaded_version` UInt64 COMMENT 'greatest version that was committed; 0 for none',
    `is_loaded` UInt64 COMMENT '1 when a version was committed',
    `loaded_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when a load of it was last committed; UTC, ms',
    `wanted_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was last asked for again; UTC, ms',
    `lost_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when Graph last answered that it has no such record; UTC, ms',
    `attempts` UInt64 COMMENT 'times that it was fetched',
    `incident_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when something last went wrong; UTC, ms',
    `incident_reason` String COMMENT 'what went wrong',
    `lost` UInt64 COMMENT '1 when Graph answered 404 for it since it was last listed',
    `due` UInt64 COMMENT '1 when the next run fetches it'
)
AS (
SELECT
    `tenant_id`,
    `family`,
    `record_id`,
    `listed_version`,
    `listed_start`,
    `listed_end`,
    `first_listed_at`,
    `last_listed_at`,
    `loaded_version`,
    `is_loaded`,
    `loaded_at`,
    `wanted_at`,
    `lost_at`,
    `attempts`,
    `incident_at`,
    `incident_reason`,
    `lost`,
    `due`
FROM (

SELECT
    tenant_id,
    family,
    record_id,
    newest.version AS listed_version,
    newest.start AS listed_start,
    newest.end AS listed_end,
    listed_first AS first_listed_at,
    listed_last AS last_listed_at,
    ifNull(loaded, 0) AS loaded_version,
    toUInt64(loaded IS NOT NULL) AS is_loaded,
    loaded_last AS loaded_at,
    wanted_last AS wanted_at,
    lost_last AS lost_at,
    tried AS attempts,
    if(trouble.at = toDateTime64(0, 3, 'UTC'), NULL, trouble.at) AS incident_at,
    trouble.reason AS incident_reason,
    toUInt64(lost_last IS NOT NULL AND (listed_last IS NULL OR lost_last >= listed_last)) AS lost,
    toUInt64(listed_last IS NOT NULL
        AND lost = 0
        AND (loaded IS NULL
            OR newest.version > loaded
            OR (wanted_last IS NOT NULL AND (loaded_last IS NULL OR wanted_last > loaded_last))
            OR (tenant_id, record_id, newest.version) IN (

SELECT
    tenant_id,
    record_id,
    version
FROM `callrecords_store`.`loads` FINAL
WHERE part != ''
    AND (tenant_id, record_id) IN (
        SELECT
            tenant_id,
            record_id
        FROM `callrecords_store`.`loads`
        WHERE part != '')
            ))) AS due
FROM (
    SELECT
        tenant_id,
        family,
        record_id,
        listed AS newest,
        loaded_version AS loaded,
        first_listed_at AS listed_first,
        last_listed_at AS listed_last,
        lost_at AS lost_last,
        attempts AS tried,
        incident AS trouble,
        loaded_at AS loaded_last,
        wanted_at AS wanted_last
    FROM `callrecords_store`.`ledger` FINAL
    WHERE (tenant_id, family, record_id) GLOBAL IN (
        SELECT
            tenant_id,
            family,
            record_id
        FROM `callrecords_store`.`ledger`
        WHERE loaded_version IS NULL
            OR listed.version > loaded_version
            OR (wanted_at IS NOT NULL AND (loaded_at IS NULL OR wanted_at > loaded_at))
        UNION ALL
        SELECT
            tenant_id,
            family,
            record_id
        FROM `callrecords_store`.`loads`
        WHERE part != '')
)
)
WHERE due = 1
)
COMMENT 'What the next run fetches: records that Graph listed and that are not in in their newest version. (definition bb555038)';

CREATE OR REPLACE VIEW `callrecords_store`.`record_state`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant',
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)',
    `record_id` String COMMENT 'record id',
    `listed_version` UInt64 COMMENT 'greatest version that Graph listed; 0 for none',
    `listed_start` DateTime64(7, 'UTC') COMMENT 'start of the record, as listed; 1970 when it was not; UTC, 100 ns',
    `listed_end` Nullable(DateTime64(7, 'UTC')) COMMENT 'end of the record, as listed; UTC, 100 ns',
    `first_listed_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was first listed; UTC, ms',
    `last_listed_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was last listed as new, changed or found again; UTC, ms',
    `loaded_version` UInt64 COMMENT 'greatest version that was committed; 0 for none',
    `is_loaded` UInt64 COMMENT '1 when a version was committed',
    `loaded_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when a load of it was last committed; UTC, ms',
    `wanted_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when it was last asked for again; UTC, ms',
    `lost_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when Graph last answered that it has no such record; UTC, ms',
    `attempts` UInt64 COMMENT 'times that it was fetched',
    `incident_at` Nullable(DateTime64(7, 'UTC')) COMMENT 'when something last went wrong; UTC, ms',
    `incident_reason` String COMMENT 'what went wrong',
    `lost` UInt64 COMMENT '1 when Graph answered 404 for it since it was last listed',
    `due` UInt64 COMMENT '1 when the next run fetches it',
    `live_version` UInt64 COMMENT 'version that readers see; 0 for none',
    `live_load` UInt64 COMMENT 'its load id',
    `live_part` String COMMENT 'what it lacks of a whole record; empty when it is whole',
    `live_start` DateTime64(7, 'UTC') COMMENT 'start of the record in that version; UTC, 100 ns',
    `logged_version` UInt64 COMMENT 'greatest version that load_log calls committed; 0 for none',
    `pages` UInt64 COMMENT 'pages in the archive, of all versions; pages'
)
AS (
SELECT
    tenant_id,
    max(p_family) AS family,
    record_id,
    max(p_listed_version) AS listed_version,
    max(p_listed_start) AS listed_start,
    max(p_listed_end) AS listed_end,
    max(p_first_listed_at) AS first_listed_at,
    max(p_last_listed_at) AS last_listed_at,
    max(p_loaded_version) AS loaded_version,
    max(p_is_loaded) AS is_loaded,
    max(p_loaded_at) AS loaded_at,
    max(p_wanted_at) AS wanted_at,
    max(p_lost_at) AS lost_at,
    max(p_attempts) AS attempts,
    max(p_incident_at) AS incident_at,
    max(p_incident_reason) AS incident_reason,
    max(p_lost) AS lost,
    max(p_due) AS due,
    max(p_live_version) AS live_version,
    max(p_live_load) AS live_load,
    max(p_live_part) AS live_part,
    max(p_live_start) AS live_start,
    max(p_logged_version) AS logged_version,
    sum(p_pages) AS pages
FROM (
    SELECT
        tenant_id,
        CAST(family AS String) AS p_family,
        record_id,
        listed_version AS p_listed_version,
        listed_start AS p_listed_start,
        listed_end AS p_listed_end,
        first_listed_at AS p_first_listed_at,
        last_listed_at AS p_last_listed_at,
        loaded_version AS p_loaded_version,
        is_loaded AS p_is_loaded,
        loaded_at AS p_loaded_at,
        wanted_at AS p_wanted_at,
        lost_at AS p_lost_at,
        attempts AS p_attempts,
        incident_at AS p_incident_at,
        incident_reason AS p_incident_reason,
        lost AS p_lost,
        due AS p_due,
        toUInt64(0) AS p_live_version,
        toUInt64(0) AS p_live_load,
        '' AS p_live_part,
        toDateTime64(0, 7, 'UTC') AS p_live_start,
        toUInt64(0) AS p_logged_version,
        toUInt64(0) AS p_pages
    FROM `callrecords_store`.`ledger_state`
UNION ALL
    SELECT
        tenant_id,
        CAST(family AS String) AS p_family,
        record_id,
        toUInt64(0) AS p_listed_version,
        toDateTime64(0, 7, 'UTC') AS p_listed_start,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_listed_end,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_first_listed_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_last_listed_at,
        toUInt64(0) AS p_loaded_version,
        toUInt64(0) AS p_is_loaded,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_loaded_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_wanted_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_lost_at,
        toUInt64(0) AS p_attempts,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_incident_at,
        '' AS p_incident_reason,
        toUInt64(0) AS p_lost,
        toUInt64(0) AS p_due,
        version AS p_live_version,
        load_id AS p_live_load,
        part AS p_live_part,
        start_date_time AS p_live_start,
        toUInt64(0) AS p_logged_version,
        toUInt64(0) AS p_pages
    FROM `callrecords_store`.`commits`
UNION ALL
    SELECT
        tenant_id,
        CAST(family AS String) AS p_family,
        record_id,
        toUInt64(0) AS p_listed_version,
        toDateTime64(0, 7, 'UTC') AS p_listed_start,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_listed_end,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_first_listed_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_last_listed_at,
        toUInt64(0) AS p_loaded_version,
        toUInt64(0) AS p_is_loaded,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_loaded_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_wanted_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_lost_at,
        toUInt64(0) AS p_attempts,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_incident_at,
        '' AS p_incident_reason,
        toUInt64(0) AS p_lost,
        toUInt64(0) AS p_due,
        toUInt64(0) AS p_live_version,
        toUInt64(0) AS p_live_load,
        '' AS p_live_part,
        toDateTime64(0, 7, 'UTC') AS p_live_start,
        version AS p_logged_version,
        toUInt64(0) AS p_pages
    FROM `callrecords_store`.`load_log`
    WHERE outcome = 'committed' AND (record_id, load_id) NOT IN (
        SELECT record_id, load_id FROM `callrecords_store`.`load_log` WHERE outcome = 'withdrawn')
UNION ALL
    SELECT
        tenant_id,
        CAST(family AS String) AS p_family,
        record_id,
        toUInt64(0) AS p_listed_version,
        toDateTime64(0, 7, 'UTC') AS p_listed_start,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_listed_end,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_first_listed_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_last_listed_at,
        toUInt64(0) AS p_loaded_version,
        toUInt64(0) AS p_is_loaded,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_loaded_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_wanted_at,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_lost_at,
        toUInt64(0) AS p_attempts,
        CAST(NULL AS Nullable(DateTime64(7, 'UTC'))) AS p_incident_at,
        '' AS p_incident_reason,
        toUInt64(0) AS p_lost,
        toUInt64(0) AS p_due,
        toUInt64(0) AS p_live_version,
        toUInt64(0) AS p_live_load,
        '' AS p_live_part,
        toDateTime64(0, 7, 'UTC') AS p_live_start,
        toUInt64(0) AS p_logged_version,
        toUInt64(1) AS p_pages
    FROM (SELECT DISTINCT tenant_id, family, record_id, load_id, page_index FROM `callrecords_store`.`raw_pages`)
)
GROUP BY
    tenant_id,
    record_id
)
COMMENT 'All that is known of each record: ledger, commits, their log, archive. (definition f971cb08)';

CREATE OR REPLACE VIEW `callrecords`.`audit`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant',
    `record_id` String COMMENT 'record id',
    `version` UInt64 COMMENT 'version of the record',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)',
    `table_name` String COMMENT 'table with another number of rows than declared',
    `declared_rows` UInt64 COMMENT 'rows that the commit declares; rows',
    `found_rows` UInt64 COMMENT 'rows that are there; rows'
)
AS (
SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'records' AS table_name,
    greatest(row_counts['records'], toUInt64(family = 'call_records')) AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`records_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'participants' AS table_name,
    row_counts['participants'] AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`participants_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'sessions' AS table_name,
    row_counts['sessions'] AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`sessions_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'segments' AS table_name,
    row_counts['segments'] AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`segments_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'streams' AS table_name,
    row_counts['streams'] AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`streams_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'pstn_days' AS table_name,
    greatest(row_counts['pstn_days'], toUInt64(family = 'pstn_calls')) AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`pstn_days_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'pstn_calls' AS table_name,
    row_counts['pstn_calls'] AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`pstn_calls_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'direct_routing_days' AS table_name,
    greatest(row_counts['direct_routing_days'], toUInt64(family = 'direct_routing_calls')) AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`direct_routing_days_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
UNION ALL

SELECT
    tenant_id,
    record_id,
    version,
    load_id,
    'direct_routing_calls' AS table_name,
    row_counts['direct_routing_calls'] AS declared_rows,
    found AS found_rows
FROM `callrecords_store`.`commits` AS c
LEFT JOIN (
    SELECT
        load_id,
        count() AS found
    FROM `callrecords_store`.`direct_routing_calls_all`
    WHERE 1
    GROUP BY load_id
) AS counted USING (load_id)
WHERE declared_rows != found_rows
)
COMMENT 'Live loads with another number of rows than their commit declares. Must be empty. (definition 831095d6)';

CREATE OR REPLACE VIEW `callrecords_store`.`records_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'last leave; UTC, 100 ns; endDateTime',
    `join_web_url` String COMMENT 'meeting link; "" seen for peerToPeer; URL or empty string; joinWebUrl',
    `last_modified_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'when this version of the record was created; UTC, 100 ns; lastModifiedDateTime',
    `type` LowCardinality(String) COMMENT 'groupCall or peerToPeer; list responses can show unknown; enum; type; known values: unknown, groupCall, peerToPeer, unknownFutureValue',
    `modalities` Array(LowCardinality(String)) COMMENT 'modalities; known values: audio, video, videoBasedScreenSharing, data, screenSharing, unknownFutureValue',
    `organizer_kind` LowCardinality(String) COMMENT 'organizer: user, phone, guest, acsUser, ... as on the wire; organizer_v2.identity.(first non-null key)',
    `organizer_id` String COMMENT 'organizer_v2.identity.(kind).id',
    `organizer_display_name` String COMMENT 'organizer_v2.identity.(kind).displayName',
    `organizer_tenant_id` LowCardinality(String) COMMENT 'organizer_v2.identity.(kind).tenantId',
    `organizer_user_principal_name` String COMMENT 'organizer_v2.identity.(kind).userPrincipalName',
    `organizer_endpoint_type` LowCardinality(String) COMMENT 'organizer_v2.identity.endpointType; known values: default, voicemail, skypeForBusiness, skypeForBusinessVoipPhone, unknownFutureValue',
    `organizer_administrative_unit_ids` Array(String) COMMENT 'organizer_v2.administrativeUnitInfos[].id',
    `participant_count` UInt32 COMMENT 'rows of this version in the participants table; rows; (counted)',
    `session_count` UInt32 COMMENT 'rows of this version in the sessions table; rows; (counted)',
    `segment_count` UInt32 COMMENT 'rows of this version in the segments table; rows; (counted)',
    `stream_count` UInt32 COMMENT 'rows of this version in the streams table; rows; (counted)',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `start_date_time`,
    `end_date_time`,
    `join_web_url`,
    `last_modified_date_time`,
    `type`,
    `modalities`,
    `organizer_kind`,
    `organizer_id`,
    `organizer_display_name`,
    `organizer_tenant_id`,
    `organizer_user_principal_name`,
    `organizer_endpoint_type`,
    `organizer_administrative_unit_ids`,
    `participant_count`,
    `session_count`,
    `segment_count`,
    `stream_count`,
    `unknown_properties`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`records_all` AS stored
)
COMMENT 'Behind the view records, which to read instead. (definition 826cffe9)';

CREATE OR REPLACE VIEW `callrecords`.`records`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'last leave; UTC, 100 ns; endDateTime',
    `join_web_url` String COMMENT 'meeting link; "" seen for peerToPeer; URL or empty string; joinWebUrl',
    `last_modified_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'when this version of the record was created; UTC, 100 ns; lastModifiedDateTime',
    `type` LowCardinality(String) COMMENT 'groupCall or peerToPeer; list responses can show unknown; enum; type; known values: unknown, groupCall, peerToPeer, unknownFutureValue',
    `modalities` Array(LowCardinality(String)) COMMENT 'modalities; known values: audio, video, videoBasedScreenSharing, data, screenSharing, unknownFutureValue',
    `organizer_kind` LowCardinality(String) COMMENT 'organizer: user, phone, guest, acsUser, ... as on the wire; organizer_v2.identity.(first non-null key)',
    `organizer_id` String COMMENT 'organizer_v2.identity.(kind).id',
    `organizer_display_name` String COMMENT 'organizer_v2.identity.(kind).displayName',
    `organizer_tenant_id` LowCardinality(String) COMMENT 'organizer_v2.identity.(kind).tenantId',
    `organizer_user_principal_name` String COMMENT 'organizer_v2.identity.(kind).userPrincipalName',
    `organizer_endpoint_type` LowCardinality(String) COMMENT 'organizer_v2.identity.endpointType; known values: default, voicemail, skypeForBusiness, skypeForBusinessVoipPhone, unknownFutureValue',
    `organizer_administrative_unit_ids` Array(String) COMMENT 'organizer_v2.administrativeUnitInfos[].id',
    `participant_count` UInt32 COMMENT 'rows of this version in the participants table; rows; (counted)',
    `session_count` UInt32 COMMENT 'rows of this version in the sessions table; rows; (counted)',
    `segment_count` UInt32 COMMENT 'rows of this version in the segments table; rows; (counted)',
    `stream_count` UInt32 COMMENT 'rows of this version in the streams table; rows; (counted)',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `start_date_time`,
    `end_date_time`,
    `join_web_url`,
    `last_modified_date_time`,
    `type`,
    `modalities`,
    `organizer_kind`,
    `organizer_id`,
    `organizer_display_name`,
    `organizer_tenant_id`,
    `organizer_user_principal_name`,
    `organizer_endpoint_type`,
    `organizer_administrative_unit_ids`,
    `participant_count`,
    `session_count`,
    `segment_count`,
    `stream_count`,
    `unknown_properties`,
    `exported_at`
FROM `callrecords_store`.`records_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per call record: its newest version. (definition 53901145)';

CREATE OR REPLACE VIEW `callrecords_store`.`participants_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `participant_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `participant_id` String COMMENT 'participants_v2[].id',
    `identity_kind` LowCardinality(String) COMMENT 'participant: user, phone, guest, acsUser, ... as on the wire; participants_v2[].identity.(first non-null key)',
    `identity_id` String COMMENT 'participants_v2[].identity.(kind).id',
    `identity_display_name` String COMMENT 'participants_v2[].identity.(kind).displayName',
    `identity_tenant_id` LowCardinality(String) COMMENT 'participants_v2[].identity.(kind).tenantId',
    `identity_user_principal_name` String COMMENT 'participants_v2[].identity.(kind).userPrincipalName',
    `identity_endpoint_type` LowCardinality(String) COMMENT 'participants_v2[].identity.endpointType; known values: default, voicemail, skypeForBusiness, skypeForBusinessVoipPhone, unknownFutureValue',
    `administrative_unit_ids` Array(String) COMMENT 'participants_v2[].administrativeUnitInfos[].id',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `participant_index`,
    `participant_id`,
    `identity_kind`,
    `identity_id`,
    `identity_display_name`,
    `identity_tenant_id`,
    `identity_user_principal_name`,
    `identity_endpoint_type`,
    `administrative_unit_ids`,
    `unknown_properties`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`participants_all` AS stored
)
COMMENT 'Behind the view participants, which to read instead. (definition 945c5aaa)';

CREATE OR REPLACE VIEW `callrecords`.`participants`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `participant_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `participant_id` String COMMENT 'participants_v2[].id',
    `identity_kind` LowCardinality(String) COMMENT 'participant: user, phone, guest, acsUser, ... as on the wire; participants_v2[].identity.(first non-null key)',
    `identity_id` String COMMENT 'participants_v2[].identity.(kind).id',
    `identity_display_name` String COMMENT 'participants_v2[].identity.(kind).displayName',
    `identity_tenant_id` LowCardinality(String) COMMENT 'participants_v2[].identity.(kind).tenantId',
    `identity_user_principal_name` String COMMENT 'participants_v2[].identity.(kind).userPrincipalName',
    `identity_endpoint_type` LowCardinality(String) COMMENT 'participants_v2[].identity.endpointType; known values: default, voicemail, skypeForBusiness, skypeForBusinessVoipPhone, unknownFutureValue',
    `administrative_unit_ids` Array(String) COMMENT 'participants_v2[].administrativeUnitInfos[].id',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `participant_index`,
    `participant_id`,
    `identity_kind`,
    `identity_id`,
    `identity_display_name`,
    `identity_tenant_id`,
    `identity_user_principal_name`,
    `identity_endpoint_type`,
    `administrative_unit_ids`,
    `unknown_properties`,
    `exported_at`
FROM `callrecords_store`.`participants_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per participant of a call record. (definition 869286a6)';

CREATE OR REPLACE VIEW `callrecords_store`.`sessions_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `session_id` String COMMENT 'may repeat inside one record by design; sessions[].id',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].endDateTime',
    `is_test` Nullable(Bool) COMMENT 'test-call marker; absent from the US Gov CSDL; boolean; sessions[].isTest',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].startDateTime',
    `modalities` Array(LowCardinality(String)) COMMENT 'sessions[].modalities; known values: audio, video, videoBasedScreenSharing, data, screenSharing, unknownFutureValue',
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].failureInfo.reason; free text, which may be empty; Microsoft publishes no list of reasons',
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].failureInfo.stage; known values: unknown, callSetup, midcall, unknownFutureValue',
    `caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].caller.@odata.type',
    `caller_name` String COMMENT 'device (host) name; string; sessions[].caller.name',
    `caller_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].caller.cpuName',
    `caller_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].caller.cpuCoresCount',
    `caller_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].caller.cpuProcessorSpeedInMhz',
    `caller_identity_kind` LowCardinality(String) COMMENT 'caller (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].caller.identity.(first non-null key)',
    `caller_identity_id` String COMMENT 'sessions[].caller.identity.(kind).id',
    `caller_identity_display_name` String COMMENT 'sessions[].caller.identity.(kind).displayName',
    `caller_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].caller.identity.(kind).tenantId',
    `caller_identity_user_principal_name` String COMMENT 'sessions[].caller.identity.(kind).userPrincipalName',
    `caller_associated_identity_id` String COMMENT 'sessions[].caller.associatedIdentity.id',
    `caller_associated_identity_display_name` String COMMENT 'sessions[].caller.associatedIdentity.displayName',
    `caller_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].caller.associatedIdentity.tenantId',
    `caller_associated_identity_user_principal_name` String COMMENT 'sessions[].caller.associatedIdentity.userPrincipalName',
    `caller_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].caller.userAgent.@odata.type',
    `caller_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].caller.userAgent.applicationVersion',
    `caller_user_agent_header_value` String COMMENT 'raw user agent; sessions[].caller.userAgent.headerValue',
    `caller_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].caller.userAgent.azureADAppId',
    `caller_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].caller.userAgent.communicationServiceId',
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].caller.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].caller.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].caller.userAgent.role',
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].caller.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `caller_feedback_text` String COMMENT 'sessions[].caller.feedback.text',
    `caller_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].caller.feedback.tokens',
    `callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].callee.@odata.type',
    `callee_name` String COMMENT 'device (host) name; string; sessions[].callee.name',
    `callee_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].callee.cpuName',
    `callee_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].callee.cpuCoresCount',
    `callee_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].callee.cpuProcessorSpeedInMhz',
    `callee_identity_kind` LowCardinality(String) COMMENT 'callee (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].callee.identity.(first non-null key)',
    `callee_identity_id` String COMMENT 'sessions[].callee.identity.(kind).id',
    `callee_identity_display_name` String COMMENT 'sessions[].callee.identity.(kind).displayName',
    `callee_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].callee.identity.(kind).tenantId',
    `callee_identity_user_principal_name` String COMMENT 'sessions[].callee.identity.(kind).userPrincipalName',
    `callee_associated_identity_id` String COMMENT 'sessions[].callee.associatedIdentity.id',
    `callee_associated_identity_display_name` String COMMENT 'sessions[].callee.associatedIdentity.displayName',
    `callee_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].callee.associatedIdentity.tenantId',
    `callee_associated_identity_user_principal_name` String COMMENT 'sessions[].callee.associatedIdentity.userPrincipalName',
    `callee_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].callee.userAgent.@odata.type',
    `callee_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].callee.userAgent.applicationVersion',
    `callee_user_agent_header_value` String COMMENT 'raw user agent; sessions[].callee.userAgent.headerValue',
    `callee_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].callee.userAgent.azureADAppId',
    `callee_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].callee.userAgent.communicationServiceId',
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].callee.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].callee.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].callee.userAgent.role',
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].callee.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `callee_feedback_text` String COMMENT 'sessions[].callee.feedback.text',
    `callee_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].callee.feedback.tokens',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `session_index`,
    `session_id`,
    `end_date_time`,
    `is_test`,
    `start_date_time`,
    `modalities`,
    `failure_reason`,
    `failure_stage`,
    `caller_endpoint_type`,
    `caller_name`,
    `caller_cpu_name`,
    `caller_cpu_cores_count`,
    `caller_cpu_processor_speed_in_mhz`,
    `caller_identity_kind`,
    `caller_identity_id`,
    `caller_identity_display_name`,
    `caller_identity_tenant_id`,
    `caller_identity_user_principal_name`,
    `caller_associated_identity_id`,
    `caller_associated_identity_display_name`,
    `caller_associated_identity_tenant_id`,
    `caller_associated_identity_user_principal_name`,
    `caller_user_agent_type`,
    `caller_user_agent_application_version`,
    `caller_user_agent_header_value`,
    `caller_user_agent_azure_ad_app_id`,
    `caller_user_agent_communication_service_id`,
    `caller_user_agent_platform`,
    `caller_user_agent_product_family`,
    `caller_user_agent_role`,
    `caller_feedback_rating`,
    `caller_feedback_text`,
    `caller_feedback_tokens`,
    `callee_endpoint_type`,
    `callee_name`,
    `callee_cpu_name`,
    `callee_cpu_cores_count`,
    `callee_cpu_processor_speed_in_mhz`,
    `callee_identity_kind`,
    `callee_identity_id`,
    `callee_identity_display_name`,
    `callee_identity_tenant_id`,
    `callee_identity_user_principal_name`,
    `callee_associated_identity_id`,
    `callee_associated_identity_display_name`,
    `callee_associated_identity_tenant_id`,
    `callee_associated_identity_user_principal_name`,
    `callee_user_agent_type`,
    `callee_user_agent_application_version`,
    `callee_user_agent_header_value`,
    `callee_user_agent_azure_ad_app_id`,
    `callee_user_agent_communication_service_id`,
    `callee_user_agent_platform`,
    `callee_user_agent_product_family`,
    `callee_user_agent_role`,
    `callee_feedback_rating`,
    `callee_feedback_text`,
    `callee_feedback_tokens`,
    `unknown_properties`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`sessions_all` AS stored
)
COMMENT 'Behind the view sessions, which to read instead. (definition 0d89a62b)';

CREATE OR REPLACE VIEW `callrecords`.`sessions`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `session_id` String COMMENT 'may repeat inside one record by design; sessions[].id',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].endDateTime',
    `is_test` Nullable(Bool) COMMENT 'test-call marker; absent from the US Gov CSDL; boolean; sessions[].isTest',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].startDateTime',
    `modalities` Array(LowCardinality(String)) COMMENT 'sessions[].modalities; known values: audio, video, videoBasedScreenSharing, data, screenSharing, unknownFutureValue',
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].failureInfo.reason; free text, which may be empty; Microsoft publishes no list of reasons',
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].failureInfo.stage; known values: unknown, callSetup, midcall, unknownFutureValue',
    `caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].caller.@odata.type',
    `caller_name` String COMMENT 'device (host) name; string; sessions[].caller.name',
    `caller_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].caller.cpuName',
    `caller_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].caller.cpuCoresCount',
    `caller_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].caller.cpuProcessorSpeedInMhz',
    `caller_identity_kind` LowCardinality(String) COMMENT 'caller (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].caller.identity.(first non-null key)',
    `caller_identity_id` String COMMENT 'sessions[].caller.identity.(kind).id',
    `caller_identity_display_name` String COMMENT 'sessions[].caller.identity.(kind).displayName',
    `caller_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].caller.identity.(kind).tenantId',
    `caller_identity_user_principal_name` String COMMENT 'sessions[].caller.identity.(kind).userPrincipalName',
    `caller_associated_identity_id` String COMMENT 'sessions[].caller.associatedIdentity.id',
    `caller_associated_identity_display_name` String COMMENT 'sessions[].caller.associatedIdentity.displayName',
    `caller_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].caller.associatedIdentity.tenantId',
    `caller_associated_identity_user_principal_name` String COMMENT 'sessions[].caller.associatedIdentity.userPrincipalName',
    `caller_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].caller.userAgent.@odata.type',
    `caller_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].caller.userAgent.applicationVersion',
    `caller_user_agent_header_value` String COMMENT 'raw user agent; sessions[].caller.userAgent.headerValue',
    `caller_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].caller.userAgent.azureADAppId',
    `caller_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].caller.userAgent.communicationServiceId',
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].caller.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].caller.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].caller.userAgent.role',
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].caller.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `caller_feedback_text` String COMMENT 'sessions[].caller.feedback.text',
    `caller_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].caller.feedback.tokens',
    `callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].callee.@odata.type',
    `callee_name` String COMMENT 'device (host) name; string; sessions[].callee.name',
    `callee_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].callee.cpuName',
    `callee_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].callee.cpuCoresCount',
    `callee_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].callee.cpuProcessorSpeedInMhz',
    `callee_identity_kind` LowCardinality(String) COMMENT 'callee (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].callee.identity.(first non-null key)',
    `callee_identity_id` String COMMENT 'sessions[].callee.identity.(kind).id',
    `callee_identity_display_name` String COMMENT 'sessions[].callee.identity.(kind).displayName',
    `callee_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].callee.identity.(kind).tenantId',
    `callee_identity_user_principal_name` String COMMENT 'sessions[].callee.identity.(kind).userPrincipalName',
    `callee_associated_identity_id` String COMMENT 'sessions[].callee.associatedIdentity.id',
    `callee_associated_identity_display_name` String COMMENT 'sessions[].callee.associatedIdentity.displayName',
    `callee_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].callee.associatedIdentity.tenantId',
    `callee_associated_identity_user_principal_name` String COMMENT 'sessions[].callee.associatedIdentity.userPrincipalName',
    `callee_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].callee.userAgent.@odata.type',
    `callee_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].callee.userAgent.applicationVersion',
    `callee_user_agent_header_value` String COMMENT 'raw user agent; sessions[].callee.userAgent.headerValue',
    `callee_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].callee.userAgent.azureADAppId',
    `callee_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].callee.userAgent.communicationServiceId',
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].callee.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].callee.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].callee.userAgent.role',
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].callee.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `callee_feedback_text` String COMMENT 'sessions[].callee.feedback.text',
    `callee_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].callee.feedback.tokens',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `session_index`,
    `session_id`,
    `end_date_time`,
    `is_test`,
    `start_date_time`,
    `modalities`,
    `failure_reason`,
    `failure_stage`,
    `caller_endpoint_type`,
    `caller_name`,
    `caller_cpu_name`,
    `caller_cpu_cores_count`,
    `caller_cpu_processor_speed_in_mhz`,
    `caller_identity_kind`,
    `caller_identity_id`,
    `caller_identity_display_name`,
    `caller_identity_tenant_id`,
    `caller_identity_user_principal_name`,
    `caller_associated_identity_id`,
    `caller_associated_identity_display_name`,
    `caller_associated_identity_tenant_id`,
    `caller_associated_identity_user_principal_name`,
    `caller_user_agent_type`,
    `caller_user_agent_application_version`,
    `caller_user_agent_header_value`,
    `caller_user_agent_azure_ad_app_id`,
    `caller_user_agent_communication_service_id`,
    `caller_user_agent_platform`,
    `caller_user_agent_product_family`,
    `caller_user_agent_role`,
    `caller_feedback_rating`,
    `caller_feedback_text`,
    `caller_feedback_tokens`,
    `callee_endpoint_type`,
    `callee_name`,
    `callee_cpu_name`,
    `callee_cpu_cores_count`,
    `callee_cpu_processor_speed_in_mhz`,
    `callee_identity_kind`,
    `callee_identity_id`,
    `callee_identity_display_name`,
    `callee_identity_tenant_id`,
    `callee_identity_user_principal_name`,
    `callee_associated_identity_id`,
    `callee_associated_identity_display_name`,
    `callee_associated_identity_tenant_id`,
    `callee_associated_identity_user_principal_name`,
    `callee_user_agent_type`,
    `callee_user_agent_application_version`,
    `callee_user_agent_header_value`,
    `callee_user_agent_azure_ad_app_id`,
    `callee_user_agent_communication_service_id`,
    `callee_user_agent_platform`,
    `callee_user_agent_product_family`,
    `callee_user_agent_role`,
    `callee_feedback_rating`,
    `callee_feedback_text`,
    `callee_feedback_tokens`,
    `unknown_properties`,
    `exported_at`
FROM `callrecords_store`.`sessions_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per session of a call record. Session ids may repeat: session_index is the key. (definition 11c680e9)';

CREATE OR REPLACE VIEW `callrecords_store`.`segments_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `segment_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `session_id` String COMMENT 'sessions[].id',
    `segment_id` String COMMENT 'sessions[].segments[].id',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].segments[].endDateTime',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].segments[].startDateTime',
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.reason; free text, which may be empty; Microsoft publishes no list of reasons',
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.stage; known values: unknown, callSetup, midcall, unknownFutureValue',
    `caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].caller.@odata.type',
    `caller_name` String COMMENT 'device (host) name; string; sessions[].segments[].caller.name',
    `caller_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].segments[].caller.cpuName',
    `caller_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].segments[].caller.cpuCoresCount',
    `caller_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].segments[].caller.cpuProcessorSpeedInMhz',
    `caller_identity_kind` LowCardinality(String) COMMENT 'caller (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].segments[].caller.identity.(first non-null key)',
    `caller_identity_id` String COMMENT 'sessions[].segments[].caller.identity.(kind).id',
    `caller_identity_display_name` String COMMENT 'sessions[].segments[].caller.identity.(kind).displayName',
    `caller_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].caller.identity.(kind).tenantId',
    `caller_identity_user_principal_name` String COMMENT 'sessions[].segments[].caller.identity.(kind).userPrincipalName',
    `caller_associated_identity_id` String COMMENT 'sessions[].segments[].caller.associatedIdentity.id',
    `caller_associated_identity_display_name` String COMMENT 'sessions[].segments[].caller.associatedIdentity.displayName',
    `caller_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].caller.associatedIdentity.tenantId',
    `caller_associated_identity_user_principal_name` String COMMENT 'sessions[].segments[].caller.associatedIdentity.userPrincipalName',
    `caller_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].segments[].caller.userAgent.@odata.type',
    `caller_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].segments[].caller.userAgent.applicationVersion',
    `caller_user_agent_header_value` String COMMENT 'raw user agent; sessions[].segments[].caller.userAgent.headerValue',
    `caller_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].segments[].caller.userAgent.azureADAppId',
    `caller_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].segments[].caller.userAgent.communicationServiceId',
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].caller.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].caller.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].caller.userAgent.role',
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].caller.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `caller_feedback_text` String COMMENT 'sessions[].segments[].caller.feedback.text',
    `caller_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].segments[].caller.feedback.tokens',
    `callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].callee.@odata.type',
    `callee_name` String COMMENT 'device (host) name; string; sessions[].segments[].callee.name',
    `callee_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].segments[].callee.cpuName',
    `callee_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].segments[].callee.cpuCoresCount',
    `callee_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].segments[].callee.cpuProcessorSpeedInMhz',
    `callee_identity_kind` LowCardinality(String) COMMENT 'callee (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].segments[].callee.identity.(first non-null key)',
    `callee_identity_id` String COMMENT 'sessions[].segments[].callee.identity.(kind).id',
    `callee_identity_display_name` String COMMENT 'sessions[].segments[].callee.identity.(kind).displayName',
    `callee_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].callee.identity.(kind).tenantId',
    `callee_identity_user_principal_name` String COMMENT 'sessions[].segments[].callee.identity.(kind).userPrincipalName',
    `callee_associated_identity_id` String COMMENT 'sessions[].segments[].callee.associatedIdentity.id',
    `callee_associated_identity_display_name` String COMMENT 'sessions[].segments[].callee.associatedIdentity.displayName',
    `callee_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].callee.associatedIdentity.tenantId',
    `callee_associated_identity_user_principal_name` String COMMENT 'sessions[].segments[].callee.associatedIdentity.userPrincipalName',
    `callee_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].segments[].callee.userAgent.@odata.type',
    `callee_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].segments[].callee.userAgent.applicationVersion',
    `callee_user_agent_header_value` String COMMENT 'raw user agent; sessions[].segments[].callee.userAgent.headerValue',
    `callee_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].segments[].callee.userAgent.azureADAppId',
    `callee_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].segments[].callee.userAgent.communicationServiceId',
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].callee.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].callee.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].callee.userAgent.role',
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].callee.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `callee_feedback_text` String COMMENT 'sessions[].segments[].callee.feedback.text',
    `callee_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].segments[].callee.feedback.tokens',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `session_index`,
    `segment_index`,
    `session_id`,
    `segment_id`,
    `end_date_time`,
    `start_date_time`,
    `failure_reason`,
    `failure_stage`,
    `caller_endpoint_type`,
    `caller_name`,
    `caller_cpu_name`,
    `caller_cpu_cores_count`,
    `caller_cpu_processor_speed_in_mhz`,
    `caller_identity_kind`,
    `caller_identity_id`,
    `caller_identity_display_name`,
    `caller_identity_tenant_id`,
    `caller_identity_user_principal_name`,
    `caller_associated_identity_id`,
    `caller_associated_identity_display_name`,
    `caller_associated_identity_tenant_id`,
    `caller_associated_identity_user_principal_name`,
    `caller_user_agent_type`,
    `caller_user_agent_application_version`,
    `caller_user_agent_header_value`,
    `caller_user_agent_azure_ad_app_id`,
    `caller_user_agent_communication_service_id`,
    `caller_user_agent_platform`,
    `caller_user_agent_product_family`,
    `caller_user_agent_role`,
    `caller_feedback_rating`,
    `caller_feedback_text`,
    `caller_feedback_tokens`,
    `callee_endpoint_type`,
    `callee_name`,
    `callee_cpu_name`,
    `callee_cpu_cores_count`,
    `callee_cpu_processor_speed_in_mhz`,
    `callee_identity_kind`,
    `callee_identity_id`,
    `callee_identity_display_name`,
    `callee_identity_tenant_id`,
    `callee_identity_user_principal_name`,
    `callee_associated_identity_id`,
    `callee_associated_identity_display_name`,
    `callee_associated_identity_tenant_id`,
    `callee_associated_identity_user_principal_name`,
    `callee_user_agent_type`,
    `callee_user_agent_application_version`,
    `callee_user_agent_header_value`,
    `callee_user_agent_azure_ad_app_id`,
    `callee_user_agent_communication_service_id`,
    `callee_user_agent_platform`,
    `callee_user_agent_product_family`,
    `callee_user_agent_role`,
    `callee_feedback_rating`,
    `callee_feedback_text`,
    `callee_feedback_tokens`,
    `unknown_properties`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`segments_all` AS stored
)
COMMENT 'Behind the view segments, which to read instead. (definition 211f9b84)';

CREATE OR REPLACE VIEW `callrecords`.`segments`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `segment_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `session_id` String COMMENT 'sessions[].id',
    `segment_id` String COMMENT 'sessions[].segments[].id',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; sessions[].segments[].endDateTime',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; sessions[].segments[].startDateTime',
    `failure_reason` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.reason; free text, which may be empty; Microsoft publishes no list of reasons',
    `failure_stage` LowCardinality(String) COMMENT 'sessions[].segments[].failureInfo.stage; known values: unknown, callSetup, midcall, unknownFutureValue',
    `caller_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].caller.@odata.type',
    `caller_name` String COMMENT 'device (host) name; string; sessions[].segments[].caller.name',
    `caller_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].segments[].caller.cpuName',
    `caller_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].segments[].caller.cpuCoresCount',
    `caller_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].segments[].caller.cpuProcessorSpeedInMhz',
    `caller_identity_kind` LowCardinality(String) COMMENT 'caller (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].segments[].caller.identity.(first non-null key)',
    `caller_identity_id` String COMMENT 'sessions[].segments[].caller.identity.(kind).id',
    `caller_identity_display_name` String COMMENT 'sessions[].segments[].caller.identity.(kind).displayName',
    `caller_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].caller.identity.(kind).tenantId',
    `caller_identity_user_principal_name` String COMMENT 'sessions[].segments[].caller.identity.(kind).userPrincipalName',
    `caller_associated_identity_id` String COMMENT 'sessions[].segments[].caller.associatedIdentity.id',
    `caller_associated_identity_display_name` String COMMENT 'sessions[].segments[].caller.associatedIdentity.displayName',
    `caller_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].caller.associatedIdentity.tenantId',
    `caller_associated_identity_user_principal_name` String COMMENT 'sessions[].segments[].caller.associatedIdentity.userPrincipalName',
    `caller_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].segments[].caller.userAgent.@odata.type',
    `caller_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].segments[].caller.userAgent.applicationVersion',
    `caller_user_agent_header_value` String COMMENT 'raw user agent; sessions[].segments[].caller.userAgent.headerValue',
    `caller_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].segments[].caller.userAgent.azureADAppId',
    `caller_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].segments[].caller.userAgent.communicationServiceId',
    `caller_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].caller.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `caller_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].caller.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `caller_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].caller.userAgent.role',
    `caller_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].caller.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `caller_feedback_text` String COMMENT 'sessions[].segments[].caller.feedback.text',
    `caller_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].segments[].caller.feedback.tokens',
    `callee_endpoint_type` LowCardinality(String) COMMENT 'participantEndpoint, serviceEndpoint or endpoint; sessions[].segments[].callee.@odata.type',
    `callee_name` String COMMENT 'device (host) name; string; sessions[].segments[].callee.name',
    `callee_cpu_name` LowCardinality(String) COMMENT 'CPU model; string; sessions[].segments[].callee.cpuName',
    `callee_cpu_cores_count` Nullable(Int32) COMMENT 'CPU cores; count; sessions[].segments[].callee.cpuCoresCount',
    `callee_cpu_processor_speed_in_mhz` Nullable(Int32) COMMENT 'CPU clock; MHz; sessions[].segments[].callee.cpuProcessorSpeedInMhz',
    `callee_identity_kind` LowCardinality(String) COMMENT 'callee (deprecated identity; fallback): user, phone, guest, acsUser, ... as on the wire; sessions[].segments[].callee.identity.(first non-null key)',
    `callee_identity_id` String COMMENT 'sessions[].segments[].callee.identity.(kind).id',
    `callee_identity_display_name` String COMMENT 'sessions[].segments[].callee.identity.(kind).displayName',
    `callee_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].callee.identity.(kind).tenantId',
    `callee_identity_user_principal_name` String COMMENT 'sessions[].segments[].callee.identity.(kind).userPrincipalName',
    `callee_associated_identity_id` String COMMENT 'sessions[].segments[].callee.associatedIdentity.id',
    `callee_associated_identity_display_name` String COMMENT 'sessions[].segments[].callee.associatedIdentity.displayName',
    `callee_associated_identity_tenant_id` LowCardinality(String) COMMENT 'sessions[].segments[].callee.associatedIdentity.tenantId',
    `callee_associated_identity_user_principal_name` String COMMENT 'sessions[].segments[].callee.associatedIdentity.userPrincipalName',
    `callee_user_agent_type` LowCardinality(String) COMMENT 'clientUserAgent, serviceUserAgent or empty; sessions[].segments[].callee.userAgent.@odata.type',
    `callee_user_agent_application_version` LowCardinality(String) COMMENT 'client version; sessions[].segments[].callee.userAgent.applicationVersion',
    `callee_user_agent_header_value` String COMMENT 'raw user agent; sessions[].segments[].callee.userAgent.headerValue',
    `callee_user_agent_azure_ad_app_id` String COMMENT 'Entra app; sessions[].segments[].callee.userAgent.azureADAppId',
    `callee_user_agent_communication_service_id` String COMMENT 'ACS resource; sessions[].segments[].callee.userAgent.communicationServiceId',
    `callee_user_agent_platform` LowCardinality(String) COMMENT 'client platform; sessions[].segments[].callee.userAgent.platform; known values: unknown, windows, macOS, iOS, android, web, ipPhone, roomSystem, surfaceHub, holoLens, unknownFutureValue',
    `callee_user_agent_product_family` LowCardinality(String) COMMENT 'product; sessions[].segments[].callee.userAgent.productFamily; known values: unknown, teams, skypeForBusiness, lync, unknownFutureValue, azureCommunicationServices',
    `callee_user_agent_role` LowCardinality(String) COMMENT 'service role; sessions[].segments[].callee.userAgent.role',
    `callee_feedback_rating` LowCardinality(String) COMMENT 'sessions[].segments[].callee.feedback.rating; known values: notRated, bad, poor, fair, good, excellent, unknownFutureValue',
    `callee_feedback_text` String COMMENT 'sessions[].segments[].callee.feedback.text',
    `callee_feedback_tokens` Map(String, Bool) COMMENT 'open object of booleans; sessions[].segments[].callee.feedback.tokens',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `session_index`,
    `segment_index`,
    `session_id`,
    `segment_id`,
    `end_date_time`,
    `start_date_time`,
    `failure_reason`,
    `failure_stage`,
    `caller_endpoint_type`,
    `caller_name`,
    `caller_cpu_name`,
    `caller_cpu_cores_count`,
    `caller_cpu_processor_speed_in_mhz`,
    `caller_identity_kind`,
    `caller_identity_id`,
    `caller_identity_display_name`,
    `caller_identity_tenant_id`,
    `caller_identity_user_principal_name`,
    `caller_associated_identity_id`,
    `caller_associated_identity_display_name`,
    `caller_associated_identity_tenant_id`,
    `caller_associated_identity_user_principal_name`,
    `caller_user_agent_type`,
    `caller_user_agent_application_version`,
    `caller_user_agent_header_value`,
    `caller_user_agent_azure_ad_app_id`,
    `caller_user_agent_communication_service_id`,
    `caller_user_agent_platform`,
    `caller_user_agent_product_family`,
    `caller_user_agent_role`,
    `caller_feedback_rating`,
    `caller_feedback_text`,
    `caller_feedback_tokens`,
    `callee_endpoint_type`,
    `callee_name`,
    `callee_cpu_name`,
    `callee_cpu_cores_count`,
    `callee_cpu_processor_speed_in_mhz`,
    `callee_identity_kind`,
    `callee_identity_id`,
    `callee_identity_display_name`,
    `callee_identity_tenant_id`,
    `callee_identity_user_principal_name`,
    `callee_associated_identity_id`,
    `callee_associated_identity_display_name`,
    `callee_associated_identity_tenant_id`,
    `callee_associated_identity_user_principal_name`,
    `callee_user_agent_type`,
    `callee_user_agent_application_version`,
    `callee_user_agent_header_value`,
    `callee_user_agent_azure_ad_app_id`,
    `callee_user_agent_communication_service_id`,
    `callee_user_agent_platform`,
    `callee_user_agent_product_family`,
    `callee_user_agent_role`,
    `callee_feedback_rating`,
    `callee_feedback_text`,
    `callee_feedback_tokens`,
    `unknown_properties`,
    `exported_at`
FROM `callrecords_store`.`segments_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per segment of a session. (definition 7010b87c)';

CREATE OR REPLACE VIEW `callrecords_store`.`streams_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `segment_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `media_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `stream_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `session_id` String COMMENT 'sessions[].id',
    `segment_id` String COMMENT 'sessions[].segments[].id',
    `media_label` LowCardinality(String) COMMENT 'a media without streams still makes one row, with stream_id empty and stream columns null; sessions[].segments[].media[].label',
    `audio_codec` LowCardinality(String) COMMENT 'audio codec on the wire; "unknown" for non-audio streams; enum; sessions[].segments[].media[].streams[].audioCodec',
    `average_audio_degradation` Nullable(Float32) COMMENT 'mean network-MOS loss caused by packet loss and jitter on the received audio; MOS points (0 = none); sessions[].segments[].media[].streams[].averageAudioDegradation',
    `average_audio_network_jitter_ms` Nullable(Float64) COMMENT 'mean network jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].averageAudioNetworkJitter',
    `average_bandwidth_estimate` Nullable(Int64) COMMENT 'mean estimated bandwidth between the two ends; bit/s; sessions[].segments[].media[].streams[].averageBandwidthEstimate',
    `average_freeze_duration_ms` Nullable(Float64) COMMENT 'mean freeze length of a received video stream; ms; sessions[].segments[].media[].streams[].averageFreezeDuration',
    `average_jitter_ms` Nullable(Float64) COMMENT 'mean jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].averageJitter',
    `average_packet_loss_rate` Nullable(Float32) COMMENT 'mean packet loss; fraction 0..1; sessions[].segments[].media[].streams[].averagePacketLossRate',
    `average_ratio_of_concealed_samples` Nullable(Float32) COMMENT 'audio frames containing concealment samples / all audio frames; fraction 0..1; sessions[].segments[].media[].streams[].averageRatioOfConcealedSamples',
    `average_received_frame_rate` Nullable(Float32) COMMENT 'mean received frame rate over all video streams of the session; frames/s; sessions[].segments[].media[].streams[].averageReceivedFrameRate',
    `average_round_trip_time_ms` Nullable(Float64) COMMENT 'mean network RTT per RFC 3550; ms; sessions[].segments[].media[].streams[].averageRoundTripTime',
    `average_video_frame_loss_percentage` Nullable(Float32) COMMENT 'mean share of video frames lost as shown to the user; percent (0..100 by name; scale not confirmed); sessions[].segments[].media[].streams[].averageVideoFrameLossPercentage',
    `average_video_frame_rate` Nullable(Float32) COMMENT 'mean received frame rate of this video stream; frames/s; sessions[].segments[].media[].streams[].averageVideoFrameRate',
    `average_video_packet_loss_rate` Nullable(Float32) COMMENT 'mean video packet loss per RFC 3550; fraction 0..1; sessions[].segments[].media[].streams[].averageVideoPacketLossRate',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'stream end; frequently null; UTC, 100 ns; sessions[].segments[].media[].streams[].endDateTime',
    `is_audio_forward_error_correction_used` Nullable(Bool) COMMENT 'FEC was used at some point; null by default; boolean; sessions[].segments[].media[].streams[].isAudioForwardErrorCorrectionUsed',
    `low_frame_rate_ratio` Nullable(Float32) COMMENT 'share of the call below 7.5 frames/s; fraction 0..1; sessions[].segments[].media[].streams[].lowFrameRateRatio',
    `low_video_processing_capability_ratio` Nullable(Float32) COMMENT 'share of the call with client below 70% of expected video processing capability; fraction 0..1; sessions[].segments[].media[].streams[].lowVideoProcessingCapabilityRatio',
    `max_audio_network_jitter_ms` Nullable(Float64) COMMENT 'maximum over the 20-second windows of the session; ms; sessions[].segments[].media[].streams[].maxAudioNetworkJitter',
    `max_jitter_ms` Nullable(Float64) COMMENT 'maximum jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].maxJitter',
    `max_packet_loss_rate` Nullable(Float32) COMMENT 'maximum packet loss; fraction 0..1; sessions[].segments[].media[].streams[].maxPacketLossRate',
    `max_ratio_of_concealed_samples` Nullable(Float32) COMMENT 'maximum share concealed by the healer; fraction 0..1; sessions[].segments[].media[].streams[].maxRatioOfConcealedSamples',
    `max_round_trip_time_ms` Nullable(Float64) COMMENT 'maximum network RTT per RFC 3550; ms; sessions[].segments[].media[].streams[].maxRoundTripTime',
    `packet_utilization` Nullable(Int64) COMMENT 'number of packets of the stream; packets (count); sessions[].segments[].media[].streams[].packetUtilization',
    `post_forward_error_correction_packet_loss_rate` Nullable(Float32) COMMENT 'loss left after FEC, over all video streams and codecs; fraction 0..1; sessions[].segments[].media[].streams[].postForwardErrorCorrectionPacketLossRate',
    `rms_freeze_duration_ms` Nullable(Float64) COMMENT 'root mean square of the freeze lengths of the video stream; ms; sessions[].segments[].media[].streams[].rmsFreezeDuration',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'stream start; frequently null; UTC, 100 ns; sessions[].segments[].media[].streams[].startDateTime',
    `stream_direction` LowCardinality(String) COMMENT 'which way the media flows relative to segment caller/callee; enum; sessions[].segments[].media[].streams[].streamDirection; known values: callerToCallee, calleeToCaller',
    `stream_id` String COMMENT 'stream identifier, not globally unique; opaque string (decimal digits in all samples); sessions[].segments[].media[].streams[].streamId',
    `video_codec` LowCardinality(String) COMMENT 'video codec on the wire; "unknown" for non-video streams; enum; sessions[].segments[].media[].streams[].videoCodec; known values: unknown, invalid, av1, h263, h264, h264s, h264uc, h265, rtvc1, rtVideo, xrtvc1, unknownFutureValue',
    `was_media_bypassed` Nullable(Bool) COMMENT 'media went client<->PSTN gateway/PBX directly, skipping the Mediation Server; null seen; boolean; sessions[].segments[].media[].streams[].wasMediaBypassed',
    `caller_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.bandwidthLowEventRatio',
    `caller_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].callerNetwork.basicServiceSetIdentifier',
    `caller_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].callerNetwork.connectionType; known values: unknown, wired, wifi, mobile, tunnel, unknownFutureValue',
    `caller_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].callerNetwork.delayEventRatio',
    `caller_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].callerNetwork.dnsSuffix',
    `caller_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].callerNetwork.ipAddress',
    `caller_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].callerNetwork.linkSpeed',
    `caller_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].callerNetwork.macAddress',
    `caller_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].callerNetwork.networkTransportProtocol; known values: unknown, udp, tcp, unknownFutureValue',
    `caller_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].callerNetwork.port',
    `caller_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.receivedQualityEventRatio',
    `caller_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].callerNetwork.reflexiveIPAddress',
    `caller_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].callerNetwork.relayIPAddress',
    `caller_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].callerNetwork.relayPort',
    `caller_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.sentQualityEventRatio',
    `caller_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].callerNetwork.subnet',
    `caller_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].callerNetwork.wifiBand; known values: unknown, frequency24GHz, frequency50GHz, frequency60GHz, unknownFutureValue',
    `caller_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiBatteryCharge',
    `caller_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].callerNetwork.wifiChannel',
    `caller_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriver',
    `caller_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriverVersion',
    `caller_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].callerNetwork.wifiRadioType; known values: unknown, wifi80211a, wifi80211b, wifi80211g, wifi80211n, wifi80211ac, wifi80211ax, unknownFutureValue',
    `caller_network_wifi_signal_strength` Nullable(Int32) COMMENT 'signal strength; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiSignalStrength',
    `caller_network_wifi_vendor_driver` LowCardinality(String) COMMENT 'vendor Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiVendorDriver',
    `caller_network_wifi_vendor_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiVendorDriverVersion',
    `caller_network_trace_route_hop_counts` Array(Nullable(Int32)) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].hopCount',
    `caller_network_trace_route_ip_addresses` Array(String) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].ipAddress',
    `caller_network_trace_route_round_trip_times_ms` Array(Nullable(Float64)) COMMENT 'ms; sessions[].segments[].media[].callerNetwork.traceRouteHops[].roundTripTime',
    `callee_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.bandwidthLowEventRatio',
    `callee_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].calleeNetwork.basicServiceSetIdentifier',
    `callee_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].calleeNetwork.connectionType; known values: unknown, wired, wifi, mobile, tunnel, unknownFutureValue',
    `callee_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].calleeNetwork.delayEventRatio',
    `callee_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].calleeNetwork.dnsSuffix',
    `callee_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].calleeNetwork.ipAddress',
    `callee_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].calleeNetwork.linkSpeed',
    `callee_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].calleeNetwork.macAddress',
    `callee_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].calleeNetwork.networkTransportProtocol; known values: unknown, udp, tcp, unknownFutureValue',
    `callee_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].calleeNetwork.port',
    `callee_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.receivedQualityEventRatio',
    `callee_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].calleeNetwork.reflexiveIPAddress',
    `callee_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].calleeNetwork.relayIPAddress',
    `callee_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].calleeNetwork.relayPort',
    `callee_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.sentQualityEventRatio',
    `callee_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].calleeNetwork.subnet',
    `callee_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].calleeNetwork.wifiBand; known values: unknown, frequency24GHz, frequency50GHz, frequency60GHz, unknownFutureValue',
    `callee_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].calleeNetwork.wifiBatteryCharge',
    `callee_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].calleeNetwork.wifiChannel',
    `callee_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriver',
    `callee_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriverVersion',
    `callee_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].calleeNetwork.wifiRadioType; known values: unknown, wifi80211a, wifi80211b, wifi80211g, wifi80211n, wifi80211ac, wifi80211ax, unknownFutureValue',
    `callee_network_wifi_signal_strength` Nullable(Int32) COMMENT 'signal strength; percent 0..100; sessions[].segments[].media[].calleeNetwork.wifiSignalStrength',
    `callee_network_wifi_vendor_driver` LowCardinality(String) COMMENT 'vendor Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].calleeNetwork.wifiVendorDriver',
    `callee_network_wifi_vendor_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].calleeNetwork.wifiVendorDriverVersion',
    `callee_network_trace_route_hop_counts` Array(Nullable(Int32)) COMMENT 'sessions[].segments[].media[].calleeNetwork.traceRouteHops[].hopCount',
    `callee_network_trace_route_ip_addresses` Array(String) COMMENT 'sessions[].segments[].media[].calleeNetwork.traceRouteHops[].ipAddress',
    `callee_network_trace_route_round_trip_times_ms` Array(Nullable(Float64)) COMMENT 'ms; sessions[].segments[].media[].calleeNetwork.traceRouteHops[].roundTripTime',
    `caller_device_capture_device_driver` LowCardinality(String) COMMENT 'capture driver; string; sessions[].segments[].media[].callerDevice.captureDeviceDriver',
    `caller_device_capture_device_name` LowCardinality(String) COMMENT 'microphone/camera name; string; sessions[].segments[].media[].callerDevice.captureDeviceName',
    `caller_device_capture_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with capture device not working; fraction 0..1; sessions[].segments[].media[].callerDevice.captureNotFunctioningEventRatio',
    `caller_device_cpu_insufficient_event_ratio` Nullable(Float32) COMMENT 'share of call with CPU shortage hurting audio (name misspelt in the API); fraction 0..1; sessions[].segments[].media[].callerDevice.cpuInsufficentEventRatio',
    `caller_device_device_clipping_event_ratio` Nullable(Float32) COMMENT 'share of call with clipped captured audio; fraction 0..1; sessions[].segments[].media[].callerDevice.deviceClippingEventRatio',
    `caller_device_device_glitch_event_ratio` Nullable(Float32) COMMENT 'share of call with glitches/gaps in played or captured audio; fraction 0..1; sessions[].segments[].media[].callerDevice.deviceGlitchEventRatio',
    `caller_device_howling_event_count` Nullable(Int32) COMMENT 'howling/screech events; count; sessions[].segments[].media[].callerDevice.howlingEventCount',
    `caller_device_initial_signal_level_root_mean_square` Nullable(Float32) COMMENT 'over up to the first 30 s; RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB); sessions[].segments[].media[].callerDevice.initialSignalLevelRootMeanSquare',
    `caller_device_low_speech_level_event_ratio` Nullable(Float32) COMMENT 'share of call with too quiet speech; fraction 0..1; sessions[].segments[].media[].callerDevice.lowSpeechLevelEventRatio',
    `caller_device_low_speech_to_noise_event_ratio` Nullable(Float32) COMMENT 'share of call with poor speech-to-noise; fraction 0..1; sessions[].segments[].media[].callerDevice.lowSpeechToNoiseEventRatio',
    `caller_device_mic_glitch_rate` Nullable(Float32) COMMENT 'microphone glitches; glitches per 5 minutes; sessions[].segments[].media[].callerDevice.micGlitchRate',
    `caller_device_received_noise_level` Nullable(Int32) COMMENT 'mean energy of received noise, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.receivedNoiseLevel',
    `caller_device_received_signal_level` Nullable(Int32) COMMENT 'mean energy of received speech, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.receivedSignalLevel',
    `caller_device_render_device_driver` LowCardinality(String) COMMENT 'render driver; string; sessions[].segments[].media[].callerDevice.renderDeviceDriver',
    `caller_device_render_device_name` LowCardinality(String) COMMENT 'loudspeaker name; string; sessions[].segments[].media[].callerDevice.renderDeviceName',
    `caller_device_render_mute_event_ratio` Nullable(Float32) COMMENT 'share of call with render muted; fraction 0..1; sessions[].segments[].media[].callerDevice.renderMuteEventRatio',
    `caller_device_render_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with render device not working; fraction 0..1; sessions[].segments[].media[].callerDevice.renderNotFunctioningEventRatio',
    `caller_device_render_zero_volume_event_ratio` Nullable(Float32) COMMENT 'share of call with render volume 0; fraction 0..1; sessions[].segments[].media[].callerDevice.renderZeroVolumeEventRatio',
    `caller_device_sent_noise_level` Nullable(Int32) COMMENT 'mean energy of sent noise, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.sentNoiseLevel',
    `caller_device_sent_signal_level` Nullable(Int32) COMMENT 'mean energy of sent speech, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.sentSignalLevel',
    `caller_device_speaker_glitch_rate` Nullable(Float32) COMMENT 'loudspeaker glitches; glitches per 5 minutes; sessions[].segments[].media[].callerDevice.speakerGlitchRate',
    `callee_device_capture_device_driver` LowCardinality(String) COMMENT 'capture driver; string; sessions[].segments[].media[].calleeDevice.captureDeviceDriver',
    `callee_device_capture_device_name` LowCardinality(String) COMMENT 'microphone/camera name; string; sessions[].segments[].media[].calleeDevice.captureDeviceName',
    `callee_device_capture_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with capture device not working; fraction 0..1; sessions[].segments[].media[].calleeDevice.captureNotFunctioningEventRatio',
    `callee_device_cpu_insufficient_event_ratio` Nullable(Float32) COMMENT 'share of call with CPU shortage hurting audio (name misspelt in the API); fraction 0..1; sessions[].segments[].media[].calleeDevice.cpuInsufficentEventRatio',
    `callee_device_device_clipping_event_ratio` Nullable(Float32) COMMENT 'share of call with clipped captured audio; fraction 0..1; sessions[].segments[].media[].calleeDevice.deviceClippingEventRatio',
    `callee_device_device_glitch_event_ratio` Nullable(Float32) COMMENT 'share of call with glitches/gaps in played or captured audio; fraction 0..1; sessions[].segments[].media[].calleeDevice.deviceGlitchEventRatio',
    `callee_device_howling_event_count` Nullable(Int32) COMMENT 'howling/screech events; count; sessions[].segments[].media[].calleeDevice.howlingEventCount',
    `callee_device_initial_signal_level_root_mean_square` Nullable(Float32) COMMENT 'over up to the first 30 s; RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB); sessions[].segments[].media[].calleeDevice.initialSignalLevelRootMeanSquare',
    `callee_device_low_speech_level_event_ratio` Nullable(Float32) COMMENT 'share of call with too quiet speech; fraction 0..1; sessions[].segments[].media[].calleeDevice.lowSpeechLevelEventRatio',
    `callee_device_low_speech_to_noise_event_ratio` Nullable(Float32) COMMENT 'share of call with poor speech-to-noise; fraction 0..1; sessions[].segments[].media[].calleeDevice.lowSpeechToNoiseEventRatio',
    `callee_device_mic_glitch_rate` Nullable(Float32) COMMENT 'microphone glitches; glitches per 5 minutes; sessions[].segments[].media[].calleeDevice.micGlitchRate',
    `callee_device_received_noise_level` Nullable(Int32) COMMENT 'mean energy of received noise, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.receivedNoiseLevel',
    `callee_device_received_signal_level` Nullable(Int32) COMMENT 'mean energy of received speech, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.receivedSignalLevel',
    `callee_device_render_device_driver` LowCardinality(String) COMMENT 'render driver; string; sessions[].segments[].media[].calleeDevice.renderDeviceDriver',
    `callee_device_render_device_name` LowCardinality(String) COMMENT 'loudspeaker name; string; sessions[].segments[].media[].calleeDevice.renderDeviceName',
    `callee_device_render_mute_event_ratio` Nullable(Float32) COMMENT 'share of call with render muted; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderMuteEventRatio',
    `callee_device_render_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with render device not working; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderNotFunctioningEventRatio',
    `callee_device_render_zero_volume_event_ratio` Nullable(Float32) COMMENT 'share of call with render volume 0; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderZeroVolumeEventRatio',
    `callee_device_sent_noise_level` Nullable(Int32) COMMENT 'mean energy of sent noise, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.sentNoiseLevel',
    `callee_device_sent_signal_level` Nullable(Int32) COMMENT 'mean energy of sent speech, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.sentSignalLevel',
    `callee_device_speaker_glitch_rate` Nullable(Float32) COMMENT 'loudspeaker glitches; glitches per 5 minutes; sessions[].segments[].media[].calleeDevice.speakerGlitchRate',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `session_index`,
    `segment_index`,
    `media_index`,
    `stream_index`,
    `session_id`,
    `segment_id`,
    `media_label`,
    `audio_codec`,
    `average_audio_degradation`,
    `average_audio_network_jitter_ms`,
    `average_bandwidth_estimate`,
    `average_freeze_duration_ms`,
    `average_jitter_ms`,
    `average_packet_loss_rate`,
    `average_ratio_of_concealed_samples`,
    `average_received_frame_rate`,
    `average_round_trip_time_ms`,
    `average_video_frame_loss_percentage`,
    `average_video_frame_rate`,
    `average_video_packet_loss_rate`,
    `end_date_time`,
    `is_audio_forward_error_correction_used`,
    `low_frame_rate_ratio`,
    `low_video_processing_capability_ratio`,
    `max_audio_network_jitter_ms`,
    `max_jitter_ms`,
    `max_packet_loss_rate`,
    `max_ratio_of_concealed_samples`,
    `max_round_trip_time_ms`,
    `packet_utilization`,
    `post_forward_error_correction_packet_loss_rate`,
    `rms_freeze_duration_ms`,
    `start_date_time`,
    `stream_direction`,
    `stream_id`,
    `video_codec`,
    `was_media_bypassed`,
    `caller_network_bandwidth_low_event_ratio`,
    `caller_network_basic_service_set_identifier`,
    `caller_network_connection_type`,
    `caller_network_delay_event_ratio`,
    `caller_network_dns_suffix`,
    `caller_network_ip_address`,
    `caller_network_link_speed`,
    `caller_network_mac_address`,
    `caller_network_network_transport_protocol`,
    `caller_network_port`,
    `caller_network_received_quality_event_ratio`,
    `caller_network_reflexive_ip_address`,
    `caller_network_relay_ip_address`,
    `caller_network_relay_port`,
    `caller_network_sent_quality_event_ratio`,
    `caller_network_subnet`,
    `caller_network_wifi_band`,
    `caller_network_wifi_battery_charge`,
    `caller_network_wifi_channel`,
    `caller_network_wifi_microsoft_driver`,
    `caller_network_wifi_microsoft_driver_version`,
    `caller_network_wifi_radio_type`,
    `caller_network_wifi_signal_strength`,
    `caller_network_wifi_vendor_driver`,
    `caller_network_wifi_vendor_driver_version`,
    `caller_network_trace_route_hop_counts`,
    `caller_network_trace_route_ip_addresses`,
    `caller_network_trace_route_round_trip_times_ms`,
    `callee_network_bandwidth_low_event_ratio`,
    `callee_network_basic_service_set_identifier`,
    `callee_network_connection_type`,
    `callee_network_delay_event_ratio`,
    `callee_network_dns_suffix`,
    `callee_network_ip_address`,
    `callee_network_link_speed`,
    `callee_network_mac_address`,
    `callee_network_network_transport_protocol`,
    `callee_network_port`,
    `callee_network_received_quality_event_ratio`,
    `callee_network_reflexive_ip_address`,
    `callee_network_relay_ip_address`,
    `callee_network_relay_port`,
    `callee_network_sent_quality_event_ratio`,
    `callee_network_subnet`,
    `callee_network_wifi_band`,
    `callee_network_wifi_battery_charge`,
    `callee_network_wifi_channel`,
    `callee_network_wifi_microsoft_driver`,
    `callee_network_wifi_microsoft_driver_version`,
    `callee_network_wifi_radio_type`,
    `callee_network_wifi_signal_strength`,
    `callee_network_wifi_vendor_driver`,
    `callee_network_wifi_vendor_driver_version`,
    `callee_network_trace_route_hop_counts`,
    `callee_network_trace_route_ip_addresses`,
    `callee_network_trace_route_round_trip_times_ms`,
    `caller_device_capture_device_driver`,
    `caller_device_capture_device_name`,
    `caller_device_capture_not_functioning_event_ratio`,
    `caller_device_cpu_insufficient_event_ratio`,
    `caller_device_device_clipping_event_ratio`,
    `caller_device_device_glitch_event_ratio`,
    `caller_device_howling_event_count`,
    `caller_device_initial_signal_level_root_mean_square`,
    `caller_device_low_speech_level_event_ratio`,
    `caller_device_low_speech_to_noise_event_ratio`,
    `caller_device_mic_glitch_rate`,
    `caller_device_received_noise_level`,
    `caller_device_received_signal_level`,
    `caller_device_render_device_driver`,
    `caller_device_render_device_name`,
    `caller_device_render_mute_event_ratio`,
    `caller_device_render_not_functioning_event_ratio`,
    `caller_device_render_zero_volume_event_ratio`,
    `caller_device_sent_noise_level`,
    `caller_device_sent_signal_level`,
    `caller_device_speaker_glitch_rate`,
    `callee_device_capture_device_driver`,
    `callee_device_capture_device_name`,
    `callee_device_capture_not_functioning_event_ratio`,
    `callee_device_cpu_insufficient_event_ratio`,
    `callee_device_device_clipping_event_ratio`,
    `callee_device_device_glitch_event_ratio`,
    `callee_device_howling_event_count`,
    `callee_device_initial_signal_level_root_mean_square`,
    `callee_device_low_speech_level_event_ratio`,
    `callee_device_low_speech_to_noise_event_ratio`,
    `callee_device_mic_glitch_rate`,
    `callee_device_received_noise_level`,
    `callee_device_received_signal_level`,
    `callee_device_render_device_driver`,
    `callee_device_render_device_name`,
    `callee_device_render_mute_event_ratio`,
    `callee_device_render_not_functioning_event_ratio`,
    `callee_device_render_zero_volume_event_ratio`,
    `callee_device_sent_noise_level`,
    `callee_device_sent_signal_level`,
    `callee_device_speaker_glitch_rate`,
    `unknown_properties`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`streams_all` AS stored
)
COMMENT 'Behind the view streams, which to read instead. (definition f6a60d24)';

CREATE OR REPLACE VIEW `callrecords`.`streams`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'call record id; id',
    `version` UInt64 COMMENT 'version of the call record that this row belongs to; version',
    `record_start_date_time` DateTime64(7, 'UTC') COMMENT 'start of the call record; UTC, 100 ns; startDateTime',
    `session_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `segment_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `media_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `stream_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `session_id` String COMMENT 'sessions[].id',
    `segment_id` String COMMENT 'sessions[].segments[].id',
    `media_label` LowCardinality(String) COMMENT 'a media without streams still makes one row, with stream_id empty and stream columns null; sessions[].segments[].media[].label',
    `audio_codec` LowCardinality(String) COMMENT 'audio codec on the wire; "unknown" for non-audio streams; enum; sessions[].segments[].media[].streams[].audioCodec',
    `average_audio_degradation` Nullable(Float32) COMMENT 'mean network-MOS loss caused by packet loss and jitter on the received audio; MOS points (0 = none); sessions[].segments[].media[].streams[].averageAudioDegradation',
    `average_audio_network_jitter_ms` Nullable(Float64) COMMENT 'mean network jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].averageAudioNetworkJitter',
    `average_bandwidth_estimate` Nullable(Int64) COMMENT 'mean estimated bandwidth between the two ends; bit/s; sessions[].segments[].media[].streams[].averageBandwidthEstimate',
    `average_freeze_duration_ms` Nullable(Float64) COMMENT 'mean freeze length of a received video stream; ms; sessions[].segments[].media[].streams[].averageFreezeDuration',
    `average_jitter_ms` Nullable(Float64) COMMENT 'mean jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].averageJitter',
    `average_packet_loss_rate` Nullable(Float32) COMMENT 'mean packet loss; fraction 0..1; sessions[].segments[].media[].streams[].averagePacketLossRate',
    `average_ratio_of_concealed_samples` Nullable(Float32) COMMENT 'audio frames containing concealment samples / all audio frames; fraction 0..1; sessions[].segments[].media[].streams[].averageRatioOfConcealedSamples',
    `average_received_frame_rate` Nullable(Float32) COMMENT 'mean received frame rate over all video streams of the session; frames/s; sessions[].segments[].media[].streams[].averageReceivedFrameRate',
    `average_round_trip_time_ms` Nullable(Float64) COMMENT 'mean network RTT per RFC 3550; ms; sessions[].segments[].media[].streams[].averageRoundTripTime',
    `average_video_frame_loss_percentage` Nullable(Float32) COMMENT 'mean share of video frames lost as shown to the user; percent (0..100 by name; scale not confirmed); sessions[].segments[].media[].streams[].averageVideoFrameLossPercentage',
    `average_video_frame_rate` Nullable(Float32) COMMENT 'mean received frame rate of this video stream; frames/s; sessions[].segments[].media[].streams[].averageVideoFrameRate',
    `average_video_packet_loss_rate` Nullable(Float32) COMMENT 'mean video packet loss per RFC 3550; fraction 0..1; sessions[].segments[].media[].streams[].averageVideoPacketLossRate',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'stream end; frequently null; UTC, 100 ns; sessions[].segments[].media[].streams[].endDateTime',
    `is_audio_forward_error_correction_used` Nullable(Bool) COMMENT 'FEC was used at some point; null by default; boolean; sessions[].segments[].media[].streams[].isAudioForwardErrorCorrectionUsed',
    `low_frame_rate_ratio` Nullable(Float32) COMMENT 'share of the call below 7.5 frames/s; fraction 0..1; sessions[].segments[].media[].streams[].lowFrameRateRatio',
    `low_video_processing_capability_ratio` Nullable(Float32) COMMENT 'share of the call with client below 70% of expected video processing capability; fraction 0..1; sessions[].segments[].media[].streams[].lowVideoProcessingCapabilityRatio',
    `max_audio_network_jitter_ms` Nullable(Float64) COMMENT 'maximum over the 20-second windows of the session; ms; sessions[].segments[].media[].streams[].maxAudioNetworkJitter',
    `max_jitter_ms` Nullable(Float64) COMMENT 'maximum jitter per RFC 3550; ms; sessions[].segments[].media[].streams[].maxJitter',
    `max_packet_loss_rate` Nullable(Float32) COMMENT 'maximum packet loss; fraction 0..1; sessions[].segments[].media[].streams[].maxPacketLossRate',
    `max_ratio_of_concealed_samples` Nullable(Float32) COMMENT 'maximum share concealed by the healer; fraction 0..1; sessions[].segments[].media[].streams[].maxRatioOfConcealedSamples',
    `max_round_trip_time_ms` Nullable(Float64) COMMENT 'maximum network RTT per RFC 3550; ms; sessions[].segments[].media[].streams[].maxRoundTripTime',
    `packet_utilization` Nullable(Int64) COMMENT 'number of packets of the stream; packets (count); sessions[].segments[].media[].streams[].packetUtilization',
    `post_forward_error_correction_packet_loss_rate` Nullable(Float32) COMMENT 'loss left after FEC, over all video streams and codecs; fraction 0..1; sessions[].segments[].media[].streams[].postForwardErrorCorrectionPacketLossRate',
    `rms_freeze_duration_ms` Nullable(Float64) COMMENT 'root mean square of the freeze lengths of the video stream; ms; sessions[].segments[].media[].streams[].rmsFreezeDuration',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'stream start; frequently null; UTC, 100 ns; sessions[].segments[].media[].streams[].startDateTime',
    `stream_direction` LowCardinality(String) COMMENT 'which way the media flows relative to segment caller/callee; enum; sessions[].segments[].media[].streams[].streamDirection; known values: callerToCallee, calleeToCaller',
    `stream_id` String COMMENT 'stream identifier, not globally unique; opaque string (decimal digits in all samples); sessions[].segments[].media[].streams[].streamId',
    `video_codec` LowCardinality(String) COMMENT 'video codec on the wire; "unknown" for non-video streams; enum; sessions[].segments[].media[].streams[].videoCodec; known values: unknown, invalid, av1, h263, h264, h264s, h264uc, h265, rtvc1, rtVideo, xrtvc1, unknownFutureValue',
    `was_media_bypassed` Nullable(Bool) COMMENT 'media went client<->PSTN gateway/PBX directly, skipping the Mediation Server; null seen; boolean; sessions[].segments[].media[].streams[].wasMediaBypassed',
    `caller_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.bandwidthLowEventRatio',
    `caller_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].callerNetwork.basicServiceSetIdentifier',
    `caller_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].callerNetwork.connectionType; known values: unknown, wired, wifi, mobile, tunnel, unknownFutureValue',
    `caller_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].callerNetwork.delayEventRatio',
    `caller_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].callerNetwork.dnsSuffix',
    `caller_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].callerNetwork.ipAddress',
    `caller_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].callerNetwork.linkSpeed',
    `caller_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].callerNetwork.macAddress',
    `caller_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].callerNetwork.networkTransportProtocol; known values: unknown, udp, tcp, unknownFutureValue',
    `caller_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].callerNetwork.port',
    `caller_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.receivedQualityEventRatio',
    `caller_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].callerNetwork.reflexiveIPAddress',
    `caller_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].callerNetwork.relayIPAddress',
    `caller_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].callerNetwork.relayPort',
    `caller_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].callerNetwork.sentQualityEventRatio',
    `caller_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].callerNetwork.subnet',
    `caller_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].callerNetwork.wifiBand; known values: unknown, frequency24GHz, frequency50GHz, frequency60GHz, unknownFutureValue',
    `caller_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiBatteryCharge',
    `caller_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].callerNetwork.wifiChannel',
    `caller_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriver',
    `caller_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiMicrosoftDriverVersion',
    `caller_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].callerNetwork.wifiRadioType; known values: unknown, wifi80211a, wifi80211b, wifi80211g, wifi80211n, wifi80211ac, wifi80211ax, unknownFutureValue',
    `caller_network_wifi_signal_strength` Nullable(Int32) COMMENT 'signal strength; percent 0..100; sessions[].segments[].media[].callerNetwork.wifiSignalStrength',
    `caller_network_wifi_vendor_driver` LowCardinality(String) COMMENT 'vendor Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].callerNetwork.wifiVendorDriver',
    `caller_network_wifi_vendor_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].callerNetwork.wifiVendorDriverVersion',
    `caller_network_trace_route_hop_counts` Array(Nullable(Int32)) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].hopCount',
    `caller_network_trace_route_ip_addresses` Array(String) COMMENT 'sessions[].segments[].media[].callerNetwork.traceRouteHops[].ipAddress',
    `caller_network_trace_route_round_trip_times_ms` Array(Nullable(Float64)) COMMENT 'ms; sessions[].segments[].media[].callerNetwork.traceRouteHops[].roundTripTime',
    `callee_network_bandwidth_low_event_ratio` Nullable(Float32) COMMENT 'share of call in which low bandwidth/policy hurt sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.bandwidthLowEventRatio',
    `callee_network_basic_service_set_identifier` String COMMENT 'absent when the user turns off precise location; string (BSSID); sessions[].segments[].media[].calleeNetwork.basicServiceSetIdentifier',
    `callee_network_connection_type` LowCardinality(String) COMMENT 'kind of link; enum; sessions[].segments[].media[].calleeNetwork.connectionType; known values: unknown, wired, wifi, mobile, tunnel, unknownFutureValue',
    `callee_network_delay_event_ratio` Nullable(Float32) COMMENT 'share of call with delay bad enough to hinder two-way talk; fraction 0..1; sessions[].segments[].media[].calleeNetwork.delayEventRatio',
    `callee_network_dns_suffix` LowCardinality(String) COMMENT 'DNS suffix of the adapter; string; sessions[].segments[].media[].calleeNetwork.dnsSuffix',
    `callee_network_ip_address` String COMMENT 'local address of the media endpoint; string IPv4/IPv6; may be empty; sessions[].segments[].media[].calleeNetwork.ipAddress',
    `callee_network_link_speed` Nullable(Int64) COMMENT 'adapter link speed; 4294967295 appears as a not-known sentinel, 0 for services; bit/s; sessions[].segments[].media[].calleeNetwork.linkSpeed',
    `callee_network_mac_address` String COMMENT 'may be absent or 02:00:00:00:00:00 for OS privacy; string, separators vary; may be empty; sessions[].segments[].media[].calleeNetwork.macAddress',
    `callee_network_network_transport_protocol` LowCardinality(String) COMMENT 'udp/tcp; enum; sessions[].segments[].media[].calleeNetwork.networkTransportProtocol; known values: unknown, udp, tcp, unknownFutureValue',
    `callee_network_port` Nullable(Int32) COMMENT 'local media port; port number; sessions[].segments[].media[].calleeNetwork.port',
    `callee_network_received_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor received audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.receivedQualityEventRatio',
    `callee_network_reflexive_ip_address` String COMMENT 'public address as seen by the relay; string; may be empty; sessions[].segments[].media[].calleeNetwork.reflexiveIPAddress',
    `callee_network_relay_ip_address` String COMMENT 'media relay address; string; may be empty; sessions[].segments[].media[].calleeNetwork.relayIPAddress',
    `callee_network_relay_port` Nullable(Int32) COMMENT 'port on the relay; port number; sessions[].segments[].media[].calleeNetwork.relayPort',
    `callee_network_sent_quality_event_ratio` Nullable(Float32) COMMENT 'share of call with network-caused poor sent audio; fraction 0..1; sessions[].segments[].media[].calleeNetwork.sentQualityEventRatio',
    `callee_network_subnet` LowCardinality(String) COMMENT 'subnet of the media endpoint; string, network address without mask in samples; sessions[].segments[].media[].calleeNetwork.subnet',
    `callee_network_wifi_band` LowCardinality(String) COMMENT 'Wi-Fi band; enum; sessions[].segments[].media[].calleeNetwork.wifiBand; known values: unknown, frequency24GHz, frequency50GHz, frequency60GHz, unknownFutureValue',
    `callee_network_wifi_battery_charge` Nullable(Int32) COMMENT 'battery estimate; percent 0..100; sessions[].segments[].media[].calleeNetwork.wifiBatteryCharge',
    `callee_network_wifi_channel` Nullable(Int32) COMMENT 'Wi-Fi channel; channel number; sessions[].segments[].media[].calleeNetwork.wifiChannel',
    `callee_network_wifi_microsoft_driver` LowCardinality(String) COMMENT 'Microsoft Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriver',
    `callee_network_wifi_microsoft_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].calleeNetwork.wifiMicrosoftDriverVersion',
    `callee_network_wifi_radio_type` LowCardinality(String) COMMENT '802.11 flavour; enum; sessions[].segments[].media[].calleeNetwork.wifiRadioType; known values: unknown, wifi80211a, wifi80211b, wifi80211g, wifi80211n, wifi80211ac, wifi80211ax, unknownFutureValue',
    `callee_network_wifi_signal_strength` Nullable(Int32) COMMENT 'signal strength; percent 0..100; sessions[].segments[].media[].calleeNetwork.wifiSignalStrength',
    `callee_network_wifi_vendor_driver` LowCardinality(String) COMMENT 'vendor Wi-Fi driver name; string, may be localized; sessions[].segments[].media[].calleeNetwork.wifiVendorDriver',
    `callee_network_wifi_vendor_driver_version` LowCardinality(String) COMMENT 'its version; string; sessions[].segments[].media[].calleeNetwork.wifiVendorDriverVersion',
    `callee_network_trace_route_hop_counts` Array(Nullable(Int32)) COMMENT 'sessions[].segments[].media[].calleeNetwork.traceRouteHops[].hopCount',
    `callee_network_trace_route_ip_addresses` Array(String) COMMENT 'sessions[].segments[].media[].calleeNetwork.traceRouteHops[].ipAddress',
    `callee_network_trace_route_round_trip_times_ms` Array(Nullable(Float64)) COMMENT 'ms; sessions[].segments[].media[].calleeNetwork.traceRouteHops[].roundTripTime',
    `caller_device_capture_device_driver` LowCardinality(String) COMMENT 'capture driver; string; sessions[].segments[].media[].callerDevice.captureDeviceDriver',
    `caller_device_capture_device_name` LowCardinality(String) COMMENT 'microphone/camera name; string; sessions[].segments[].media[].callerDevice.captureDeviceName',
    `caller_device_capture_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with capture device not working; fraction 0..1; sessions[].segments[].media[].callerDevice.captureNotFunctioningEventRatio',
    `caller_device_cpu_insufficient_event_ratio` Nullable(Float32) COMMENT 'share of call with CPU shortage hurting audio (name misspelt in the API); fraction 0..1; sessions[].segments[].media[].callerDevice.cpuInsufficentEventRatio',
    `caller_device_device_clipping_event_ratio` Nullable(Float32) COMMENT 'share of call with clipped captured audio; fraction 0..1; sessions[].segments[].media[].callerDevice.deviceClippingEventRatio',
    `caller_device_device_glitch_event_ratio` Nullable(Float32) COMMENT 'share of call with glitches/gaps in played or captured audio; fraction 0..1; sessions[].segments[].media[].callerDevice.deviceGlitchEventRatio',
    `caller_device_howling_event_count` Nullable(Int32) COMMENT 'howling/screech events; count; sessions[].segments[].media[].callerDevice.howlingEventCount',
    `caller_device_initial_signal_level_root_mean_square` Nullable(Float32) COMMENT 'over up to the first 30 s; RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB); sessions[].segments[].media[].callerDevice.initialSignalLevelRootMeanSquare',
    `caller_device_low_speech_level_event_ratio` Nullable(Float32) COMMENT 'share of call with too quiet speech; fraction 0..1; sessions[].segments[].media[].callerDevice.lowSpeechLevelEventRatio',
    `caller_device_low_speech_to_noise_event_ratio` Nullable(Float32) COMMENT 'share of call with poor speech-to-noise; fraction 0..1; sessions[].segments[].media[].callerDevice.lowSpeechToNoiseEventRatio',
    `caller_device_mic_glitch_rate` Nullable(Float32) COMMENT 'microphone glitches; glitches per 5 minutes; sessions[].segments[].media[].callerDevice.micGlitchRate',
    `caller_device_received_noise_level` Nullable(Int32) COMMENT 'mean energy of received noise, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.receivedNoiseLevel',
    `caller_device_received_signal_level` Nullable(Int32) COMMENT 'mean energy of received speech, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.receivedSignalLevel',
    `caller_device_render_device_driver` LowCardinality(String) COMMENT 'render driver; string; sessions[].segments[].media[].callerDevice.renderDeviceDriver',
    `caller_device_render_device_name` LowCardinality(String) COMMENT 'loudspeaker name; string; sessions[].segments[].media[].callerDevice.renderDeviceName',
    `caller_device_render_mute_event_ratio` Nullable(Float32) COMMENT 'share of call with render muted; fraction 0..1; sessions[].segments[].media[].callerDevice.renderMuteEventRatio',
    `caller_device_render_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with render device not working; fraction 0..1; sessions[].segments[].media[].callerDevice.renderNotFunctioningEventRatio',
    `caller_device_render_zero_volume_event_ratio` Nullable(Float32) COMMENT 'share of call with render volume 0; fraction 0..1; sessions[].segments[].media[].callerDevice.renderZeroVolumeEventRatio',
    `caller_device_sent_noise_level` Nullable(Int32) COMMENT 'mean energy of sent noise, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.sentNoiseLevel',
    `caller_device_sent_signal_level` Nullable(Int32) COMMENT 'mean energy of sent speech, mono/left; dB (negative); sessions[].segments[].media[].callerDevice.sentSignalLevel',
    `caller_device_speaker_glitch_rate` Nullable(Float32) COMMENT 'loudspeaker glitches; glitches per 5 minutes; sessions[].segments[].media[].callerDevice.speakerGlitchRate',
    `callee_device_capture_device_driver` LowCardinality(String) COMMENT 'capture driver; string; sessions[].segments[].media[].calleeDevice.captureDeviceDriver',
    `callee_device_capture_device_name` LowCardinality(String) COMMENT 'microphone/camera name; string; sessions[].segments[].media[].calleeDevice.captureDeviceName',
    `callee_device_capture_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with capture device not working; fraction 0..1; sessions[].segments[].media[].calleeDevice.captureNotFunctioningEventRatio',
    `callee_device_cpu_insufficient_event_ratio` Nullable(Float32) COMMENT 'share of call with CPU shortage hurting audio (name misspelt in the API); fraction 0..1; sessions[].segments[].media[].calleeDevice.cpuInsufficentEventRatio',
    `callee_device_device_clipping_event_ratio` Nullable(Float32) COMMENT 'share of call with clipped captured audio; fraction 0..1; sessions[].segments[].media[].calleeDevice.deviceClippingEventRatio',
    `callee_device_device_glitch_event_ratio` Nullable(Float32) COMMENT 'share of call with glitches/gaps in played or captured audio; fraction 0..1; sessions[].segments[].media[].calleeDevice.deviceGlitchEventRatio',
    `callee_device_howling_event_count` Nullable(Int32) COMMENT 'howling/screech events; count; sessions[].segments[].media[].calleeDevice.howlingEventCount',
    `callee_device_initial_signal_level_root_mean_square` Nullable(Float32) COMMENT 'over up to the first 30 s; RMS of the incoming signal (linear in samples, e.g. 60.26; CQD labels dB); sessions[].segments[].media[].calleeDevice.initialSignalLevelRootMeanSquare',
    `callee_device_low_speech_level_event_ratio` Nullable(Float32) COMMENT 'share of call with too quiet speech; fraction 0..1; sessions[].segments[].media[].calleeDevice.lowSpeechLevelEventRatio',
    `callee_device_low_speech_to_noise_event_ratio` Nullable(Float32) COMMENT 'share of call with poor speech-to-noise; fraction 0..1; sessions[].segments[].media[].calleeDevice.lowSpeechToNoiseEventRatio',
    `callee_device_mic_glitch_rate` Nullable(Float32) COMMENT 'microphone glitches; glitches per 5 minutes; sessions[].segments[].media[].calleeDevice.micGlitchRate',
    `callee_device_received_noise_level` Nullable(Int32) COMMENT 'mean energy of received noise, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.receivedNoiseLevel',
    `callee_device_received_signal_level` Nullable(Int32) COMMENT 'mean energy of received speech, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.receivedSignalLevel',
    `callee_device_render_device_driver` LowCardinality(String) COMMENT 'render driver; string; sessions[].segments[].media[].calleeDevice.renderDeviceDriver',
    `callee_device_render_device_name` LowCardinality(String) COMMENT 'loudspeaker name; string; sessions[].segments[].media[].calleeDevice.renderDeviceName',
    `callee_device_render_mute_event_ratio` Nullable(Float32) COMMENT 'share of call with render muted; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderMuteEventRatio',
    `callee_device_render_not_functioning_event_ratio` Nullable(Float32) COMMENT 'share of call with render device not working; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderNotFunctioningEventRatio',
    `callee_device_render_zero_volume_event_ratio` Nullable(Float32) COMMENT 'share of call with render volume 0; fraction 0..1; sessions[].segments[].media[].calleeDevice.renderZeroVolumeEventRatio',
    `callee_device_sent_noise_level` Nullable(Int32) COMMENT 'mean energy of sent noise, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.sentNoiseLevel',
    `callee_device_sent_signal_level` Nullable(Int32) COMMENT 'mean energy of sent speech, mono/left; dB (negative); sessions[].segments[].media[].calleeDevice.sentSignalLevel',
    `callee_device_speaker_glitch_rate` Nullable(Float32) COMMENT 'loudspeaker glitches; glitches per 5 minutes; sessions[].segments[].media[].calleeDevice.speakerGlitchRate',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `record_start_date_time`,
    `session_index`,
    `segment_index`,
    `media_index`,
    `stream_index`,
    `session_id`,
    `segment_id`,
    `media_label`,
    `audio_codec`,
    `average_audio_degradation`,
    `average_audio_network_jitter_ms`,
    `average_bandwidth_estimate`,
    `average_freeze_duration_ms`,
    `average_jitter_ms`,
    `average_packet_loss_rate`,
    `average_ratio_of_concealed_samples`,
    `average_received_frame_rate`,
    `average_round_trip_time_ms`,
    `average_video_frame_loss_percentage`,
    `average_video_frame_rate`,
    `average_video_packet_loss_rate`,
    `end_date_time`,
    `is_audio_forward_error_correction_used`,
    `low_frame_rate_ratio`,
    `low_video_processing_capability_ratio`,
    `max_audio_network_jitter_ms`,
    `max_jitter_ms`,
    `max_packet_loss_rate`,
    `max_ratio_of_concealed_samples`,
    `max_round_trip_time_ms`,
    `packet_utilization`,
    `post_forward_error_correction_packet_loss_rate`,
    `rms_freeze_duration_ms`,
    `start_date_time`,
    `stream_direction`,
    `stream_id`,
    `video_codec`,
    `was_media_bypassed`,
    `caller_network_bandwidth_low_event_ratio`,
    `caller_network_basic_service_set_identifier`,
    `caller_network_connection_type`,
    `caller_network_delay_event_ratio`,
    `caller_network_dns_suffix`,
    `caller_network_ip_address`,
    `caller_network_link_speed`,
    `caller_network_mac_address`,
    `caller_network_network_transport_protocol`,
    `caller_network_port`,
    `caller_network_received_quality_event_ratio`,
    `caller_network_reflexive_ip_address`,
    `caller_network_relay_ip_address`,
    `caller_network_relay_port`,
    `caller_network_sent_quality_event_ratio`,
    `caller_network_subnet`,
    `caller_network_wifi_band`,
    `caller_network_wifi_battery_charge`,
    `caller_network_wifi_channel`,
    `caller_network_wifi_microsoft_driver`,
    `caller_network_wifi_microsoft_driver_version`,
    `caller_network_wifi_radio_type`,
    `caller_network_wifi_signal_strength`,
    `caller_network_wifi_vendor_driver`,
    `caller_network_wifi_vendor_driver_version`,
    `caller_network_trace_route_hop_counts`,
    `caller_network_trace_route_ip_addresses`,
    `caller_network_trace_route_round_trip_times_ms`,
    `callee_network_bandwidth_low_event_ratio`,
    `callee_network_basic_service_set_identifier`,
    `callee_network_connection_type`,
    `callee_network_delay_event_ratio`,
    `callee_network_dns_suffix`,
    `callee_network_ip_address`,
    `callee_network_link_speed`,
    `callee_network_mac_address`,
    `callee_network_network_transport_protocol`,
    `callee_network_port`,
    `callee_network_received_quality_event_ratio`,
    `callee_network_reflexive_ip_address`,
    `callee_network_relay_ip_address`,
    `callee_network_relay_port`,
    `callee_network_sent_quality_event_ratio`,
    `callee_network_subnet`,
    `callee_network_wifi_band`,
    `callee_network_wifi_battery_charge`,
    `callee_network_wifi_channel`,
    `callee_network_wifi_microsoft_driver`,
    `callee_network_wifi_microsoft_driver_version`,
    `callee_network_wifi_radio_type`,
    `callee_network_wifi_signal_strength`,
    `callee_network_wifi_vendor_driver`,
    `callee_network_wifi_vendor_driver_version`,
    `callee_network_trace_route_hop_counts`,
    `callee_network_trace_route_ip_addresses`,
    `callee_network_trace_route_round_trip_times_ms`,
    `caller_device_capture_device_driver`,
    `caller_device_capture_device_name`,
    `caller_device_capture_not_functioning_event_ratio`,
    `caller_device_cpu_insufficient_event_ratio`,
    `caller_device_device_clipping_event_ratio`,
    `caller_device_device_glitch_event_ratio`,
    `caller_device_howling_event_count`,
    `caller_device_initial_signal_level_root_mean_square`,
    `caller_device_low_speech_level_event_ratio`,
    `caller_device_low_speech_to_noise_event_ratio`,
    `caller_device_mic_glitch_rate`,
    `caller_device_received_noise_level`,
    `caller_device_received_signal_level`,
    `caller_device_render_device_driver`,
    `caller_device_render_device_name`,
    `caller_device_render_mute_event_ratio`,
    `caller_device_render_not_functioning_event_ratio`,
    `caller_device_render_zero_volume_event_ratio`,
    `caller_device_sent_noise_level`,
    `caller_device_sent_signal_level`,
    `caller_device_speaker_glitch_rate`,
    `callee_device_capture_device_driver`,
    `callee_device_capture_device_name`,
    `callee_device_capture_not_functioning_event_ratio`,
    `callee_device_cpu_insufficient_event_ratio`,
    `callee_device_device_clipping_event_ratio`,
    `callee_device_device_glitch_event_ratio`,
    `callee_device_howling_event_count`,
    `callee_device_initial_signal_level_root_mean_square`,
    `callee_device_low_speech_level_event_ratio`,
    `callee_device_low_speech_to_noise_event_ratio`,
    `callee_device_mic_glitch_rate`,
    `callee_device_received_noise_level`,
    `callee_device_received_signal_level`,
    `callee_device_render_device_driver`,
    `callee_device_render_device_name`,
    `callee_device_render_mute_event_ratio`,
    `callee_device_render_not_functioning_event_ratio`,
    `callee_device_render_zero_volume_event_ratio`,
    `callee_device_sent_noise_level`,
    `callee_device_sent_signal_level`,
    `callee_device_speaker_glitch_rate`,
    `unknown_properties`,
    `exported_at`
FROM `callrecords_store`.`streams_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per media stream of a segment; a media without streams still has one row. (definition 137c6e70)';

CREATE OR REPLACE VIEW `callrecords_store`.`pstn_days_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_count` UInt32 COMMENT 'rows of this day in pstn_calls; rows; (counted)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_count`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`pstn_days_all` AS stored
)
COMMENT 'Behind the view pstn_days, which to read instead. (definition e22a206e)';

CREATE OR REPLACE VIEW `callrecords`.`pstn_days`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_count` UInt32 COMMENT 'rows of this day in pstn_calls; rows; (counted)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_count`,
    `exported_at`
FROM `callrecords_store`.`pstn_days_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per UTC day that was read of the log pstn_calls, be it empty. (definition e368b2aa)';

CREATE OR REPLACE VIEW `callrecords_store`.`pstn_calls_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `call_duration_source` LowCardinality(String) COMMENT 'who measured the duration; enum; value[].callDurationSource; known values: microsoft, operator',
    `callee_number` String COMMENT 'callee number; E.164 string, may be masked; value[].calleeNumber',
    `caller_number` String COMMENT 'caller number; E.164 string, may be masked; value[].callerNumber',
    `call_id` String COMMENT 'not guaranteed unique; string; value[].callId',
    `call_type` LowCardinality(String) COMMENT 'e.g. user_in, ucap_in, oc_ucap_in; string; value[].callType',
    `charge` Nullable(Decimal(18, 6)) COMMENT 'call charge; money in currency; value[].charge',
    `conference_id` String COMMENT 'audio conference id; string; value[].conferenceId',
    `connection_charge` Nullable(Decimal(18, 6)) COMMENT 'connection fee; money in currency; value[].connectionCharge',
    `currency` LowCardinality(String) COMMENT 'currency; ISO 4217; value[].currency',
    `destination_context` LowCardinality(String) COMMENT 'domestic/international; string; value[].destinationContext',
    `destination_name` LowCardinality(String) COMMENT 'country dialed; string; value[].destinationName',
    `duration` Nullable(Int32) COMMENT 'connected time; seconds; value[].duration',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; value[].endDateTime',
    `id` String COMMENT 'unique row id; GUID as string; value[].id',
    `inventory_type` LowCardinality(String) COMMENT 'number type; string, e.g. Subscriber; value[].inventoryType',
    `license_capability` LowCardinality(String) COMMENT 'license; string, e.g. MCOPSTNU; value[].licenseCapability',
    `operator` LowCardinality(String) COMMENT 'carrier; string; value[].operator',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; value[].startDateTime',
    `tenant_country_code` LowCardinality(String) COMMENT 'tenant country; ISO 3166-1 alpha-2; value[].tenantCountryCode',
    `usage_country_code` LowCardinality(String) COMMENT 'user country; ISO 3166-1 alpha-2; value[].usageCountryCode',
    `user_display_name` String COMMENT 'name; string; value[].userDisplayName',
    `user_id` String COMMENT 'user; GUID as string, null/empty for bot call types; value[].userId',
    `user_principal_name` String COMMENT 'UPN; string; value[].userPrincipalName',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_index`,
    `call_duration_source`,
    `callee_number`,
    `caller_number`,
    `call_id`,
    `call_type`,
    `charge`,
    `conference_id`,
    `connection_charge`,
    `currency`,
    `destination_context`,
    `destination_name`,
    `duration`,
    `end_date_time`,
    `id`,
    `inventory_type`,
    `license_capability`,
    `operator`,
    `start_date_time`,
    `tenant_country_code`,
    `usage_country_code`,
    `user_display_name`,
    `user_id`,
    `user_principal_name`,
    `unknown_properties`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`pstn_calls_all` AS stored
)
COMMENT 'Behind the view pstn_calls, which to read instead. (definition 1dd288a9)';

CREATE OR REPLACE VIEW `callrecords`.`pstn_calls`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `call_duration_source` LowCardinality(String) COMMENT 'who measured the duration; enum; value[].callDurationSource; known values: microsoft, operator',
    `callee_number` String COMMENT 'callee number; E.164 string, may be masked; value[].calleeNumber',
    `caller_number` String COMMENT 'caller number; E.164 string, may be masked; value[].callerNumber',
    `call_id` String COMMENT 'not guaranteed unique; string; value[].callId',
    `call_type` LowCardinality(String) COMMENT 'e.g. user_in, ucap_in, oc_ucap_in; string; value[].callType',
    `charge` Nullable(Decimal(18, 6)) COMMENT 'call charge; money in currency; value[].charge',
    `conference_id` String COMMENT 'audio conference id; string; value[].conferenceId',
    `connection_charge` Nullable(Decimal(18, 6)) COMMENT 'connection fee; money in currency; value[].connectionCharge',
    `currency` LowCardinality(String) COMMENT 'currency; ISO 4217; value[].currency',
    `destination_context` LowCardinality(String) COMMENT 'domestic/international; string; value[].destinationContext',
    `destination_name` LowCardinality(String) COMMENT 'country dialed; string; value[].destinationName',
    `duration` Nullable(Int32) COMMENT 'connected time; seconds; value[].duration',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'end; UTC, 100 ns; value[].endDateTime',
    `id` String COMMENT 'unique row id; GUID as string; value[].id',
    `inventory_type` LowCardinality(String) COMMENT 'number type; string, e.g. Subscriber; value[].inventoryType',
    `license_capability` LowCardinality(String) COMMENT 'license; string, e.g. MCOPSTNU; value[].licenseCapability',
    `operator` LowCardinality(String) COMMENT 'carrier; string; value[].operator',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; UTC, 100 ns; value[].startDateTime',
    `tenant_country_code` LowCardinality(String) COMMENT 'tenant country; ISO 3166-1 alpha-2; value[].tenantCountryCode',
    `usage_country_code` LowCardinality(String) COMMENT 'user country; ISO 3166-1 alpha-2; value[].usageCountryCode',
    `user_display_name` String COMMENT 'name; string; value[].userDisplayName',
    `user_id` String COMMENT 'user; GUID as string, null/empty for bot call types; value[].userId',
    `user_principal_name` String COMMENT 'UPN; string; value[].userPrincipalName',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_index`,
    `call_duration_source`,
    `callee_number`,
    `caller_number`,
    `call_id`,
    `call_type`,
    `charge`,
    `conference_id`,
    `connection_charge`,
    `currency`,
    `destination_context`,
    `destination_name`,
    `duration`,
    `end_date_time`,
    `id`,
    `inventory_type`,
    `license_capability`,
    `operator`,
    `start_date_time`,
    `tenant_country_code`,
    `usage_country_code`,
    `user_display_name`,
    `user_id`,
    `user_principal_name`,
    `unknown_properties`,
    `exported_at`
FROM `callrecords_store`.`pstn_calls_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per call over a calling plan or an operator. (definition c3575ba9)';

CREATE OR REPLACE VIEW `callrecords_store`.`direct_routing_days_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_count` UInt32 COMMENT 'rows of this day in direct_routing_calls; rows; (counted)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_count`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`direct_routing_days_all` AS stored
)
COMMENT 'Behind the view direct_routing_days, which to read instead. (definition c38ec8ae)';

CREATE OR REPLACE VIEW `callrecords`.`direct_routing_days`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_count` UInt32 COMMENT 'rows of this day in direct_routing_calls; rows; (counted)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_count`,
    `exported_at`
FROM `callrecords_store`.`direct_routing_days_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per UTC day that was read of the log direct_routing_calls, be it empty. (definition f9d2fe58)';

CREATE OR REPLACE VIEW `callrecords_store`.`direct_routing_calls_stored`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `callee_number` String COMMENT 'callee; E.164-like, masked in sample; value[].calleeNumber',
    `call_end_sub_reason` Nullable(Int32) COMMENT 'Microsoft subcode, e.g. 540000, 560484; integer; value[].callEndSubReason',
    `caller_number` String COMMENT 'caller; E.164-like, masked in sample; value[].callerNumber',
    `call_type` LowCardinality(String) COMMENT 'e.g. ByotIn, ByotOut, ByotInUcap, ByotOutUserForwarding, ByotOutUserTransfer; string; value[].callType',
    `correlation_id` String COMMENT 'support correlation; reported usable as callRecord id in 2021; GUID as string; value[].correlationId',
    `duration` Nullable(Int32) COMMENT 'duration; seconds; value[].duration',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'only established calls; UTC, 100 ns; value[].endDateTime',
    `failure_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'only failed calls; UTC, 100 ns; value[].failureDateTime',
    `final_sip_code` Nullable(Int32) COMMENT 'final code; SIP status or 0; value[].finalSipCode',
    `final_sip_code_phrase` LowCardinality(String) COMMENT 'text; string; value[].finalSipCodePhrase',
    `id` String COMMENT 'unique row id; GUID as string; value[].id',
    `invite_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'initial invite; UTC, 100 ns; value[].inviteDateTime',
    `media_bypass_enabled` Nullable(Bool) COMMENT 'trunk bypass flag; boolean; value[].mediaBypassEnabled',
    `media_path_location` LowCardinality(String) COMMENT 'media; datacenter code; value[].mediaPathLocation',
    `signaling_location` LowCardinality(String) COMMENT 'signalling; datacenter code; value[].signalingLocation',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; for failed calls can equal invite or failure; UTC, 100 ns; value[].startDateTime',
    `successful_call` Nullable(Bool) COMMENT 'established or only an attempt; boolean; value[].successfulCall',
    `trunk_fully_qualified_domain_name` LowCardinality(String) COMMENT 'SBC; FQDN; value[].trunkFullyQualifiedDomainName',
    `user_display_name` String COMMENT 'name; string; value[].userDisplayName',
    `user_id` String COMMENT 'user; GUID as string, null/empty for bot call types; value[].userId',
    `user_principal_name` String COMMENT 'UPN; string; value[].userPrincipalName',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)',
    `load_id` UInt64 COMMENT 'load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter; (load)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_index`,
    `callee_number`,
    `call_end_sub_reason`,
    `caller_number`,
    `call_type`,
    `correlation_id`,
    `duration`,
    `end_date_time`,
    `failure_date_time`,
    `final_sip_code`,
    `final_sip_code_phrase`,
    `id`,
    `invite_date_time`,
    `media_bypass_enabled`,
    `media_path_location`,
    `signaling_location`,
    `start_date_time`,
    `successful_call`,
    `trunk_fully_qualified_domain_name`,
    `user_display_name`,
    `user_id`,
    `user_principal_name`,
    `unknown_properties`,
    `exported_at`,
    `load_id`
FROM `callrecords_store`.`direct_routing_calls_all` AS stored
)
COMMENT 'Behind the view direct_routing_calls, which to read instead. (definition cda3c9c6)';

CREATE OR REPLACE VIEW `callrecords`.`direct_routing_calls`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant the row was exported from; (config)',
    `record_id` String COMMENT 'the family and the day that the row was loaded with; (listed)',
    `version` UInt64 COMMENT 'version of that day: when it was read, and a checksum of its rows; (listed)',
    `day` DateTime64(7, 'UTC') COMMENT 'beginning of that day; UTC, 100 ns; (listed)',
    `call_index` UInt32 COMMENT 'zero-based position inside its parent, over all pages; (position)',
    `callee_number` String COMMENT 'callee; E.164-like, masked in sample; value[].calleeNumber',
    `call_end_sub_reason` Nullable(Int32) COMMENT 'Microsoft subcode, e.g. 540000, 560484; integer; value[].callEndSubReason',
    `caller_number` String COMMENT 'caller; E.164-like, masked in sample; value[].callerNumber',
    `call_type` LowCardinality(String) COMMENT 'e.g. ByotIn, ByotOut, ByotInUcap, ByotOutUserForwarding, ByotOutUserTransfer; string; value[].callType',
    `correlation_id` String COMMENT 'support correlation; reported usable as callRecord id in 2021; GUID as string; value[].correlationId',
    `duration` Nullable(Int32) COMMENT 'duration; seconds; value[].duration',
    `end_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'only established calls; UTC, 100 ns; value[].endDateTime',
    `failure_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'only failed calls; UTC, 100 ns; value[].failureDateTime',
    `final_sip_code` Nullable(Int32) COMMENT 'final code; SIP status or 0; value[].finalSipCode',
    `final_sip_code_phrase` LowCardinality(String) COMMENT 'text; string; value[].finalSipCodePhrase',
    `id` String COMMENT 'unique row id; GUID as string; value[].id',
    `invite_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'initial invite; UTC, 100 ns; value[].inviteDateTime',
    `media_bypass_enabled` Nullable(Bool) COMMENT 'trunk bypass flag; boolean; value[].mediaBypassEnabled',
    `media_path_location` LowCardinality(String) COMMENT 'media; datacenter code; value[].mediaPathLocation',
    `signaling_location` LowCardinality(String) COMMENT 'signalling; datacenter code; value[].signalingLocation',
    `start_date_time` Nullable(DateTime64(7, 'UTC')) COMMENT 'start; for failed calls can equal invite or failure; UTC, 100 ns; value[].startDateTime',
    `successful_call` Nullable(Bool) COMMENT 'established or only an attempt; boolean; value[].successfulCall',
    `trunk_fully_qualified_domain_name` LowCardinality(String) COMMENT 'SBC; FQDN; value[].trunkFullyQualifiedDomainName',
    `user_display_name` String COMMENT 'name; string; value[].userDisplayName',
    `user_id` String COMMENT 'user; GUID as string, null/empty for bot call types; value[].userId',
    `user_principal_name` String COMMENT 'UPN; string; value[].userPrincipalName',
    `unknown_properties` String COMMENT 'empty when there is none; nothing that the API sends is dropped; JSON object; (any property without a column)',
    `exported_at` DateTime64(3, 'UTC') COMMENT 'when the row was made; UTC, ms; (clock)'
)
AS (
SELECT
    `tenant_id`,
    `record_id`,
    `version`,
    `day`,
    `call_index`,
    `callee_number`,
    `call_end_sub_reason`,
    `caller_number`,
    `call_type`,
    `correlation_id`,
    `duration`,
    `end_date_time`,
    `failure_date_time`,
    `final_sip_code`,
    `final_sip_code_phrase`,
    `id`,
    `invite_date_time`,
    `media_bypass_enabled`,
    `media_path_location`,
    `signaling_location`,
    `start_date_time`,
    `successful_call`,
    `trunk_fully_qualified_domain_name`,
    `user_display_name`,
    `user_id`,
    `user_principal_name`,
    `unknown_properties`,
    `exported_at`
FROM `callrecords_store`.`direct_routing_calls_stored`
WHERE (load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0)) = (if(load_id >= ifNull((SELECT max(line) FROM `callrecords_store`.`settle_line`), 0), load_id, bitNot(load_id)) IN (
    SELECT arrayJoin(arrayPushFront(arrayMap(id -> bitNot(id), replaces), load_id)) FROM `callrecords_store`.`loads` FINAL
))
)
COMMENT 'One row per call, or attempt at one, over a session border controller. (definition f23fa68a)';

CREATE OR REPLACE VIEW `callrecords`.`completeness`
(
    `tenant_id` LowCardinality(String) COMMENT 'Entra tenant',
    `family` LowCardinality(String) COMMENT 'kind of record, e.g. call_records; (config)',
    `hour` DateTime('UTC') COMMENT 'hour in which the records start; UTC',
    `listed` UInt64 COMMENT 'records that Graph listed; records',
    `loaded` UInt64 COMMENT 'records of which readers see a version; records',
    `newest` UInt64 COMMENT 'records of which readers see the newest version that was listed; records',
    `pages` UInt64 COMMENT 'pages of the records in the archive; pages',
    `expired_unread` UInt64 COMMENT 'records that Graph forgot before they were read; records'
)
AS (
SELECT
    tenant_id,
    family,
    toStartOfHour(toDateTime(if(listed_version > 0, listed_start, live_start), 'UTC')) AS hour,
    sum(toUInt64(listed_version > 0)) AS listed,
    sum(toUInt64(live_version > 0)) AS loaded,
    sum(toUInt64(live_version > 0 AND live_version >= listed_version)) AS newest,
    sum(pages) AS pages,
    sum(toUInt64(listed_version > 0
        AND live_version = 0
        AND logged_version = 0
        AND is_loaded = 0
        AND (lost = 1
            OR listed_start < now64(7) - toIntervalSecond(transform(family, ['call_records', 'pstn_calls', 'direct_routing_calls'], [2592000, 7776000, 7776000], 0))))) AS expired_unread
FROM (SELECT * FROM `callrecords_store`.`record_state`) AS s
GROUP BY
    tenant_id,
    family,
    hour
)
COMMENT 'What Graph listed and what is in, one row per tenant, family and hour of starts. (definition e6965fbd)';
