# A test that nobody runs is not a test: inputs and expected outputs go in pairs, and files have the shape that the
# harness assumes.
use strict;
use warnings;
use Test::More;

sub nombres {
    my ($patron) = @_;
    return map { m{([^/]+)\.\w+$} ? $1 : () } sort glob $patron;
}
sub leer {
    open my $f, '<', $_[0] or die "$_[0]: $!";
    local $/;
    return <$f>;
}

sub parejas {
    my ($que, $entradas, $salidas, $donde) = @_;
    my %e = map { $_ => 1 } grep { !/--/ } @$entradas;
    my @sueltas = grep { my $s = $_; !$e{$s} && !($s =~ /^(.*)_\d$/ && $e{$1}) } @$salidas;
    my %s = map { $_ => 1 } @$salidas;
    my @sin = grep { !$s{$_} } sort keys %e;
    is("@sin", '', "$que: every test has an expected output");
    is("@sueltas", '', "$que: every expected output has a test");
}

parejas('pg_regress', [ nombres('sql/*.sql') ], [ nombres('expected/*.out') ]);
parejas('isolation', [ nombres('test/isolation/specs/*.spec') ], [ nombres('test/isolation/expected/*.out') ]);

for my $f (sort glob 'test/pgtap/*.sql') {
    my $t = leer($f);
    my @mal;
    push @mal, 'no BEGIN' unless $t =~ /^\s*BEGIN;/mi;
    push @mal, 'no plan' unless $t =~ /\b(?:no_)?plan\s*\(/i;
    push @mal, 'no finish()' unless $t =~ /\bfinish\s*\(/i;
    push @mal, 'no final ROLLBACK' unless $t =~ /\bROLLBACK;\s*\z/i;
    ok(!@mal, "$f: shape of a pgTAP file") or diag("@mal");
}
for my $f (sort glob 'test/entorno/*.sh test/cortos/*.sh test/festivos/*.sh demo/*.sh .ci/run') {
    ok(-x $f, "$f: executable");
    system('bash', '-n', $f);
    is($?, 0, "$f: syntax");
}

# Every function that people call is named by some test. What serves an operator or the input and output of a type is
# tested through it.
my $pruebas = join "\n", map { leer($_) } glob 'sql/*.sql test/pgtap/*.sql test/tap/*.pl test/tap/datos/*.sql test/isolation/specs/*.spec';
my (%publicas, %sirven);
for my $f (sort glob 'sql/extension/*.sql') {
    (my $sql = leer($f)) =~ s/--[^\n]*//g;
    $publicas{$_} = 1 for $sql =~ /\bCREATE\s+(?:FUNCTION|PROCEDURE|AGGREGATE)\s+conciliacion\.([a-z]\w*)/g;
    # FUNCTION = f, SFUNC = f, INPUT = f; FUNCTION 1 f(...); WITH FUNCTION f(...)
    $sirven{$_} = 1 for $sql =~ /(?:=|\bFUNCTION\s+\d+|\bWITH\s+FUNCTION|\bSUPPORT)\s*(?:\([^()]*\)\s*)?conciliacion\.(\w+)/g;
}
my @sin = grep { !$sirven{$_} && $pruebas !~ /\b\Q$_\E\b/ } sort keys %publicas;
is("@sin", '', 'every public function is named by a test');
done_testing;
