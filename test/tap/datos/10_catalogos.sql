-- Masters and contracts, with the characters that go wrong first.
INSERT INTO cartera.pagador (identificacion, nombre, tipo, pais) VALUES
    ('900123456-1', 'EPS «La Unión» S.A.', 'EPS', 'CO'),
    ('800999888-2', E'Aseguradora O''Higgins \\ Ñandú', 'ARL', 'CO'),
    ('30-12345678-9', 'Obra Social del Sur', 'obra social', 'AR');
INSERT INTO cartera.prestador (identificacion, nombre, pais, grupo) VALUES
    ('800111222-3', 'Hospital San José', 'CO', '1'),
    ('800111222-4', 'Clínica Cañón', 'CO', '3');
INSERT INTO cartera.profesional (prestador_id, identificacion, nombre)
SELECT p.prestador_id, 'CC ' || n, 'Profesional ' || n FROM cartera.prestador p, generate_series(1, 3) n;
INSERT INTO cartera.calendario (calendario_id, base, dias_laborables, nombre)
VALUES ('CO-PRUEBA', 'CO', '{1,2,3,4,5,6}', 'Colombia con sábados');
INSERT INTO cartera.calendario_excepcion (calendario_id, fecha, habil, nombre, norma, conocida_desde)
VALUES ('CO-PRUEBA', '2025-12-24', false, 'Tarde libre', NULL, '2025-01-15');
INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente, comunicaciones_para_silencio)
VALUES ('CONTRATO-PRUEBA', 'CO', 'CO-PRUEBA', '2284', '[2024-01-01,)', 'Contrato de prueba', 'cláusula 7', 2);
INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente) VALUES
    ('CONTRATO-PRUEBA', 'formular', '20 dias habiles', 'radicación', 'advertir', NULL, 'cláusula 7.1'),
    ('CONTRATO-PRUEBA', 'responder', '15 dias habiles', 'notificación', 'habilitar_cierre', 'tacita', 'cláusula 7.2');
INSERT INTO cartera.convenio (prestador_id, pagador_id, vigencia, norma_id, nombre)
SELECT p.prestador_id, g.pagador_id, '[2024-01-01,2026-01-01)', 'CONTRATO-PRUEBA', 'Convenio ' || p.prestador_id
FROM cartera.prestador p, cartera.pagador g WHERE g.pais = 'CO';
INSERT INTO cartera.codigo_adicional (codigo, descripcion, fuente) VALUES ('FA9901', 'Motivo propio del sitio', 'acuerdo interno');
