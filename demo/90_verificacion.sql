\echo
\echo '── 12. VERIFICACIÓN ──────────────────────────────────────────────────────────────────────'
\echo 'verificar() rehace cada glosa de sus eventos y cada total de sus documentos, y lista lo que no cuadre:'
\echo
\pset footer on
SELECT * FROM conciliacion.verificar();
SELECT pg_temp.exigir(count(*) = 0, 'verificar(): vacía, todo cuadra') AS hecho FROM conciliacion.verificar() \gset
\echo :hecho
