# The extension is trusted: the owner of a database who is no superuser installs it, makes cartera and uses it, and
# nobody else gets anything for free.
use strict;
use warnings;
use Test::More;

BEGIN { exec 'test/entorno/cluster.sh', 'ejecutar', '--', $^X, $0, @ARGV unless $ENV{CLUSTER_DIR} }

sub consulta {    # user, SQL: output, or the message
    my ($usuario, $sql) = @_;
    open my $f, '-|', "psql -XAtq -v ON_ERROR_STOP=1 -v VERBOSITY=sqlstate -U $usuario -d casa <<'FIN' 2>&1\n$sql\nFIN\n" or die;
    my $r = do { local $/; <$f> } // '';
    close $f;
    chomp $r;
    return $r;
}

is(system(q{psql -Xq -c 'CREATE ROLE duena LOGIN' -c 'CREATE ROLE vecina LOGIN' -c 'CREATE DATABASE casa OWNER duena'}), 0, 'roles');
is(consulta('duena', 'CREATE EXTENSION conciliacion'), '', 'the owner creates the extension');
is(consulta('duena', q{SELECT coalesce(string_agg(p.oid::regprocedure::text, ' '), '') FROM pg_proc p
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND NOT has_function_privilege(p.oid, 'EXECUTE')}), '',
    'and may run every function of it');
is(consulta('duena', 'SELECT conciliacion.instalar() = conciliacion.version()'), 't', 'and makes cartera');
is(consulta('duena', "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'cartera'"), 'duena', 'the tables are hers');
is(consulta('duena', "INSERT INTO cartera.pagador (identificacion, nombre) VALUES ('1', 'uno') RETURNING nombre"), 'uno', 'she writes masters');
is(consulta('duena', 'SELECT conciliacion.instalar() = conciliacion.version()'), 't', 'instalar() again');

like(consulta('vecina', 'SELECT conciliacion.instalar()'), qr/42501/, 'another role may not run instalar()');
like(consulta('vecina', 'SELECT * FROM cartera.pagador'), qr/42501/, 'nor read the tables');
is(consulta('vecina', "SELECT '3,5 %'::conciliacion.porcentaje"), '3.5%', 'but the types are for everybody');
for my $f (split /\n/, consulta('duena', q{SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'conciliacion'::regnamespace
    AND p.prorettype = 'trigger'::regtype ORDER BY 1})) {
    like(consulta('vecina', "CREATE TEMP TABLE t (a int); CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION $f"),
        qr/42501/, "nor attach $f to a table of hers");
}

like(consulta('duena', 'DROP EXTENSION conciliacion'), qr/2BP01/, 'the extension does not go while cartera needs it');
is(consulta('duena', 'SELECT count(*) FROM cartera.pagador'), '1', 'and the data are still there');

# A schema cartera that somebody else had is not touched.
is(system(q{psql -Xq -c 'CREATE DATABASE ocupada OWNER duena' && psql -Xq -d ocupada -U duena -c 'CREATE EXTENSION conciliacion' -c 'CREATE SCHEMA cartera' -c 'CREATE TABLE cartera.x ()'}), 0, 'a schema cartera of before');
like(`psql -XAt -v VERBOSITY=sqlstate -d ocupada -U duena -c 'SELECT conciliacion.instalar()' 2>&1`, qr/KG010/, 'instalar() refuses it');
done_testing;
