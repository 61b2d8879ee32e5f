# Messages in Spanish: message, detail and hint, where the session asks for it and nowhere else.
use strict;
use warnings;
use utf8;
use File::Temp qw(tempdir);
use Test::More;

binmode $_, ':encoding(UTF-8)' for *STDOUT, Test::More->builder->output, Test::More->builder->failure_output;

# The locale is compiled into a directory of this test, which the server reads through LOCPATH: the system stays as is.
if (!$ENV{CLUSTER_DIR}) {
    my $dir = tempdir('/tmp/locales.XXXXXX', CLEANUP => 1);
    chmod 0755, $dir;
    plan skip_all => 'localedef or its sources are missing (package locales)'
        if system("localedef -i es_CO -f UTF-8 $dir/es_CO.UTF-8 >/dev/null 2>&1") != 0 && !-e "$dir/es_CO.UTF-8/LC_MESSAGES";
    $ENV{LOCPATH} = $dir;
    system('test/entorno/cluster.sh', 'ejecutar', '--', $^X, $0, @ARGV);
    my $rc = $? >> 8;
    undef $dir;
    exit $rc;
}

sub consulta {
    my (@sql) = @_;
    open my $f, '-|:encoding(UTF-8)', 'sh', '-c', 'exec psql -XAtq -d plantilla "$@" 2>&1', 'psql', map { ('-c', $_) } @sql or die;
    return do { local $/; <$f> } // '';
}

$ENV{SIN_PGTAP} = 1;
is(system('test/entorno/plantilla.sh', 'plantilla'), 0, 'database');

my $es = "SET lc_messages = 'es_CO.UTF-8'";
my $mal = "SELECT '1,23%%'::conciliacion.porcentaje";
like(consulta($mal), qr/^ERROR:  invalid input syntax for type porcentaje$/m, 'English by default');
my $r = consulta($es, $mal);
like($r, qr/^ERROR:  sintaxis de entrada no válida para el tipo porcentaje$/m, 'message of the core in Spanish');
like($r, qr/^DETA(?:IL|LLE):  Valor: «1,23%%»\.$/m, 'detail with its value');
like($r, qr/^HINT:  Escríbalo como 17, 17%, 3\.5% o 3,5 %; no hay separador de miles\.$/m, 'hint');
$r = consulta($es, "SELECT conciliacion.monto_neto(-1, '10%')");
like($r, qr/^ERROR:  el importe no puede ser negativo$/m, 'message of the shell in Spanish');
like(consulta($es, "SET lc_messages = 'C'", $mal), qr/invalid input syntax for type porcentaje/, 'and back to English');
done_testing;
