#!/usr/bin/perl
# generar_glosas.pl - from the two official lists to the rows of codigo_glosa.c.
#
#   perl generar_glosas.pl glosas_3047.csv glosas_2284.csv > glosas_datos.h
#
# Stops at the first row that breaks the structure of its manual: a list that
# compiles is a list that holds. Core Perl only.
use strict;
use warnings;

my @familias = qw(FA TA SO AU CO CL SA DE RE);
my %familia;
@familia{@familias} = 1 .. @familias;
my %clase  = (glosa => 'CLASE_GLOSA', devolucion => 'CLASE_DEVOLUCION', respuesta => 'CLASE_RESPUESTA');
my %estado = map { $_ => 1 } qw(confirmado_3_fuentes dos_fuentes una_fuente no_confirmado documento_oficial);
my ($archivo, $linea) = ('', 0);

sub parar { die "$archivo:$linea: @_\n" }

# One line of CSV (RFC 4180, no line breaks inside a field) to its fields.
sub campos {
    my ($s) = @_;
    my @c;
    while (1) {
        if ($s =~ /\G"((?:[^"]|"")*)"(,|\z)/gc) {
            my ($v, $fin) = ($1, $2);
            $v =~ s/""/"/g;
            push @c, $v;
            return @c if $fin eq '';
        } elsif ($s =~ /\G([^",]*)(,|\z)/gc) {
            my ($v, $fin) = ($1, $2);
            push @c, $v;
            return @c if $fin eq '';
        } else {
            parar('malformed CSV');
        }
    }
}

# A text to a C string literal. The lists are UTF-8 and so is the literal.
sub literal {
    my ($s) = @_;
    utf8::decode(my $copia = $s) or parar('text is not UTF-8');
    parar('control character in a text') if $s =~ /[\x00-\x1f\x7f]/;
    $s =~ s/([\\"?])/\\$1/g;
    return "\"$s\"";
}

# manual, family, specific concept and cause; -1 where the level has none.
sub partes {
    my ($codigo) = @_;
    return (1, $1, defined $2 ? $2 : -1, -1) if $codigo =~ /^([1-689])([0-9]{2})?$/;
    if ($codigo =~ /^([A-Z]{2})(?:([0-9]{2})([0-9]{2})?)?$/ && $familia{$1}) {
        return (2, $familia{$1}, defined $2 ? $2 : -1, defined $3 ? $3 : -1);
    }
    parar("\"$codigo\" is not a code");
}

sub clase_de_familia {
    my ($manual, $familia) = @_;
    return $familia == 8 ? 'devolucion' : $familia == 9 ? 'respuesta' : 'glosa';
}

my (%visto, @filas);
for my $ruta (@ARGV) {
    $archivo = $ruta;
    $linea   = 0;
    open my $f, '<:raw', $ruta or die "$ruta: $!\n";
    my (@nombres, $manual_lista);
    while (my $texto = <$f>) {
        $linea++;
        $texto =~ s/\r?\n\z//;
        my @c = campos($texto);
        if (!@nombres) {
            @nombres = @c;
            for my $n (qw(codigo concepto_general concepto_especifico descripcion nivel clase nota)) {
                parar("no column $n") unless grep { $_ eq $n } @nombres;
            }
            next;
        }
        parar('expected ' . @nombres . ' fields, got ' . @c) unless @c == @nombres;
        my %r;
        @r{@nombres} = @c;
        my ($manual, $fam, $esp, $causa) = partes($r{codigo});
        my $nivel = $esp < 0 ? 1 : $causa < 0 ? 2 : 3;
        my $general = $manual == 1 ? $fam : $familias[ $fam - 1 ];
        my $padre = $nivel == 1 ? undef : substr($r{codigo}, 0, length($r{codigo}) - 2);

        $manual_lista = $manual unless defined $manual_lista;
        parar('two manuals in one list') if $manual != $manual_lista;
        parar("$r{codigo} is repeated") if $visto{ $r{codigo} }++;
        parar("$r{codigo} comes before its parent $padre") if defined $padre && !$visto{$padre};
        parar("level of $r{codigo} is not $nivel") if $r{nivel} ne $nivel;
        parar("general concept of $r{codigo} is not $general") if $r{concepto_general} ne $general;
        parar("specific concept of $r{codigo} does not match")
            if $r{concepto_especifico} ne ($esp < 0 ? '' : $esp);
        parar("class of $r{codigo} is not that of its family")
            if $r{clase} ne clase_de_familia($manual, $fam);
        parar("$r{codigo} has no description") if $r{descripcion} eq '';
        $r{estado} = 'documento_oficial' unless exists $r{estado};
        parar("unknown state \"$r{estado}\"") unless $estado{ $r{estado} };

        my $oficial = $r{estado} =~ /^(?:una_fuente|no_confirmado)$/ ? 'false' : 'true';
        push @filas, [
            [ $manual, $fam, $esp, $causa ],
            sprintf('{CODIGO(%d, %d, %d, %d), %s, %s, %s, %s, %s},',
                $manual, $fam, $esp, $causa, literal($r{descripcion}), literal($r{nota}),
                $clase{ $r{clase} }, $oficial, literal($r{estado})) ];
    }
    parar('empty list') unless defined $manual_lista;
    close $f;
}

print "/* Made by datos/generar_glosas.pl from the official lists. Do not edit. */\n";
for my $fila (sort {
        my ($x, $y) = ($a->[0], $b->[0]);
        $x->[0] <=> $y->[0] || $x->[1] <=> $y->[1] || $x->[2] <=> $y->[2] || $x->[3] <=> $y->[3]
    } @filas)
{
    print $fila->[1], "\n";
}
