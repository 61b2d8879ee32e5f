# The private clusters: they are isolated, they report, and nothing of them remains.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Temp qw(tempdir);
use Test::More;

my $raiz = getcwd();
my $cluster = "$raiz/test/entorno/cluster.sh";

sub correr {    # output and exit code of a shell command
    my ($orden) = @_;
    my $salida = `$orden`;
    return ($salida, $? >> 8);
}

my ($s, $rc) = correr("$cluster ejecutar -- psql -XAtc \"SELECT current_setting('listen_addresses'), current_setting('fsync'), current_user, current_database(), current_setting('server_encoding')\" -c 'SHOW unix_socket_directories' 2>&1");
is($rc, 0, 'a command runs');
my @l = split /\n/, $s;
is($l[0], '|off|postgres|postgres|UTF8', 'no TCP, no fsync, superuser postgres, UTF8');
ok(!-e $l[1], 'the directory of the cluster is gone');

($s, $rc) = correr("$cluster ejecutar -- sh -c 'echo \$CLUSTER_DIR; exit 7'");
chomp $s;
is($rc, 7, 'the exit code of the command is returned');
ok($s && !-e $s, 'and the cluster is removed all the same');

($s, $rc) = correr("$cluster ejecutar --tcp -- sh -c 'echo \$PGHOST; psql -XAtc \"SELECT inet_server_addr()\"; PGPASSWORD=x psql -w -XAtc \"SELECT 1\" 2>&1 | grep -c authentication'");
is($s, "127.0.0.1\n127.0.0.1\n1\n", 'over TCP: the loopback only, with its password');

($s, $rc) = correr("$cluster ejecutar -- sh -c 'psql -Xqc \"SELECT pg_backend_pid()\" >/dev/null; kill -SEGV \$(psql -XAtc \"SELECT pid FROM pg_stat_activity WHERE backend_type = '\\''checkpointer'\\''\"); sleep 1; exit 0' 2>&1");
isnt($rc, 0, 'a crash of the server is a failure even if the command did not notice');
like($s, qr/the server crashed/, 'and is told');

# A script that is killed without mercy leaves no server behind.
my $dir = tempdir(CLEANUP => 1);
my $pid = fork // die;
if (!$pid) {
    open STDOUT, '>', "$dir/donde";
    exec $cluster, 'ejecutar', '--', 'sh', '-c', 'echo $CLUSTER_DIR; sleep 6';
}
my $donde = '';
for (1 .. 100) {
    select undef, undef, undef, 0.1;
    open my $f, '<', "$dir/donde" or next;
    $donde = <$f> // '';
    last if $donde =~ /\n/;
}
chomp $donde;
ok($donde && -d $donde, 'a cluster is running');
kill 'KILL', $pid;
waitpid $pid, 0;
for (1 .. 100) {
    last unless -e $donde;
    select undef, undef, undef, 0.1;
}
ok(!-e $donde, 'the watchdog removed it after a SIGKILL');

# make server and make server-stop, away from the server that the developer may have.
chdir $dir;
($s, $rc) = correr("$raiz/test/entorno/servidor.sh iniciar 2>&1");
is($rc, 0, 'server: starts') or diag($s);
my ($url) = $s =~ m{'(postgresql://[^']+)'};
ok($url, 'server: says how to connect');
$url //= '';
is(`psql -XAtc 'SELECT count(*) FROM cartera.version' '$url' 2>&1`, "1\n", 'server: extension and cartera are ready');
my ($otra) = correr("$raiz/test/entorno/servidor.sh iniciar 2>&1");
like($otra, qr/\Q$url\E/, 'server: starting again tells the same one');
($s, $rc) = correr("$raiz/test/entorno/servidor.sh detener 2>&1");
is($rc, 0, 'server: stops');
isnt(system("psql -XAtc 'SELECT 1' '$url' >/dev/null 2>&1"), 0, 'server: nobody listens any more');
ok(!-e 'build/servidor', 'server: no trace');
chdir $raiz;

done_testing;
