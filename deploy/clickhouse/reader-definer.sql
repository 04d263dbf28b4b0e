-- The least rights of a reader where warehouse.sql_security is definer: an analyst, the
-- dashboards of the exporter and of Grafana. With another warehouse.database change the name.
CREATE ROLE IF NOT EXISTS callrecords_reader SETTINGS readonly = 2;

GRANT SELECT ON callrecords.* TO callrecords_reader;

-- The runs, which dashboards show. Analysts do without.
GRANT SELECT ON callrecords_store.runs TO callrecords_reader;
