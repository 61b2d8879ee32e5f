# The SQL blocks of README.md run as they are printed, in order, and say what they promise.
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);

open my $f, '<', 'README.md' or die "README.md: $!";
my $texto = do { local $/; <$f> };
close $f;

my @bloques = $texto =~ /^```sql\n(.*?)^```/msg;
cmp_ok(scalar @bloques, '>=', 2, 'README.md has SQL blocks');

my ($recorrido, $negados) = @bloques[0, 1];
my $dir = tempdir(CLEANUP => 1);

sub escribir {
    my ($nombre, $sql) = @_;
    open my $s, '>', "$dir/$nombre" or die;
    print $s $sql;
    close $s;
    return "$dir/$nombre";
}

# each refused statement stands under a comment "-- error CODE"
my @casos;
while ($negados =~ /^-- error (KG\d\d\d)\n(.*?;)\s*$/msg) { push @casos, [$1, $2]; }
cmp_ok(scalar @casos, '>=', 3, 'and refusals');

my $guion = "\\set ON_ERROR_STOP on\n$recorrido\n\\set ON_ERROR_STOP off\n\\set VERBOSITY sqlstate\n";
$guion .= join '', map { "$_->[1]\n\\echo refused :SQLSTATE\n" } @casos;
$guion .= "SELECT 'defects ' || count(*) FROM conciliacion.verificar();\n";
my $archivo = escribir('leame.sql', $guion);
my $salida = `test/entorno/cluster.sh ejecutar -- psql -XAt -d postgres -f $archivo 2>&1`;
is($?, 0, 'the tour runs to its end') or diag($salida);
like($salida, qr/^cerrada\|mixta\|30000\.00\|10000\.00\|20000\.00\|0\.00$/m, 'the glosa closes');
like($salida, qr/^110000\.00\|22550\.00\|87450\.00$/m, 'the professional is paid net of retentions');
like($salida, qr/^120000\.00\|110000\.00\|10000\.00\|0\.00\|conciliada\|imputada$/m, 'the invoice adds up');
my @codigos = $salida =~ /^refused (\w+)$/mg;
is_deeply(\@codigos, [map { $_->[0] } @casos], 'each refusal has its SQLSTATE');
like($salida, qr/^defects 0$/m, 'verificar() is empty');

my ($mermaid) = $texto =~ /^```mermaid\n(.*?)^```/ms;
my $dibujo = `test/entorno/cluster.sh ejecutar -- psql -XAtq -d postgres -c "CREATE EXTENSION conciliacion" -c "SELECT conciliacion.diagrama('glosa')" 2>&1`;
is($mermaid, $dibujo =~ s/\n\n+\z/\n/r, 'the diagram is the one that diagrama() draws');
done_testing();
