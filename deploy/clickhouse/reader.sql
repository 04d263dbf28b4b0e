-- The least rights of a reader where warehouse.sql_security is invoker, as it is by default:
-- an analyst, the dashboards of the exporter and of Grafana. The views run with the reader's
-- rights, so he needs rights on what they read. With another warehouse.database change both
-- names.
CREATE ROLE IF NOT EXISTS callrecords_reader SETTINGS readonly = 2;

GRANT SELECT ON callrecords.* TO callrecords_reader;

-- The five tables, the logs of phone calls, and the views of analysts.
GRANT SELECT ON callrecords_store.records_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.records_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.participants_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.participants_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.sessions_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.sessions_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.segments_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.segments_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.streams_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.streams_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.sessions_live TO callrecords_reader;
GRANT SELECT ON callrecords_store.sessions_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.sessions_kept TO callrecords_reader;
GRANT SELECT ON callrecords_store.streams_live TO callrecords_reader;
GRANT SELECT ON callrecords_store.streams_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.streams_kept TO callrecords_reader;
GRANT SELECT ON callrecords_store.records_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.records_kept TO callrecords_reader;
GRANT SELECT ON callrecords_store.participants_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.participants_kept TO callrecords_reader;
GRANT SELECT ON callrecords_store.session_facts TO callrecords_reader;
GRANT SELECT ON callrecords_store.session_facts_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.session_facts_filled TO callrecords_reader;
GRANT SELECT ON callrecords_store.session_facts_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.person_facts TO callrecords_reader;
GRANT SELECT ON callrecords_store.person_facts_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.person_facts_filled TO callrecords_reader;
GRANT SELECT ON callrecords_store.person_facts_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.call_facts TO callrecords_reader;
GRANT SELECT ON callrecords_store.call_facts_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.call_facts_filled TO callrecords_reader;
GRANT SELECT ON callrecords_store.call_facts_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.phone_facts TO callrecords_reader;
GRANT SELECT ON callrecords_store.phone_facts_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.phone_facts_filled TO callrecords_reader;
GRANT SELECT ON callrecords_store.phone_facts_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.end_facts TO callrecords_reader;
GRANT SELECT ON callrecords_store.end_facts_recent TO callrecords_reader;
GRANT SELECT ON callrecords_store.end_facts_filled TO callrecords_reader;
GRANT SELECT ON callrecords_store.end_facts_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.facts_log TO callrecords_reader;
GRANT SELECT ON callrecords_store.pstn_days_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.pstn_days_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.pstn_calls_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.pstn_calls_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.direct_routing_days_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.direct_routing_days_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.direct_routing_calls_stored TO callrecords_reader;
GRANT SELECT ON callrecords_store.direct_routing_calls_all TO callrecords_reader;
GRANT SELECT ON callrecords_store.lone_tenant TO callrecords_reader;
GRANT SELECT ON callrecords_store.loads TO callrecords_reader;
GRANT SELECT ON callrecords_store.settle_line TO callrecords_reader;
GRANT SELECT ON callrecords_store.reference_loads TO callrecords_reader;

-- The views audit, completeness and data_trust. Of what Graph sent, completeness counts the
-- pages and does not read their text.
GRANT SELECT ON callrecords_store.settled_loads TO callrecords_reader;
GRANT SELECT ON callrecords_store.commits TO callrecords_reader;
GRANT SELECT ON callrecords_store.ledger TO callrecords_reader;
GRANT SELECT ON callrecords_store.ledger_state TO callrecords_reader;
GRANT SELECT ON callrecords_store.record_state TO callrecords_reader;
GRANT SELECT ON callrecords_store.load_log TO callrecords_reader;
GRANT SELECT(tenant_id, family, record_id, load_id, page_index) ON callrecords_store.raw_pages TO callrecords_reader;

-- The runs, which dashboards show.
GRANT SELECT ON callrecords_store.runs TO callrecords_reader;
