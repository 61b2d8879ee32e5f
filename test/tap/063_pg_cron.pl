# The example of doc/pg_cron.sql, on a server that has pg_cron: it schedules, and what it schedules runs and acts.
use strict;
use warnings;
use Test::More;

BEGIN {
    my $pg_config = $ENV{PG_CONFIG} || 'pg_config';
    chomp(my $share = `$pg_config --sharedir`);
    if (!-e "$share/extension/pg_cron.control") {
        plan skip_all => 'pg_cron is not installed';
        exit;
    }
    $ENV{CLUSTER_OPCIONES} = "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'casa'\ncron.use_background_workers = on";
    exec 'test/entorno/cluster.sh', 'ejecutar', '--', $^X, $0, @ARGV unless $ENV{CLUSTER_DIR};
}

sub consulta {
    my ($sql) = @_;
    open my $f, '-|', "psql -XAtq -v ON_ERROR_STOP=1 -d casa <<'FIN' 2>&1\n$sql\nFIN\n" or die;
    my $r = do { local $/; <$f> } // '';
    close $f;
    chomp $r;
    return $r;
}

is(system(q{SIN_PGTAP=1 test/entorno/plantilla.sh casa}), 0, 'a database with cartera');
is(consulta('CREATE EXTENSION pg_cron'), '', 'and pg_cron');
like(consulta(do { local $/; open my $f, '<', 'doc/pg_cron.sql' or die; <$f> }), qr/\A\d+\n\d+\z/, 'the example runs');
is(consulta('SELECT jobname, active FROM cron.job ORDER BY 1'), "conciliacion-vencimientos|t\nconciliacion-verificar|t", 'two jobs');

is(consulta(<<'SQL'), '', 'a glosa whose answer never came');
INSERT INTO cartera.pagador (pagador_id, identificacion, nombre) VALUES (1, 'A1', 'Asegurador');
INSERT INTO cartera.prestador (prestador_id, identificacion, nombre, grupo) VALUES (1, 'P1', 'Hospital', '1');
DO $$
DECLARE f bigint;
BEGIN
    f := conciliacion.radicar_factura(1, 1, 'F1', '2025-07-01', '[{"codigo": "890201", "valor": "1000.00"}]', fecha_servicio => '2025-06-20');
    PERFORM conciliacion.formular_glosa(1, f, 'TA0201', 100, 'Tarifa', 1, '2025-07-03');
    PERFORM conciliacion.notificar_glosas(1, f, '2025-07-04', 'correo', 'acuse');
END $$;
SQL
is(consulta(q{DO $$ DECLARE o text; BEGIN SELECT command INTO STRICT o FROM cron.job WHERE jobname = 'conciliacion-verificar'; EXECUTE o; END $$}),
    '', 'the weekly job finds nothing wrong');

# Now let the scheduler run the daily one: every minute instead of every day.
is(consulta(q{SELECT cron.alter_job(jobid, schedule => '* * * * *') FROM cron.job WHERE jobname = 'conciliacion-vencimientos'}), '', 'every minute');
my $estado = '';
for (1 .. 80) {
    $estado = consulta(q{SELECT estado, causa_cierre, ultima_fecha FROM cartera.glosa});
    last if $estado =~ /cerrada/;
    sleep 1;
}
is($estado, 'cerrada|tacita|2025-07-25', 'the scheduler ran it: closed, dated at the deadline');
like(consulta(q{SELECT status, return_message FROM cron.job_run_details ORDER BY runid LIMIT 1}), qr/^(succeeded|running)\|/, 'and says how it ended');
done_testing;
