-- Shape of the tables that instalar() makes.
BEGIN;
SELECT plan(12);

-- Catalogue tables, shared by all the providers: the only ones whose keys may not start with prestador_id.
CREATE TEMP TABLE catalogos AS SELECT unnest('{version,calendario,calendario_excepcion,pagador,prestador,norma,norma_plazo,
    norma_grupo,codigo_adicional,acceso}'::text[]) AS tabla;
CREATE TEMP VIEW tablas AS
    SELECT c.oid, c.relname FROM pg_class c
    WHERE c.relnamespace = 'cartera'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN (SELECT tabla FROM catalogos);
CREATE FUNCTION pg_temp.columna(r oid, n int) RETURNS name LANGUAGE sql AS
    $$ SELECT attname FROM pg_attribute WHERE attrelid = r AND attnum = n $$;

SELECT isnt_empty('SELECT 1 FROM tablas', 'there are tables of providers');
SELECT is_empty($$
    SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'cartera'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')
$$, 'every table has a primary key');
SELECT is_empty($$
    SELECT t.oid::regclass, i.indexrelid::regclass FROM tablas t JOIN pg_index i ON i.indrelid = t.oid
    WHERE i.indisunique AND pg_temp.columna(t.oid, i.indkey[0]) IS DISTINCT FROM 'prestador_id'
$$, 'every primary and unique key starts with prestador_id');
SELECT is_empty($$
    SELECT t.oid::regclass, k.conname FROM tablas t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'f'
    JOIN tablas m ON m.oid = k.confrelid
    WHERE pg_temp.columna(t.oid, k.conkey[1]) IS DISTINCT FROM 'prestador_id'
       OR pg_temp.columna(m.oid, k.confkey[1]) IS DISTINCT FROM 'prestador_id'
$$, 'every foreign key between tables of providers starts with prestador_id on both sides');
SELECT is_empty($$
    SELECT c.oid::regclass, a.attname, a.atttypid::regtype
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'cartera'::regnamespace AND c.relkind IN ('r', 'p')
      AND a.atttypid IN ('real'::regtype, 'double precision'::regtype, 'money'::regtype, 'timestamp'::regtype, 'oid'::regtype,
                         'regclass'::regtype, 'regprocedure'::regtype)
$$, 'no floating point, no time without zone, no OID in a column');
-- Money has two decimals: numeric(18,2), or a check of the scale where more would have been rounded in silence.
SELECT is_empty($$
    SELECT c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'cartera'::regnamespace AND c.relkind IN ('r', 'p') AND a.atttypid = 'numeric'::regtype
      AND (a.attname ~ '^(valor|saldo|pagado|retenido|descuentos|monto|importe|notas_credito|disponible|aplicado)(_|$)')
      AND format_type(a.atttypid, a.atttypmod) <> 'numeric(18,2)'
      AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)
                      AND pg_get_constraintdef(k.oid) ~ ('scale\((\([^)]*\)::)?' || a.attname || '|_cuadra\(([^()]*, )?' || a.attname || '[,)]'))
$$, 'amounts are numeric(18,2) or refuse a third decimal');
SELECT is_empty($$
    SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname IN ('cartera', 'informes')
    WHERE c.relowner <> n.nspowner
$$, 'everything belongs to the owner of the schema');
SELECT is_empty($$
    SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace = 'cartera'::regnamespace AND c.relpersistence <> 'p'
$$, 'nothing is unlogged or temporary');
SELECT is_empty($$
    SELECT k.conrelid::regclass, k.conname FROM pg_constraint k
    WHERE k.connamespace = 'cartera'::regnamespace AND NOT k.convalidated
$$, 'every constraint is validated');
SELECT is_empty($$
    SELECT t.tgrelid::regclass, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE c.relnamespace = 'cartera'::regnamespace AND NOT t.tgisinternal
      AND (p.pronamespace <> 'conciliacion'::regnamespace OR t.tgenabled NOT IN ('O', 'A'))
$$, 'the triggers are functions of the extension, enabled');

-- instalar() again changes nothing.
CREATE FUNCTION pg_temp.foto() RETURNS text LANGUAGE sql AS $$
    SELECT md5(string_agg(x, E'\n' ORDER BY x COLLATE "C")) FROM (
        SELECT format('%s %s %s', c.oid, c.relname, c.relkind) FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('cartera', 'informes')
        UNION ALL SELECT format('%s %s', t.oid, t.tgname) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace::regnamespace::text = 'cartera'
        UNION ALL SELECT format('%s %s', k.oid, k.conname) FROM pg_constraint k WHERE k.connamespace::regnamespace::text = 'cartera'
    ) f(x)
$$;
CREATE TEMP TABLE antes AS SELECT pg_temp.foto() AS foto;
SELECT is(conciliacion.instalar(), conciliacion.version(), 'instalar() can be repeated');
SELECT is(pg_temp.foto(), (SELECT foto FROM antes), 'repeating instalar() makes and drops nothing');

SELECT * FROM finish();
ROLLBACK;
