# One version everywhere: the control file says it, the rest repeats it.
use strict;
use warnings;
use Test::More;
use JSON::PP;

sub leer {
    open my $f, '<:raw', $_[0] or die "$_[0]: $!";
    local $/;
    return <$f>;
}

my $control = leer('conciliacion.control');
my ($version) = $control =~ /^default_version = '([\d.]+)'$/m;
ok($version, "the control file has a version ($version)");
like($control, qr/^relocatable = false$/m, 'control: not relocatable');
like($control, qr/^schema = pg_catalog$/m, 'control: the script runs with search_path pg_catalog');
unlike($control, qr/[^\x00-\x7F]/, 'control: plain ASCII');

my $meta = JSON::PP->new->decode(leer('META.json'));
is($meta->{version}, $version, 'META.json: version');
is($meta->{provides}{conciliacion}{version}, $version, 'META.json: provides');
ok(-e $meta->{provides}{conciliacion}{$_}, "META.json: $_ exists") for qw(file docfile);

my ($primero) = sort glob 'sql/extension/*.sql';
like(leer($primero), qr{^/\* conciliacion \Q$version\E \*/$}m, "$primero: header with the version");
like(leer('CHANGELOG.md'), qr/^## \[(?:\Q$version\E|Unreleased)\]/m, 'CHANGELOG.md: an entry for it');

done_testing;
