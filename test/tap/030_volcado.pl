# pg_dump and restore: what comes back is what was there.
#
# The data are those of test/tap/datos/*.sql. The source database first gets objects that shift every OID, so that a
# stored OID could not go unnoticed.
use strict;
use warnings;
use Test::More;

BEGIN { exec 'test/entorno/cluster.sh', 'ejecutar', '--', $^X, $0, @ARGV unless $ENV{CLUSTER_DIR} }

my $dir = "/tmp/volcado.$$";
mkdir $dir, 0700 or die "$dir: $!";
END { system('rm', '-rf', $dir) if $dir }

sub consulta {
    my ($base, $sql) = @_;
    open my $f, '-|', 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $base, '-c', $sql or die;
    my $r = do { local $/; <$f> } // '';
    close $f;
    die "psql: $sql" if $?;
    chomp $r;
    return $r;
}
sub orden { return system('bash', '-c', "set -o pipefail; $_[0]") == 0 }

ok(orden('createdb a'), 'database a');
consulta('a', q{
    DO $$ BEGIN FOR i IN 1..40 LOOP EXECUTE format('CREATE TABLE ruido_%s (a int PRIMARY KEY, b text)', i); END LOOP; END $$;
    DO $$ BEGIN FOR i IN 1..40 LOOP EXECUTE format('DROP TABLE ruido_%s', i); END LOOP; END $$;
    CREATE TYPE ruido AS ENUM ('a', 'b');
    CREATE EXTENSION conciliacion});
consulta('a', 'SELECT conciliacion.instalar()');
for my $f (sort glob 'test/tap/datos/*.sql') {
    ok(orden("psql -XAtq -v ON_ERROR_STOP=1 -d a -f '$f' >/dev/null"), "data: $f");
}

# Contents and shape of a database, as text.
my @tablas = split /\n/, consulta('a', q{SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'cartera'::regnamespace AND c.relkind = 'r' ORDER BY 1});
sub contenido {
    my ($base) = @_;
    return { map {
        $_ => consulta($base, qq{SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")), '') FROM cartera."$_" t})
    } @tablas };
}
my %formas = (
    disparadores => q{SELECT string_agg(pg_get_triggerdef(t.oid), E'\n' ORDER BY c.relname, t.tgname) FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'cartera'::regnamespace AND NOT t.tgisinternal},
    restricciones => q{SELECT string_agg(k.conrelid::regclass || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid), E'\n'
        ORDER BY k.conrelid::regclass::text, k.conname) FROM pg_constraint k WHERE k.connamespace = 'cartera'::regnamespace},
    indices => q{SELECT string_agg(indexdef, E'\n' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'cartera'},
    vistas => q{SELECT string_agg(viewname || ' ' || definition, E'\n' ORDER BY viewname) FROM pg_views WHERE schemaname = 'informes'},
    politicas => q{SELECT string_agg(p::text, E'\n' ORDER BY p::text) FROM pg_policies p WHERE schemaname IN ('cartera', 'informes')},
    secuencias => q{SELECT string_agg(sequencename || ' ' || coalesce(last_value, 0), E'\n' ORDER BY sequencename)
        FROM pg_sequences WHERE schemaname = 'cartera'},
    comentarios => q{SELECT string_agg(c.relname || ' ' || d.objsubid || ' ' || d.description, E'\n' ORDER BY c.relname, d.objsubid)
        FROM pg_description d JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND c.oid = d.objoid
        WHERE c.relnamespace::regnamespace::text IN ('cartera', 'informes')},
);

my $antes = contenido('a');
cmp_ok(scalar(@tablas), '>', 5, scalar(@tablas) . ' tables in cartera');
cmp_ok(scalar(grep { !/^0 / } values %$antes), '>', 5, scalar(grep { !/^0 / } values %$antes) . ' of them with rows');

my %caminos = (
    b => ['plain text through psql', 'pg_dump a | psql -X -q -v ON_ERROR_STOP=1 -d b >/dev/null'],
    c => ['custom format, two jobs', "pg_dump -Fc -f $dir/a.dump a && pg_restore --exit-on-error -j 2 -d c $dir/a.dump"],
    d => ['schema first, then data with triggers', "pg_dump --section=pre-data a | psql -X -q -v ON_ERROR_STOP=1 -d d >/dev/null && "
            . 'pg_dump --section=data a | psql -X -q -v ON_ERROR_STOP=1 -d d >/dev/null && '
            . 'pg_dump --section=post-data a | psql -X -q -v ON_ERROR_STOP=1 -d d >/dev/null'],
);
for my $base (sort keys %caminos) {
    my ($nombre, $como) = @{ $caminos{$base} };
    subtest $nombre => sub {
        # template0: an empty database, as a restore would find it
        ok(orden("createdb -T template0 $base"), 'empty database');
        ok(orden($como), 'restored without an error') or return;
        is_deeply(contenido($base), $antes, 'the rows of every table are the same');
        for my $f (sort keys %formas) {
            is(consulta($base, $formas{$f}), consulta('a', $formas{$f}), "$f: the same");
        }
        is(consulta($base, 'SELECT conciliacion.instalar()'), consulta('a', 'SELECT conciliacion.version()'), 'instalar() has nothing to do');
        SKIP: {
            skip 'verificar() does not exist yet', 1
                if consulta($base, q{SELECT to_regprocedure('conciliacion.verificar(bigint)') IS NULL}) eq 't';
            is(consulta($base, 'SELECT * FROM conciliacion.verificar(NULL)'), '', 'verificar() finds nothing');
        }
        SKIP: {
            skip 'verificar_cadena() does not exist yet', 1
                if consulta($base, q{SELECT to_regprocedure('conciliacion.verificar_cadena(bigint)') IS NULL}) eq 't';
            is(consulta($base, 'SELECT v.* FROM cartera.prestador p, conciliacion.verificar_cadena(p.prestador_id) v'), '', 'the chains of hashes hold');
        }
        # A second dump says the same as the first (but for the tokens that pg_dump draws).
        my @textos = map { my $t = `pg_dump $_`; $t =~ s/^\\(un)?restrict .*$//mg; $t } ($base, 'a');
        # the noise objects of a travel too
        is($textos[0], $textos[1], 'dumping it again gives the same text');
    };
}
done_testing;
