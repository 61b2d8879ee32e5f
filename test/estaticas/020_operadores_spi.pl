# SQL text in C strings runs under the caller's search_path. A bare operator, function, type or relation in it lets
# whoever can create objects in one schema replace a rule, so everything must be qualified. This reads every string of
# src/*.c that is an SQL statement and refuses what is not.
use strict;
use warnings;
use Test::More;

# Names that the grammar resolves by itself, never through search_path.
my %de_gramatica = map { $_ => 1 } qw(
    int integer bigint smallint numeric decimal boolean bit char varchar character timestamp interval
    time real double precision);
my %no_son_funciones = map { $_ => 1 } qw(
    values in coalesce exists and or not over filter any all some array row cast extract set using as on conflict
    greatest least when then else case where having by from join lateral select into returning with unique
    materialized distinct interval within group union except intersect only rows range check operator limit offset
    substring position overlay trim is between like ilike end
    numeric char varchar decimal bit timestamp time);

sub sin_comentarios {
    my $c = shift;
    $c =~ s{("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|//[^\n]*}{defined $1 ? $1 : ' '}gse;
    return $c;
}

# Strings of a C text, adjacent ones joined: macros of the file that are pieces of SQL are put in their place, others
# such as INT64_FORMAT taken as a gap.
sub cadenas {
    my $c = sin_comentarios(shift);
    my (@r, %macro);
    $c =~ s/\\\n/ /g;
    $macro{$1} = $2 while $c =~ /^#define\s+([A-Z][A-Z0-9_]*)[ \t]+("[^\n]*)$/mg;
    $c =~ s/^#define[^\n]*$//mg;
    for (1 .. 3) {
        $c =~ s/("(?:\\.|[^"\\])*")|\b([A-Z][A-Z0-9_]*)\b/defined $1 ? $1 : $macro{$2} \/\/ $2/gse;
    }
    $c =~ s/'(?:\\.|[^'\\])'/' '/g;
    while ($c =~ /("(?:\\.|[^"\\])*"(?:\s*(?:[A-Z][A-Z0-9_]*\s*)?"(?:\\.|[^"\\])*")*)/gs) {
        my $s = $1;
        my $t = '';
        $t .= $1 while $s =~ /"((?:\\.|[^"\\])*)"/gs;
        $t =~ s/\\n/\n/g;
        $t =~ s/\\"/"/g;
        push @r, $t;
    }
    return @r;
}

sub objeciones {
    my $sql = shift;
    my @o;
    # A statement, or a piece of one that takes parameters.
    return unless $sql =~ /\$\d/
        || $sql =~ /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|VALUES|LOCK)\b/
        && $sql =~ /\b(?:FROM|INTO|SET|TABLE)\b|\(/;

    $sql =~ s/'(?:''|[^'])*'/''/g;                      # literals
    my %cte = map { lc $_ => 1 } $sql =~ /(?:\bWITH\s+(?:RECURSIVE\s+)?|\)\s*,\s*)(\w+)\s*(?:\([^()]*\)\s*)?AS\s*(?:MATERIALIZED\s*)?\(/g;
    $sql =~ s/OPERATOR\s*\(\s*(?:pg_catalog|conciliacion)\.[^()\s]+\s*\)/ OPERADOR /g;

    $sql =~ s/\bUSING\s+OPERADOR\b//g;                   # ORDER BY x USING OPERATOR(...)
    $sql =~ s/\bFROM\s+ROWS\s+FROM\b/, LATERAL/g;

    push @o, "keyword operator $1" while $sql =~ /\b((?:NOT\s+)?IN\s*\(|BETWEEN|I?LIKE|SIMILAR\s+TO|NULLIF|IS\s+(?:NOT\s+)?DISTINCT\s+FROM|CASE\s+(?!WHEN\b)\S+)/gi;
    push @o, "USING" while $sql =~ /\bJOIN\b[^;]*?\b(USING|NATURAL)\b/gi;

    while ($sql =~ /::\s*([A-Za-z_]\w*)(\s*\.)?/g) {
        push @o, "unqualified type $1" unless $2 || $de_gramatica{ lc $1 };
    }
    # The types of a column definition list: AS t (a int, b pg_catalog.text)
    while ($sql =~ /\bAS\s+(?:\w+\s*)?\(((?:\s*\w+\s+[\w.]+(?:\[\])?\s*,?)+)\)/gi) {
        push @o, map { /^\s*\w+\s+(\w+)(?:\[\])?\s*$/ && !$de_gramatica{ lc $1 } ? "unqualified type $1" : () } split /,/, $1;
    }
    while ($sql =~ /\b(?:FROM|JOIN|INTO|UPDATE|USING|TABLE)\s+(?:ONLY\s+)?(?!SELECT\b|LATERAL\b|SET\b|OF\b|SKIP\b|NOWAIT\b)([A-Za-z_]\w*)(?!\w)(\s*[.(])?/gi) {
        my ($n, $sigue) = ($1, $2 // '');
        next if $sigue =~ /\(/ || $sigue =~ /\./ || $cte{ lc $n };
        next if $` =~ /(?:DISTINCT|EXTRACT\s*\(\s*\w+|FOR(?:\s+NO\s+KEY)?)\s*$/i;
        push @o, "unqualified relation $n";
    }
    while ($sql =~ /(?<![\w.%\$])([A-Za-z_]\w*)\s*\(/g) {
        my ($n, $antes) = (lc $1, $`);
        next if $no_son_funciones{$n} || $cte{$n} || $n eq 'operador';
        next if $antes =~ /(?:\bAS|\bINTO\s+[\w.]+|\bCONFLICT|\bINTO)\s*$/i || $antes =~ /\)\s*$/;   # alias(columns)
        next if $antes =~ /\)\s+AS\s+$/i;
        push @o, "unqualified function $n()";
    }

    # Symbols: what is left after casts, SET assignments, count(*), SELECT * and named arguments.
    my $s = $sql;
    $s =~ s/::/ /g;
    $s =~ s/=>|:=/ /g;
    $s =~ s/\(\s*\*\s*\)/()/g;
    $s =~ s/(\bSELECT\s+(?:DISTINCT\s+)?|,\s*|\.)\*/$1/gi;
    $s =~ s/\bRETURNING\s+\*//gi;
    $s =~ s/\$(\d+)/p$1/g;
    $s =~ s/%(?:\d+\$)?[sdu]|%l[du]//g;                # printf conversions of generated text
    # Piece by piece, innermost parentheses first: in "SET a = ..., b = ..." the equals signs are not operators.
    my @piezas;
    while ($s =~ s/\(([^()]*)\)/ x /) { push @piezas, $1 }
    for my $p (@piezas, $s) {
        $p =~ s{\bSET\b((?:(?!\b(?:WHERE|FROM|RETURNING)\b).)*)}{
            my $lista = $1;
            $lista =~ s/((?:^|,)\s*\w+\s*)=/$1 /g;
            "SET$lista"}gise;
        push @o, "bare operator $1" while $p =~ m{([-+*/<>=~!@#%^&|`?]+)}g;
    }
    return @o;
}

# The reader must see what it is there for.
my @malas = (
    'SELECT 1 FROM cartera.glosa g WHERE g.glosa_id = $1',
    'SELECT 1 FROM cartera.glosa g WHERE g.glosa_id IN ($1, $2)',
    'SELECT lower($1) FROM cartera.glosa',
    'SELECT $1::text FROM cartera.glosa',
    'SELECT 1 FROM glosa',
    'SELECT t.a FROM conciliacion._filas_json($1) AS t(a int, b date)',
    'UPDATE cartera.glosa SET valor = $1 WHERE glosa_id = $2',
    'UPDATE cartera.glosa SET valor = valor + $1',
    'UPDATE cartera.glosa SET a = (SELECT 1 FROM cartera.x WHERE y = $1), b = $2',
    'SELECT 1 WHERE $1 IS NOT DISTINCT FROM $2 AND (true)',
);
my @buenas = (
    'SELECT g.*, pg_catalog.count(*) FROM cartera.glosa g WHERE g.glosa_id OPERATOR(pg_catalog.=) $1::bigint FOR NO KEY UPDATE',
    'UPDATE cartera.glosa SET valor = $1, estado = $2 WHERE glosa_id OPERATOR(pg_catalog.=) $3',
    "INSERT INTO cartera.glosa AS g (a, b) VALUES (\$1, 'x = y') ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING g.a",
    'UPDATE cartera.glosa SET a = (SELECT b FROM cartera.x), (b, c) = ROW($1, $2) WHERE d IS NULL',
    'SELECT t.a FROM conciliacion._filas_json($1) AS t(a int, b pg_catalog.date[]) ORDER BY t.a USING OPERATOR(pg_catalog.<)',
    'WITH v AS (SELECT 1 AS a) SELECT a FROM v',
);
ok(scalar(objeciones($_)), "refuses: $_") for @malas;
is_deeply([ objeciones($_) ], [], "accepts: $_") for @buenas;

my $sentencias = 0;
for my $archivo (sort glob 'src/*.c') {
    open my $f, '<', $archivo or die "$archivo: $!";
    my $texto = do { local $/; <$f> };
    my @mal;
    for my $s (cadenas($texto)) {
        $sentencias++ if $s =~ /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE)\b/;
        my @o = objeciones($s) or next;
        (my $corto = $s) =~ s/\s+/ /g;
        push @mal, join('; ', @o) . "\n    in: $corto";
    }
    ok(!@mal, "$archivo: statements are fully qualified") or diag(join "\n", @mal);
}
note "$sentencias statements read";
done_testing;
