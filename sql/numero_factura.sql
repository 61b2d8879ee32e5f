-- numero_factura: what was typed is kept, comparison goes by the canonical form.
\pset null '(null)'
SET search_path = conciliacion, public;

SELECT escrito, escrito::numero_factura AS guardado, prefijo(escrito::numero_factura), numero(escrito::numero_factura)
FROM unnest(ARRAY['FE-000123', 'fe 123', 'FE123', ' Fe.-0123 ', '000123', '00', 'FE', 'FE12A', 'A0B-12', 'A0-12', 'A012', '1-23',
                  '12-3', '1.23', '1-2-34', '0001-00001234', 'FE/123', 'fe_123', 'SETP990000001',
                  'F12345678901234567890123456789012345678901234567890']) AS escrito;

-- case, spaces, hyphens, dots and leading zeros of the number do not count
SELECT a, b, a::numero_factura = b::numero_factura AS iguales
FROM (VALUES ('FE-000123', 'fe 123'), ('FE-000123', 'FE123'), ('F.E.123', 'FE-123'), ('123', '00123'), ('1-23', '1.23'),
             ('A012', 'A-12'),
             ('FE123', 'FA123'), ('FE123', '123'), ('1-23', '12-3'), ('1-23', '123'), ('1-2-34', '12-34'), ('A0-12', 'A012'),
             ('0001-7', '1-7'), ('FE/123', 'FE123'), ('FE_123', 'FE123'), ('FE12', 'FE12A'), ('FE', 'FE0')) AS v(a, b);

-- order is by prefix, then by number as a quantity
SELECT n::numero_factura AS numero FROM unnest(ARRAY['fe-10', 'FE 9', 'FA-100', '20', '3', 'FE', 'fe/1', 'FE100000000000000000000',
                                           'FE99999999999999999999', '1-5']) AS n ORDER BY n::numero_factura;

-- what is not an invoice number
SELECT ''::numero_factura;
SELECT ' -.- '::numero_factura;
SELECT '/'::numero_factura;
SELECT 'FE#123'::numero_factura;
SELECT 'FE,123'::numero_factura;
SELECT E'FE\t123'::numero_factura;
SELECT 'FE+1'::numero_factura;
SELECT repeat('1', 64)::numero_factura;
SELECT repeat('1', 65)::numero_factura;

-- casts
CREATE TEMP TABLE f (id int, n numero_factura UNIQUE, t text);
INSERT INTO f VALUES (1, 'FE-001'::text, NULL), (2, 'FE-002'::varchar, 'FE-002'::numero_factura);
SELECT * FROM f ORDER BY n;
INSERT INTO f (n) VALUES ('fe 2');
INSERT INTO f (n) VALUES ('FE?3'::text);
SELECT n FROM f WHERE n = 'fe1';
