-- Types, operators and operator classes, read from the catalogue.
BEGIN;
SELECT plan(21);

SELECT isnt_empty($$SELECT 1 FROM pg_opclass WHERE opcnamespace = 'conciliacion'::regnamespace$$, 'there are operator classes');
SELECT is_empty($$
    SELECT c.opcname, c.opcintype::regtype FROM pg_opclass c
    WHERE c.opcnamespace = 'conciliacion'::regnamespace AND NOT amvalidate(c.oid)
$$, 'amvalidate accepts every operator class');
SELECT is_empty($$
    SELECT t.typname FROM pg_type t
    WHERE t.typnamespace = 'conciliacion'::regnamespace AND t.typtype = 'b' AND t.typcategory <> 'A'
      AND (t.typreceive = 0 OR t.typsend = 0)
$$, 'every base type has binary input and output');
SELECT is_empty($$
    SELECT t.typname, a.amname
    FROM pg_type t, pg_am a
    WHERE t.typnamespace = 'conciliacion'::regnamespace AND t.typtype = 'b' AND t.typcategory <> 'A' AND a.amname IN ('btree', 'hash')
      AND NOT EXISTS (SELECT 1 FROM pg_opclass c WHERE c.opcmethod = a.oid AND c.opcintype = t.oid AND c.opcdefault)
$$, 'every base type has default btree and hash operator classes');
SELECT is_empty($$
    SELECT c.opcname, f.amprocnum FROM pg_opclass c JOIN pg_am a ON a.oid = c.opcmethod AND a.amname = 'hash',
           (VALUES (1), (2)) f(amprocnum)
    WHERE c.opcnamespace = 'conciliacion'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_amproc p WHERE p.amprocfamily = c.opcfamily AND p.amproclefttype = c.opcintype
                      AND p.amprocnum = f.amprocnum)
$$, 'hash operator classes serve hash partitioning too (extended hash)');
SELECT is_empty($$
    SELECT o.oid::regoperator FROM pg_operator o
    WHERE o.oprnamespace = 'conciliacion'::regnamespace AND o.oprresult = 'boolean'::regtype AND o.oprname IN ('=', '<>')
      AND (o.oprcom = 0 OR o.oprnegate = 0 OR o.oprrest = 0 OR o.oprjoin = 0)
$$, '= and <> know their commutator, negator and estimators');
SELECT is_empty($$
    SELECT o.oid::regoperator FROM pg_operator o
    WHERE o.oprnamespace = 'conciliacion'::regnamespace AND o.oprname IN ('<', '<=', '>', '>=')
      AND (o.oprcom = 0 OR o.oprnegate = 0 OR o.oprrest = 0 OR o.oprjoin = 0)
$$, 'the order operators know their commutator, negator and estimators');
SELECT is_empty($$
    SELECT o.oid::regoperator, p.oid::regprocedure FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode
    WHERE o.oprnamespace = 'conciliacion'::regnamespace AND (p.provolatile <> 'i' OR NOT p.proisstrict OR p.proparallel <> 's')
$$, 'operators are immutable, strict and parallel safe');
SELECT is_empty($$
    SELECT p.oid::regprocedure FROM pg_type t JOIN pg_proc p ON p.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend)
    WHERE t.typnamespace = 'conciliacion'::regnamespace AND t.typtype = 'b' AND t.typcategory <> 'A'
      AND (p.provolatile <> 'i' OR NOT p.proisstrict OR p.proparallel <> 's')
$$, 'input and output functions are immutable, strict and parallel safe');
SELECT is_empty($$
    SELECT a.aggfnoid FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND p.proname IN ('sum', 'avg', 'min', 'max')
      AND (p.proparallel <> 's' OR a.aggcombinefn = 0)
$$, 'sum, avg, min and max are parallel safe and can be combined');
SELECT is_empty($$
    SELECT a.aggfnoid FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
    WHERE p.pronamespace = 'conciliacion'::regnamespace AND a.aggtranstype = 'internal'::regtype AND a.aggcombinefn <> 0
      AND (a.aggserialfn = 0 OR a.aggdeserialfn = 0)
$$, 'an internal state that is combined can be sent to a worker');

-- The values of the enumerations, in order: C reads them by position and tables keep them, so none may move.
CREATE FUNCTION pg_temp.valores(tipo text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = ('conciliacion.' || tipo)::regtype
$$;
SELECT alike(pg_temp.valores(v.tipo), v.valores || '%', 'order of the values of ' || v.tipo)
FROM (VALUES
    ('estado_glosa', 'formulada notificada respondida ratificada subsanada en_conciliacion en_jurisdiccion suspendida cerrada anulada'),
    ('evento_glosa', 'formular notificar responder decidir subsanar comunicar citar conciliar escalar fallar suspender reanudar cerrar anular'),
    ('causa_cierre', 'aceptada levantada mixta conciliada silencio tacita fallo liquidacion_entidad prescripcion'),
    ('papel', 'pagador prestador ambos sistema'),
    ('estado_factura', 'radicada devuelta rechazada aceptada glosada conciliada anulada'),
    ('estado_imputacion', 'facturada lista_para_imputar parcialmente_imputada imputada'),
    ('accion_imputacion', 'pagado debitado pendiente'),
    ('estado_prestacion', 'facturada pagada pagada_parcial debitada a_refacturar refacturada debitada_permanente'),
    ('estado_liquidacion', 'pendiente en_orden_pago pagada anulada'),
    ('estado_orden', 'por_gestionar emitida en_verificacion_recepcion validada_para_cobro cobrada rechazada expirada suspendida anulada')
) v(tipo, valores);

SELECT * FROM finish();
ROLLBACK;
