# The extension's script: nothing in it may adopt, or be captured by, an object that somebody planted.
use strict;
use warnings;
use Test::More;

my @fragmentos = sort glob 'sql/extension/*.sql';
ok(@fragmentos > 0, 'there are fragments');
for my $i (0 .. $#fragmentos) {
    my $archivo = $fragmentos[$i];
    open my $f, '<', $archivo or die "$archivo: $!";
    my $sql = do { local $/; <$f> };
    if ($i == 0) {
        like($sql, qr/\A[^\n]*\n\\echo Use "CREATE EXTENSION conciliacion" to load this file\. \\quit\n/, "$archivo: guard against psql");
        like($sql, qr/^SET LOCAL search_path TO pg_catalog, pg_temp;$/m, "$archivo: search_path pinned first");
    }
    (my $codigo = $sql) =~ s/--[^\n]*//g;
    my @mal;
    push @mal, "$1" while $codigo =~ /\b(CREATE\s+OR\s+REPLACE|DROP\s+\w+(?:\s+\w+)?\s+IF\s+EXISTS|SECURITY\s+DEFINER|CREATE\s+EVENT\s+TRIGGER|ALTER\s+DEFAULT\s+PRIVILEGES|CREATE\s+ROLE)\b/gi;
    # Outside of function bodies; inside them, what instalar() makes follows the same rule.
    push @mal, "$1" while $codigo =~ /\b(CREATE\s+(?:TABLE|SCHEMA|TYPE|FUNCTION|VIEW|INDEX|SEQUENCE|EXTENSION)\s+IF\s+NOT\s+EXISTS)\b/gi;
    push @mal, '@extschema@' if $codigo =~ /\@extschema/;
    (my $fuera = $codigo) =~ s/(\$\w*\$).*?\1//gs;
    my $citas = $codigo;
    $citas =~ s/\bTO\s+\@extowner\@\s*;//g;
    push @mal, '@extowner@ elsewhere than "TO @extowner@;"' if $citas =~ /\@extowner\@/;
    $fuera =~ s/'(?:''|[^'])*'/''/g;
    while ($fuera =~ /\bCREATE\s+FUNCTION\s+([\w.]+)(.*?);/gs) {
        my ($nombre, $resto) = ($1, $2);
        push @mal, "$nombre: volatility not said" unless $resto =~ /\b(?:IMMUTABLE|STABLE|VOLATILE)\b/i;
        push @mal, "$nombre: PARALLEL not said" unless $resto =~ /\bPARALLEL\s+(?:SAFE|RESTRICTED|UNSAFE)\b/i;
        push @mal, "$nombre: not in schema conciliacion" unless $nombre =~ /^conciliacion\./;
    }
    # Where the extension is created as trusted, its functions belong to the bootstrap superuser: what PUBLIC loses, the
    # owner of the extension must be given.
    my %dadas = map { s/\s+//gr => 1 } $codigo =~ /\bGRANT\s+EXECUTE\s+ON\s+FUNCTION\s+(.*?)\s+TO\s+\@extowner\@/gs;
    %dadas = map { $_ => 1 } map { split /(?<=\)),/ } keys %dadas;
    for my $lista ($codigo =~ /\bREVOKE\s+ALL\s+ON\s+FUNCTION\s+(.*?)\s+FROM\s+PUBLIC/gs) {
        push @mal, map {"$_: revoked from PUBLIC and not granted to the owner of the extension"}
            grep { !$dadas{$_} && !/\|\|/ } split /(?<=\)),/, $lista =~ s/\s+//gr;
    }
    ok(!@mal, "$archivo: rules of scripts") or diag(join "\n", @mal);
}
done_testing;
