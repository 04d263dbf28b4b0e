-- The least rights of the exporter, for the user of warehouse.user. To be run by an
-- administrator; with another warehouse.database change both names.
CREATE ROLE IF NOT EXISTS callrecords_exporter;

-- The views. They are made anew in one step (CREATE OR REPLACE), for which the engine wants the
-- rights on tables; those on views are among them.
GRANT
    CREATE DATABASE,
    CREATE TABLE,
    DROP TABLE,
    INSERT,
    SELECT
ON callrecords.* TO callrecords_exporter;

-- The rows. DROP TABLE is for the table with which exporter doctor tries the rights; ALTER
-- DELETE, and before 26.7 ALTER UPDATE, too, for sweeps, verify --repair and the archive's
-- retention; CHECK for verify --values.
GRANT
    CREATE DATABASE,
    CREATE TABLE,
    DROP TABLE,
    ALTER ADD COLUMN,
    ALTER DELETE,
    ALTER UPDATE,
    CHECK,
    INSERT,
    OPTIMIZE,
    SELECT
ON callrecords_store.* TO callrecords_exporter;

-- What there is.
GRANT SELECT ON system.columns TO callrecords_exporter;
GRANT SELECT ON system.databases TO callrecords_exporter;
GRANT SELECT ON system.parts TO callrecords_exporter;
GRANT SELECT ON system.tables TO callrecords_exporter;

-- On a cluster also (docs/cluster.md), not tried on one:
-- GRANT CLUSTER ON *.* TO callrecords_exporter;
-- GRANT REMOTE ON *.* TO callrecords_exporter;
-- GRANT SELECT ON system.clusters TO callrecords_exporter;
-- GRANT SELECT ON system.replicas TO callrecords_exporter;
