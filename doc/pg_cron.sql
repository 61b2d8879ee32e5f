-- Deadlines processed every day by pg_cron (package postgresql-15-cron and its likes for other versions).
--
-- In postgresql.conf, then restart:
--     shared_preload_libraries = 'pg_cron'
--     cron.database_name = 'the database that has cartera'
--
-- Run this once in that database, as the owner of cartera. CREATE EXTENSION pg_cron needs a superuser, who then does:
--     GRANT USAGE ON SCHEMA cron TO owner_of_cartera;
--
-- When it runs does not matter for the result: each effect is dated at its deadline. How late may matter to people: an act
-- that came in time and is recorded after the run finds its case closed. If acts take days to be recorded, process the
-- deadlines of that many days ago (current_date - 3) rather than those of yesterday.
-- pg_cron reads its schedule in UTC up to 1.4 (cron.timezone from 1.5 on): 06:15 UTC is 01:15 in Bogotá.
SELECT cron.schedule('conciliacion-vencimientos', '15 6 * * *', $$SELECT conciliacion.procesar_vencimientos(current_date)$$);

-- Once a week, whatever does not add up stays in the log of the server.
SELECT cron.schedule('conciliacion-verificar', '30 6 * * 0',
    $job$DO $do$
      DECLARE i record;
      BEGIN
          FOR i IN SELECT * FROM conciliacion.verificar() LOOP
              RAISE WARNING 'conciliacion: %, prestador_id %, %: expected %, found %', i.identidad, i.prestador_id, i.objeto, i.esperado, i.encontrado;
          END LOOP;
      END $do$ $job$);

-- What ran, and how it ended:
--     SELECT j.jobname, d.status, d.return_message, d.start_time FROM cron.job_run_details d JOIN cron.job j USING (jobid) ORDER BY d.start_time DESC;
-- To stop it:
--     SELECT cron.unschedule('conciliacion-vencimientos');
