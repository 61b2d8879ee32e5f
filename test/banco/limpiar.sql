-- Statistics of the tables that have rows. An empty table that was vacuumed is planned as empty until it is analysed
-- again, and a plan made then reads it whole: so the tables to be filled are left as they were created.
SELECT format('VACUUM FREEZE ANALYZE %s', c.oid::regclass)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND n.nspname IN ('cartera', 'banco', 'piso', 'gemelo') AND pg_relation_size(c.oid) > 0 \gexec
VACUUM FREEZE ANALYZE pg_catalog.pg_attribute, pg_catalog.pg_class, pg_catalog.pg_proc, pg_catalog.pg_type;
