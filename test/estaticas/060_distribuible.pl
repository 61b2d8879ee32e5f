# The tables of cartera can be distributed by prestador_id with an engine such as Citus. That engine sends a statement to
# the node of one provider, so each statement of a function or trigger must either compare prestador_id of every table
# of providers that it names with one value (a parameter, a variable), or read catalogue tables alone. This reads the
# text of every statement in src/*.c and sql/extension/*.sql; and triggers, which run on pieces of a table, must not use
# the name of the relation nor INSERT ... SELECT from a transition table.
use strict;
use warnings;
use File::Temp;
use Test::More;

# By design over several providers, or joined with a catalogue: function => why.
my %excepciones = (
    (map { $_ => 'verificar() without provider is an administrator\'s check of the whole base' }
        qw(FILAS_EVENTO FILAS_GLOSA FILAS_FACTURA FILAS_ACTO FILAS_LINEA
        _verificar_pagos _verificar_liquidaciones _verificar_refacturas _verificar_conciliacion)),
    'vencimientos'          => 'the worklist without provider is a payer\'s; the norm names the calendar of each row',
    '_actos_medidos'        => 'a report, as vencimientos',
    'plazos_movidos'        => 'a report, as vencimientos',
    'procesar_vencimientos' => 'without provider it lists the providers with something due, then works one at a time',
);
# What a distributed engine would refuse today: function => why. Nothing; an entry that is no longer needed is a failure.
my %pendientes = ();

sub leer {
    my $archivo = shift;
    open my $f, '<', $archivo or die "$archivo: $!";
    local $/;
    return scalar <$f>;
}

# ---- the tables, as instalar() makes them ------------------------------------------------------------------------

my (%de_prestador, %de_catalogo);
for my $archivo (glob 'sql/extension/*.sql') {
    my $sql = leer($archivo);
    while ($sql =~ /CREATE TABLE cartera\.(\w+)\s*\(\s*(\w+)\s+(\w+)\s+(?:NOT NULL|)/g) {
        if ($2 eq 'prestador_id' && $1 ne 'prestador') { $de_prestador{$1} = 1 }
        else { $de_catalogo{$1} = 1 }
    }
}

# ---- statements of C ---------------------------------------------------------------------------------------------

sub sin_comentarios_c {
    my $c = shift;
    $c =~ s{("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|//[^\n]*}{defined $1 ? $1 : ' '}gse;
    return $c;
}

my $TEXTO = qr/"(?:\\.|[^"\\])*"/;

# A C file as the preprocessor leaves it, with the macros of our headers and nothing of others.
sub preprocesado {
    my $archivo = shift;
    my $c = join "\n", map { leer($_) } (glob 'src/*.h'), $archivo;
    $c =~ s/^\s*#\s*include\b[^\n]*$//gm;
    my $f = File::Temp->new(SUFFIX => '.c');
    print $f $c;
    close $f;
    my $cc = $ENV{CC} || 'cc';
    my $salida = `$cc -E -P -w $f`;
    die "$cc -E $archivo: $?" if $?;
    return $salida;
}

# [name, text] of every SQL text of a C file; the name is that of the variable or function where it stands.
sub sentencias_c {
    my $c = sin_comentarios_c(preprocesado(shift));
    my @r;
    while ($c =~ /($TEXTO(?:\s*$TEXTO)*)/g) {
        my ($piezas, $antes) = ($1, $`);
        my $t = join '', $piezas =~ /"((?:\\.|[^"\\])*)"/g;
        $t =~ s/\\n/ /g;
        $t =~ s/\\"/"/g;
        next unless $t =~ /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE)\b/;
        my ($nombre) = $antes =~ /(?:.*\n|^)(?:static\s+)?(?:const\s+)?\w+\s+\**(\w+)[\s\[\]]*=\s*[^;]*\z/s;
        ($nombre) = $antes =~ /.*\n(\w+)\([^;{}]*\)\s*\{/s unless defined $nombre;
        push @r, [ $nombre // '?', $t ];
    }
    return @r;
}

# ---- statements of SQL functions ----------------------------------------------------------------------------------

sub sentencias_sql {
    my $sql = shift;
    my @r;
    while ($sql =~ /CREATE FUNCTION conciliacion\.(\w+)(?:(?!\bCREATE FUNCTION\b).)*?\bAS\s+(\$\w*\$)(.*?)\2/gs) {
        my ($nombre, $cuerpo) = ($1, $3);
        $cuerpo =~ s/--[^\n]*//g;
        $cuerpo =~ s{/\*.*?\*/}{}gs;
        $cuerpo =~ s/'(?:''|[^'])*'/''/g;
        # the pieces of PL/pgSQL: a loop's query and a condition end without a semicolon
        # (a view is no part of a function's work: who reads it chooses the provider)
        for my $pieza (grep { !/^\s*CREATE VIEW\b/ } split /;|\bLOOP\b|^\s*BEGIN\b|^\s*ELSE\s*$|^\s*EXCEPTION\b/m, $cuerpo) {
            my @dos = $pieza =~ /^\s*(?:IF|ELSIF)\b(.*?)\bTHEN\b(.*)\z/s ? ($1, $2) : ($pieza);
            push @r, map { [ $nombre, $_ ] } @dos;
        }
    }
    return @r;
}

# ---- the rule -------------------------------------------------------------------------------------------------------

my $IGUAL = qr/\s*(?:OPERATOR\s*\(\s*pg_catalog\.=\s*\)|=)\s*/;

# What a distributed engine would object to in a statement.
sub objeciones {
    my $s = shift;
    my (@tablas, @catalogos, @o, $inserta);

    $s =~ s/'(?:''|[^'])*'/''/g;
    $s =~ s/\s+/ /g;
    $s =~ s/\bFOR (?:NO KEY )?UPDATE(?: OF \w+)?|\bFOR (?:KEY )?SHARE(?: OF \w+)?//gi;
    while ($s =~ /\b(FROM|JOIN|INTO|UPDATE|USING|,)\s+(?:ONLY\s+)?cartera\.(\w+)(?:\s+(?:AS\s+)?(?!SET\b|WHERE\b|ON\b|JOIN\b|LEFT\b|CROSS\b|FULL\b|ORDER\b|GROUP\b|LIMIT\b|VALUES\b|SELECT\b|USING\b|UNION\b|RETURNING\b|FOR\b|INTO\b|LOOP\b)([A-Za-z_]\w*))?/gi) {
        my ($clase, $tabla, $alias) = (uc $1, $2, $3 // $2);
        if ($de_catalogo{$tabla}) { push @catalogos, $tabla; next }
        next unless $de_prestador{$tabla};
        # the rows inserted carry the column; nothing is looked for
        if ($clase eq 'INTO') {
            if (substr($s, pos $s) !~ /^\s*\(\s*prestador_id\b[^()]*\)\s*(\w+)\s+(?:DISTINCT\s+)?([\$\w.]*)/) {
                push @o, "INSERT INTO cartera.$tabla does not begin with prestador_id";
            } elsif (uc $1 eq 'SELECT') { $inserta = $2 }
            next;
        }
        push @tablas, [ $tabla, $alias ];
    }
    return @o unless @tablas || defined $inserta;
    push @o, 'tables of providers together with ' . join(', ', @catalogos) if @catalogos && @tablas;
    push @o, 'a row of every provider when the provider is null' if $s =~ /prestador_id IS NULL OR|\$\d+ IS NULL OR (?:\w+\.)?prestador_id\b/i;

    # aliases held to one value; then those joined to them by prestador_id
    my %fijo;
    my %es_alias = map { $_->[1] => 1 } @tablas;
    my $fija = sub {
        my ($alias, $otro) = @_;
        return 0 if $otro =~ /^(?:\(|SELECT\b)/i;
        return 1 if $otro =~ /^\$\d/;
        return 1 if $otro =~ /^(?:v_\w+|p_\w+)/;
        return $fijo{$1} // 0 if $otro =~ /^(\w+)\.prestador_id\b/ && $es_alias{$1};
        # argument of the function itself, or a record of PL/pgSQL, which is one row
        return 1 if $otro =~ /^(\w+)\.(?:prestador_id|p)\b/ && $s !~ /\b(?:AS\s+|\)\s*(?:AS\s+)?)\Q$1\E\b(?!\.)/i;
        return 0;
    };
    for my $vuelta (1 .. @tablas + 1) {
        for my $t (@tablas) {
            my $a = $t->[1];
            next if $fijo{$a};
            my @contra;
            push @contra, $1 while $s =~ /\b\Q$a\E\.prestador_id\b$IGUAL((?:\$\d+|[\w.]+|\())/g;
            push @contra, $1 while $s =~ /((?:\$\d+|[\w.]+))$IGUAL\Q$a\E\.prestador_id\b/g;
            if (@tablas == 1) {
                push @contra, $1 while $s =~ /(?<![.\w])prestador_id\b$IGUAL((?:\$\d+|[\w.]+|\())/g;
            }
            $fijo{$a} = 1 if grep { $fija->($a, $_) } @contra;
        }
    }
    push @o, "rows of several providers are inserted ($inserta)" if defined $inserta && !$fija->('', $inserta);
    push @o, map { "cartera.$_->[0] $_->[1] is not held to one prestador_id" } grep { !$fijo{ $_->[1] } } @tablas;
    return @o;
}

# The reader must see what it is there for.
my @malas = (
    'SELECT 1 FROM cartera.glosa g WHERE g.glosa_id OPERATOR(pg_catalog.=) $1',
    'SELECT 1 FROM cartera.glosa g JOIN cartera.factura f ON f.factura_id = g.factura_id WHERE g.prestador_id = $1',
    'SELECT 1 FROM cartera.factura f JOIN cartera.norma n ON n.norma_id = f.norma_id WHERE f.prestador_id = $1',
    'SELECT 1 FROM cartera.glosa g WHERE ($1 IS NULL OR g.prestador_id IS NULL)',
    'SELECT 1 FROM cartera.glosa g WHERE (f.prestador_id IS NULL OR g.prestador_id = f.prestador_id)',
    'SELECT 1 FROM cartera.glosa g WHERE ($1 IS NULL OR g.prestador_id OPERATOR(pg_catalog.=) $1)',
    'UPDATE cartera.glosa g SET estado = u.e FROM ROWS FROM (unnest($1), unnest($2)) AS u (prestador_id, e) WHERE g.prestador_id = u.prestador_id',
    'INSERT INTO cartera.glosa_evento (glosa_id) VALUES ($1)',
    'INSERT INTO cartera.glosa_evento SELECT 1',
    'INSERT INTO cartera.glosa_evento (prestador_id, glosa_id) SELECT u.p, u.g FROM ROWS FROM (unnest($1), unnest($2)) AS u (p, g)',
    'DELETE FROM cartera.glosa',
);
my @buenas = (
    'SELECT 1 FROM cartera.glosa g WHERE g.prestador_id OPERATOR(pg_catalog.=) $1 AND g.glosa_id = $2 FOR NO KEY UPDATE',
    'SELECT 1 FROM cartera.glosa g JOIN cartera.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id WHERE g.prestador_id = $1',
    'SELECT 1 FROM cartera.norma n JOIN cartera.norma_plazo p ON p.norma_id = n.norma_id',
    'UPDATE cartera.glosa g SET estado = u.e FROM ROWS FROM (unnest($1)) AS u (e) WHERE g.prestador_id OPERATOR(pg_catalog.=) $2',
    'INSERT INTO cartera.glosa_evento AS e (prestador_id, glosa_id) VALUES ($1, $2) RETURNING e.estado',
    'SELECT 1 FROM cartera.glosa g WHERE g.prestador_id = formular_glosa.prestador_id',
    'INSERT INTO cartera.glosa_evento (prestador_id, glosa_id) SELECT $1, u.g FROM ROWS FROM (unnest($2)) AS u (g)',
    'INSERT INTO cartera.glosa_evento (prestador_id, glosa_id) SELECT g.prestador_id, g.glosa_id FROM cartera.glosa g WHERE g.prestador_id = $1',
    'SELECT 1',
);
ok(scalar(objeciones($_)), "refuses: $_") for @malas;
is_deeply([ objeciones($_) ], [], "accepts: $_") for @buenas;
cmp_ok(scalar(keys %de_prestador), '>', 8, 'tables of providers found: ' . join(' ', sort keys %de_prestador));
cmp_ok(scalar(keys %de_catalogo), '>', 5, 'catalogue tables found: ' . join(' ', sort keys %de_catalogo));

# ---- what there is ------------------------------------------------------------------------------------------------------

my ($leidas, %usada) = (0);
for my $archivo (sort(glob('src/*.c'), glob('sql/extension/*.sql'))) {
    my $c = leer($archivo);
    my @mal;
    for my $par ($archivo =~ /\.c$/ ? sentencias_c($archivo) : sentencias_sql($c)) {
        my ($nombre, $s) = @$par;
        next unless $s =~ /\bcartera\./;
        $leidas++;
        my @o = objeciones($s) or next;
        if ($excepciones{$nombre} || $pendientes{$nombre}) { $usada{$nombre} = 1; next }
        $s =~ s/\s+/ /g;
        push @mal, "$nombre: " . join('; ', @o) . "\n    in: " . substr($s, 0, 300);
    }
    ok(!@mal, "$archivo: each statement is of one provider, or of the catalogues") or diag(join "\n", @mal);
}
cmp_ok($leidas, '>', 60, "$leidas statements read");
ok($usada{$_}, "exception still needed: $_") for sort keys %excepciones, keys %pendientes;

# ---- triggers -------------------------------------------------------------------------------------------------------------

my %transicion;
for my $archivo (sort glob 'sql/extension/*.sql') {
    my $sql = leer($archivo);
    $transicion{$1} = 1 while $sql =~ /\b(?:NEW|OLD) TABLE AS (\w+)/g;
}
my $nombres = join '|', map { quotemeta } keys %transicion;
for my $archivo (sort(glob('src/*.c'), glob('sql/extension/*.sql'))) {
    my $c = $archivo =~ /\.c$/ ? sin_comentarios_c(leer($archivo)) : leer($archivo);
    my @mal;
    # in an error's fields the name is shown to a person, and nothing depends on it
    (my $sin_errores = $c) =~ s/\b(?:ereport|elog)(\((?:[^()]++|(?1))*\))//g;
    push @mal, "the name of the relation is used: $1"
        while $sin_errores =~ /\b(RelationGetRelationName|SPI_getrelname|get_rel_name|TG_TABLE_NAME|TG_RELNAME|relname)\b/g;
    push @mal, "transition tables are seen by statements" if $c =~ /\bSPI_register_trigger_data\b/;
    push @mal, "INSERT ... SELECT from a transition table" if $c =~ /\bINSERT\s+INTO\b[^;]*\bFROM\s+(?:$nombres)\b/;
    ok(!@mal, "$archivo: nothing depends on which piece of a table it is") or diag(join "\n", @mal);
}
note "not ready yet: $_ ($pendientes{$_})" for sort keys %pendientes;
done_testing;
