# doc/referencia.md is the one that the catalog gives.
use strict;
use warnings;
use Test::More tests => 2;

my $dada = `test/entorno/referencia.sh 2>&1`;
is($?, 0, 'the reference is written from the catalog') or diag($dada);
open my $f, '<', 'doc/referencia.md' or die "doc/referencia.md: $!";
my $guardada = do { local $/; <$f> };
close $f;
ok($guardada eq $dada, 'doc/referencia.md is up to date (make referencia)');
