# The demo: it runs to its end and says what it should; and it fails when something is not as it should be.
use strict;
use warnings;
use utf8;
use File::Temp qw(tempdir);
use Test::More;

BEGIN { exec 'test/entorno/cluster.sh', 'ejecutar', '--', $^X, $0, @ARGV unless $ENV{CLUSTER_DIR} }
binmode $_, ':encoding(UTF-8)' for *STDOUT, Test::More->builder->output, Test::More->builder->failure_output;

$ENV{SIN_PGTAP} = 1;
is(system('test/entorno/plantilla.sh', 'plantilla'), 0, 'database');

# Run a demo directory against a database of its own.
my $n = 0;
sub demo {
    my ($dir) = @_;
    my $base = 'demo' . ++$n;
    die "createdb" if system("psql -Xqd postgres -c 'CREATE DATABASE $base TEMPLATE plantilla'");
    open my $f, '-|:encoding(UTF-8)', "PGDATABASE=$base $dir/demo.sh 2>&1" or die;
    my $salida = do { local $/; <$f> } // '';
    close $f;
    return ($salida, $? >> 8);
}
# The demo with one text changed; the change must be there to be made.
sub cambiada {
    my ($archivo, $de, $a) = @_;
    my $dir = tempdir(CLEANUP => 1);
    system("cp -r demo/. $dir") == 0 or die;
    open my $f, '<:encoding(UTF-8)', "$dir/$archivo" or die "$archivo: $!";
    my $t = do { local $/; <$f> };
    $t =~ s/\Q$de\E/$a/ or die "$archivo has no: $de";
    open $f, '>:encoding(UTF-8)', "$dir/$archivo" or die;
    print $f $t;
    close $f;
    return $dir;
}

my ($s, $rc) = demo('demo');
is($rc, 0, 'the demo ends well') or diag($s);
unlike($s, qr/✘\s*$|no cuadra\b(?!:)|falló/m, 'nothing in it failed');
my @codigos = $s =~ /^✔ rechazada con (KG\d\d\d)/mg;
is("@codigos", 'KG002 KG001 KG004', 'three wrong things, refused with their SQLSTATE');
is(scalar(() = $s =~ /^ERROR:  /mg), 3, 'and no other error');
is(scalar(() = $s =~ /^DETAIL:  /mg), 3, 'each with its detail');
like($s, qr/^HINT:  /m, 'and a hint where something can be done');
like($s, qr/^ FE-1041 │ 2025-06-03 │   333\.800 │ CO-2284 │ 2025-07-03 /m, 'an invoice out of its RIPS');
is(scalar(() = $s =~ m{^ FE-104\d │ +\d+ │ \d+/(?:consultas|procedimientos|medicamentos|otrosServicios)/\d+ }mg), 12, 'twelve lines');
like($s, qr/^ 2025-06-24 +│ 15 dias habiles │ 2025-07-16 │ +22 │ +6 │ +1 │ +15$/m, 'the deadline explained: 22 - 6 - 1 = 15');
like($s, qr/^ 2025-06-30 +│ San Pedro y San Pablo/m, 'with its holidays');
like($s, qr/^ 2025-07-16 │ +-2 │ vencida +│ prestador │ responder │ FE-1042 │ +5 │ +118\.400$/m, 'worklist: what is overdue');
like($s, qr/^ 2025-07-24 │ +4 │ proxima_10 │ prestador │ subsanar +│ FE-1041 │ +3 │ +21\.000$/m, 'worklist: what is to come');
like($s, qr/^ TODOS +│ +│ 586\.460,00 │ +70\.375,20 │ +8\.796,90 │ 507\.287,90$/m, 'liquidaciones: what was paid is shared out');

# The statement adds up, by the figures that are printed.
my %e;
for (split /\n/, $s) {
    next unless /^ (valor|[=+] [\w ]+?) +│(.*)$/;
    my $c = $1;
    $e{$c} = [ map { my $v = $_; $v =~ s/[ .]//g; $v } split /│/, $2 ];
}
my @partes = ('= pagado', '+ retenido', '+ descuentos', '+ glosa aceptada', '+ notas crédito', '+ saldo');
is(scalar(grep { $e{$_} } 'valor', @partes), 7, 'statement: its seven rows');
for my $i (0 .. 3) {
    my $suma = 0;
    $suma += $e{$_}[$i] for @partes;
    is($suma, $e{valor}[$i], 'statement: column ' . ($i + 1) . ' adds up');
}
like($s, qr/\(0 rows\)\n\n✔ verificar\(\): vacía, todo cuadra\n\z/, 'verificar() is empty, at the end');

# It is a check too: a refusal that does not come, a wrong total, a file that is not right.
($s, $rc) = demo(cambiada('30_glosas.sql', q{'El usuario pertenecía a otra EPS', '2025-06-20'}, q{'El usuario pertenecía a otra EPS', '2025-06-17'}));
isnt($rc, 0, 'a return within its term is not refused, and the demo fails');
like($s, qr/la demostración falló: rechazada con 00000/, 'saying so');
($s, $rc) = demo(cambiada('90_verificacion.sql', q{\pset footer on}, q{SET session_replication_role = replica;
    UPDATE cartera.prestacion SET valor_glosado = valor_glosado + 1 WHERE linea = 1; RESET session_replication_role;}));
isnt($rc, 0, 'a wrong projection makes it fail');
like($s, qr/la demostración falló: verificar/, 'at verificar()');
($s, $rc) = demo(cambiada('datos/rips_FE-1042.json', '"numDocumentoIdObligado": "900777001"', '"numDocumentoIdObligado": "900777002"'));
isnt($rc, 0, 'a RIPS of another provider stops it');
($s, $rc) = demo(cambiada('datos/glosas.csv', '16000', '96001'));
isnt($rc, 0, 'a glosa larger than its line stops it');
done_testing;
