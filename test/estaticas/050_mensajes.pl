# Messages: each one has its Spanish translation, and follows the style guide of PostgreSQL.
use strict;
use warnings;
use Test::More;

plan skip_all => 'gettext is not installed' if system('command -v xgettext msgcmp >/dev/null') != 0;

my $make = $ENV{MAKE} || 'make';
is(system("$make -s --no-print-directory build/conciliacion.pot"), 0, 'messages extracted');

# Entries of a catalogue: msgid (and plural) with their translations, flags and references.
sub entradas {
    my ($archivo) = @_;
    open my $f, '-|', 'msgcat', '--no-wrap', $archivo or die;
    my @r;
    my $e = {};
    my $campo;
    while (my $l = <$f>) {
        chomp $l;
        if ($l eq '') { push @r, $e if exists $e->{msgid}; $e = {}; next }
        if ($l =~ /^#~/) { $e->{obsoleta} = 1; next }
        if ($l =~ /^#, (.*)/) { $e->{banderas} = $1; next }
        if ($l =~ /^#: (.*)/) { $e->{donde} .= "$1 "; next }
        if ($l =~ /^(msgid_plural|msgid|msgstr(?:\[\d\])?) "(.*)"$/) { $campo = $1; $e->{$campo} = $2; next }
        if ($l =~ /^"(.*)"$/) { $e->{$campo} .= $1 }
    }
    push @r, $e if exists $e->{msgid};
    return grep { $_->{msgid} ne '' } @r;
}

my @pot = entradas('build/conciliacion.pot');
my %po = map { $_->{msgid} => $_ } entradas('po/es.po');
ok(@pot > 0, scalar(@pot) . ' messages in the sources');

my @faltan = grep {
    my $t = $po{ $_->{msgid} };
    !$t || ($t->{banderas} // '') =~ /fuzzy/ || grep { $t->{$_} eq '' } grep { /^msgstr/ } keys %$t;
} @pot;
is(scalar(@faltan), 0, 'every message is translated (make po-actualizar, then edit po/es.po)')
    or diag(join "\n", map { ($_->{donde} // '') . " \"$_->{msgid}\"" } @faltan);
my %vive = map { $_->{msgid} => 1 } @pot;
my @sobran = sort grep { !$vive{$_} } keys %po;
is(scalar(@sobran), 0, 'no translation of a message that is gone') or diag(join "\n", @sobran);
is(system('msgfmt -c -o /dev/null po/es.po 2>build/msgfmt.err'), 0, 'po/es.po: formats agree with the originals')
    or diag(`cat build/msgfmt.err`);
chomp(my $linguas = `cat po/LINGUAS`);
is($linguas, 'es', 'po/LINGUAS');

# A macro in the middle cuts the message that xgettext sees: use %lld or %llu and a cast.
my $cortados = `grep -nE '(errmsg|errdetail|errhint|_)\\("[^"]*" *U?INT64_FORMAT' src/*.c`;
is($cortados, '', 'no message is cut by INT64_FORMAT');

# A translation keeps the conversions, in whatever order, and the manner of ending.
my (@conversiones, @finales);
for my $e (values %po) {
    next unless defined $e->{msgstr} && $e->{msgstr} ne '';
    my $n = () = $e->{msgid} =~ /%(?!%)/g;
    my $m = () = $e->{msgstr} =~ /%(?!%)/g;
    push @conversiones, $e->{msgid} if $n != $m;
    push @finales, $e->{msgid} if ($e->{msgid} =~ /\.$/) != ($e->{msgstr} =~ /\.$/);
}
is("@conversiones", '', 'as many values in Spanish as in English');
is(join("\n", @finales), '', 'a translated sentence ends as the original');

# The messages that are an argument of the given functions; "%s" stands for text that was checked elsewhere.
sub extraer {
    my @archivos = sort glob 'src/*.c src/nucleo/*.c';
    my @r;
    for my $disparador (@_) {
        unlink 'build/estilo.pot';
        system('xgettext', '-k', "-k$disparador", '--omit-header', '--no-wrap', '--from-code=UTF-8', '-o',
            'build/estilo.pot', @archivos);
        push @r, entradas('build/estilo.pot') if -e 'build/estilo.pot';
    }
    return grep { $_->{msgid} ne '%s' } @r;
}
my @primarios = extraer('errmsg', 'fallar:3');
my @mal = grep { $_->{msgid} =~ /^[A-Z][a-z]/ || $_->{msgid} =~ /\.$/ || $_->{msgid} =~ /[^\x00-\x7F]/ } @primarios;
is(join("\n", map { $_->{msgid} } @mal), '', 'primary messages: lower case, no final period');
my @secundarios = extraer('errdetail', 'errhint', 'fallar:4', 'fallar:5');
@mal = grep { $_->{msgid} !~ /[.;?](?:%s)?$/ } @secundarios;
is(join("\n", map { $_->{msgid} } @mal), '', 'details and hints: sentences with their period');
done_testing;
