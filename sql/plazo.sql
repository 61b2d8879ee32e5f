-- plazo: input, output, order and the texts of its errors.
SET client_encoding = 'UTF8';
SET search_path = conciliacion, public;

-- accents, case and number of the words are tolerated; the output is canonical
SELECT escrito, escrito::plazo AS plazo, cantidad(escrito::plazo), unidad(escrito::plazo)
FROM unnest(ARRAY['15 dias habiles', '15 días hábiles', '15 DÍAS HÁBILES', '15 dh', '15DH', '1 dias habiles', '2 día hábil',
                  '5 dias', E' 5\tdías\n', '1 dia', '0 dias', '4 meses', '1 mes', '3 años', '3 AÑOS', '3 anos', '1 año',
                  '48 horas', '1 hora', '48 horas hábiles', '1 HORA HABIL', '007 dias', '100000 dias']) AS escrito;

-- what is not a term
SELECT ''::plazo;
SELECT '15'::plazo;
SELECT 'dias'::plazo;
SELECT 'quince dias'::plazo;
SELECT '1.5 dias'::plazo;
SELECT '+5 dias'::plazo;
SELECT '15 habiles'::plazo;
SELECT '4 meses hábiles'::plazo;
SELECT '15 dh habiles'::plazo;
SELECT '5 semanas'::plazo;
SELECT '1 año y 3 meses'::plazo;
SELECT ('5 ' || repeat('ñ', 100))::text::plazo;

-- out of range
SELECT '-5 dias'::plazo;
SELECT '100001 dias'::plazo;
SELECT '99999999999999999999 meses'::plazo;

-- equal only to the same quantity of the same unit; order by approximate length, then by unit
SELECT '12 meses'::plazo = '1 año' AS doce_meses_un_anio, '12 meses'::plazo < '1 año' AS pero_antes,
       '15 dh'::plazo = '15 días hábiles' AS mismo, '24 horas'::plazo <> '1 dia' AS distintos;
SELECT p::plazo AS plazo FROM unnest(ARRAY['3 años', '1 dia', '24 horas', '1 dia habil', '31 dias', '1 mes', '30 dias', '22 dh', '12 meses',
                                  '1 año', '0 dias', '48 horas habiles', '2 dias', '2 dh', '0 horas']) AS p ORDER BY p::plazo;
