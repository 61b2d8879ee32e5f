-- The calendars and norms that a new cartera starts with. Each row says where it comes from; what no source gives is
-- left out, not guessed. They are ordinary rows: a site changes them, and later versions never touch them.
CREATE FUNCTION conciliacion._sembrar_normas() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $sembrar$
DECLARE
    -- Ley 1438 de 2011 shortened the 30 days of D. 4747/2007 that ruled before it.
    v_ley CONSTANT date := date '2011-01-19';
    v_art57 CONSTANT text := 'Ley 1438 de 2011, art. 57';
    v_art6 CONSTANT text := 'Res. 2284 de 2023, art. 6';
    v_siifa CONSTANT text := 'Manual funcional SIIFA v1.0.0 (Res. 1962 de 2025); el art. 57 no fija este plazo aparte';
    v_ficha CONSTANT text := 'Ficha técnica del asegurador (contrato ARL)';
    v_supletoria CONSTANT text := ' (el contrato no lo regula)';
BEGIN
    INSERT INTO cartera.calendario (calendario_id, base, nombre) VALUES
        ('CO', 'CO', 'Colombia'),
        ('AR', 'AR', 'Argentina'),
        ('CL', 'CL', 'Chile'),
        ('ES', 'ES', 'España (mínimo nacional)');

    INSERT INTO cartera.norma (norma_id, pais, calendario_id, manual, vigencia, nombre, fuente,
                               comunicaciones_para_silencio, acta_para_ratificadas) VALUES
        ('CO-2284', 'CO', 'CO', '2284', daterange('2025-02-01', NULL),
         'Ley 1438 de 2011 con el Manual Único de la Res. 2284 de 2023',
         v_art57 || '; Res. 2284 de 2023, Anexo 3; entrada en vigor por grupos: Res. 1885 de 2024, art. 1',
         NULL, false),
        ('CO-3047', 'CO', 'CO', '3047', daterange(v_ley, '2026-04-01'),
         'Ley 1438 de 2011 con el Manual Único de la Res. 3047 de 2008',
         v_art57 || '; Res. 3047 de 2008, Anexo 6; derogada desde el 1-abr-2026: Res. 2335 de 2023, art. 20, '
             'mod. Res. 1886 de 2024, art. 2',
         NULL, false),
        ('CO-ARL', 'CO', 'CO', NULL, daterange(v_ley, NULL),
         'Contrato de auditoría de un asegurador de riesgos laborales',
         v_ficha || '; el manual es el que la ley aplique al servicio', 2, true),
        ('CO-ARL-REEMBOLSO', 'CO', 'CO', NULL, daterange(v_ley, NULL),
         'Reembolsos a afiliados y empleadores de un asegurador de riesgos laborales',
         v_ficha || ', capítulo de reembolsos', NULL, false),
        ('AR-OBRA-SOCIAL', 'AR', 'AR', NULL, daterange('2000-01-01', NULL), 'Obras sociales y prepagas de Argentina',
         'Sin plazo legal único: cada financiador fija los suyos por norma o convenio; agregarlos en norma_plazo',
         NULL, false),
        ('ES-PRIVADO', 'ES', 'ES', NULL, daterange('2000-01-01', NULL), 'Aseguradoras privadas de España',
         'Sin plazos legales investigados: los del contrato se agregan en norma_plazo', NULL, false),
        ('CL', 'CL', 'CL', NULL, daterange('2000-01-01', NULL), 'Chile',
         'Sin plazos legales investigados: los del contrato se agregan en norma_plazo', NULL, false);

    -- The law of Colombia, the same for both manuals.
    INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente)
    SELECT n.norma_id, t.acto, t.plazo, t.desde, t.al_vencer, t.causa, t.fuente
    FROM (VALUES ('CO-2284'), ('CO-3047')) AS n (norma_id)
    CROSS JOIN (VALUES
        ('formular'::conciliacion.acto_plazo, '20 dias habiles'::conciliacion.plazo, 'radicacion',
         'advertir'::conciliacion.efecto_vencimiento, NULL::conciliacion.causa_cierre,
         v_art57 || '; glosa extemporánea: Res. 2284 de 2023, Anexo 3, RE9502'),
        ('responder', '15 dias habiles', 'notificacion', 'habilitar_cierre', 'tacita',
         v_art57 || '; la aceptación tácita no está en el art. 57: Res. 2284 de 2023, Anexo 3, RE2202'),
        ('decidir', '10 dias habiles', 'respuesta', 'advertir', NULL,
         v_art57 || '; ninguna norma leída da efecto al silencio del pagador'),
        ('subsanar', '7 dias habiles', 'decision', 'rechazar', NULL, v_art57),
        ('decidir_final', '5 dias habiles', 'subsanacion', 'advertir', NULL, v_siifa),
        ('pagar', '5 dias habiles', 'levantamiento', 'advertir', NULL, v_art57 || '; D. 4747 de 2007, art. 23'),
        ('devolver', '5 dias habiles', 'radicacion', 'rechazar', NULL,
         v_art6 || '; corren dentro de los 20 de la glosa'),
        ('responder_devolucion', '5 dias habiles', 'devolucion', 'habilitar_cierre', NULL,
         v_art6 || '; Anexo 3, RE2201'),
        ('decidir_devolucion', '5 dias habiles', 'respuesta_devolucion', 'advertir', NULL,
         v_art6 || '; vencido, la devolución es injustificada')
    ) AS t (acto, plazo, desde, al_vencer, causa, fuente);

    -- The insurer's contract; where it is silent, the law.
    INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente) VALUES
        ('CO-ARL', 'formular', '6 dias habiles', 'radicacion', 'advertir', NULL,
         v_ficha || ': 6 días para la auditoría inicial; hábiles por Ley 4 de 1913, art. 62'),
        ('CO-ARL', 'responder', '15 dias habiles', 'notificacion', 'habilitar_cierre', 'silencio',
         v_ficha || ': dos comunicaciones efectivas antes del cierre por silencio'),
        ('CO-ARL', 'decidir', '10 dias habiles', 'respuesta', 'advertir', NULL, v_ficha),
        ('CO-ARL', 'subsanar', '7 dias habiles', 'decision', 'rechazar', NULL, v_art57 || v_supletoria),
        ('CO-ARL', 'decidir_final', '5 dias habiles', 'subsanacion', 'advertir', NULL, v_siifa || v_supletoria),
        ('CO-ARL', 'pagar', '5 dias habiles', 'levantamiento', 'advertir', NULL, v_art57 || v_supletoria),
        ('CO-ARL', 'citar', '10 dias habiles', 'vencimiento_respuesta', 'advertir', NULL,
         v_ficha || ': tras la no contestación del prestador; el contrato no da efecto a la citación tardía'),
        ('CO-ARL', 'conciliar', '4 meses', 'radicacion', 'advertir', NULL,
         v_ficha || ': plazo máximo para cerrar la conciliación'),
        ('CO-ARL', 'consultar_afiliacion', '2 dias habiles', 'consulta', 'advertir', NULL,
         v_ficha || ': caso especial a, dos días; hábiles por Ley 4 de 1913, art. 62'),
        ('CO-ARL', 'consultar_tarifa', '2 dias habiles', 'consulta', 'advertir', NULL, v_ficha || ': caso especial c'),
        ('CO-ARL', 'cerrar_consulta', '15 dias habiles', 'radicacion', 'advertir', NULL,
         v_ficha || ': caso especial c, máximo que la factura queda abierta por una consulta; vale también para la de cobertura, que no tiene plazo propio'),
        ('CO-ARL', 'devolver', '5 dias habiles', 'radicacion', 'rechazar', NULL, v_art6 || v_supletoria),
        ('CO-ARL', 'responder_devolucion', '5 dias habiles', 'devolucion', 'habilitar_cierre', NULL,
         v_art6 || v_supletoria),
        ('CO-ARL', 'decidir_devolucion', '5 dias habiles', 'respuesta_devolucion', 'advertir', NULL,
         v_art6 || v_supletoria);

    -- The insurer's terms for reimbursements; it gives no effect to their expiry, nor any other term.
    INSERT INTO cartera.norma_plazo (norma_id, acto, plazo, desde, al_vencer, causa, fuente) VALUES
        ('CO-ARL-REEMBOLSO', 'formular', '6 dias habiles', 'radicacion', 'advertir', NULL,
         v_ficha || ', reembolsos: informe detallado de los hallazgos'),
        ('CO-ARL-REEMBOLSO', 'notificar', '5 dias', 'formulacion', 'advertir', NULL,
         v_ficha || ', reembolsos: días calendario posteriores a la auditoría'),
        ('CO-ARL-REEMBOLSO', 'responder', '15 dias habiles', 'notificacion', 'advertir', NULL,
         v_ficha || ', reembolsos, nota 4'),
        ('CO-ARL-REEMBOLSO', 'comunicar_resultado', '10 dias', 'conciliacion', 'ninguno', NULL,
         v_ficha || ', reembolsos: días calendario; el contrato no da efecto a la tardanza');

    /* Res. 1885 de 2024, art. 1: by date of service and group of the provider. Before the first date and after the
       last one the group does not matter, so a provider whose group is unknown has its norm too. */
    INSERT INTO cartera.norma_grupo (norma_id, grupo, vigencia) VALUES
        ('CO-3047', '1', daterange(v_ley, '2025-02-01')),
        ('CO-3047', '2', daterange(v_ley, '2025-04-01')),
        ('CO-3047', '3', daterange(v_ley, '2025-06-01')),
        ('CO-3047', '*', daterange(v_ley, '2025-02-01')),
        ('CO-2284', '1', daterange('2025-02-01', NULL)),
        ('CO-2284', '2', daterange('2025-04-01', NULL)),
        ('CO-2284', '3', daterange('2025-06-01', NULL)),
        ('CO-2284', '*', daterange('2025-06-01', NULL)),
        ('CO-ARL-REEMBOLSO', 'afiliado', daterange(v_ley, NULL)),
        ('CO-ARL-REEMBOLSO', 'empleador', daterange(v_ley, NULL)),
        ('AR-OBRA-SOCIAL', '*', daterange('2000-01-01', NULL)),
        ('ES-PRIVADO', '*', daterange('2000-01-01', NULL)),
        ('CL', '*', daterange('2000-01-01', NULL));

    COMMENT ON COLUMN cartera.norma_plazo.al_vencer IS
        'Efecto del vencimiento: rechazar, advertir, habilitar_cierre o ninguno. El silencio del pagador (acto decidir) se entrega como advertir, porque ninguna norma leída le da efecto; quien lo haya pactado lo enciende con al_vencer = habilitar_cierre y causa = silencio en la fila decidir de su norma. La citación (citar) tardía se marca y nunca se rechaza: sin ella la glosa no tendría salida. El pago (pagar) y la comunicación del resultado (comunicar_resultado) no se marcan ni se rechazan: cumplimiento_plazos() dice cuáles llegaron tarde';
    COMMENT ON COLUMN cartera.norma_plazo.fuente IS 'Norma o contrato del que salen el plazo y su efecto';
END
$sembrar$;
COMMENT ON FUNCTION conciliacion._sembrar_normas() IS
    'Interna: calendarios y normas con que nace cartera; la llama instalar() una sola vez';
REVOKE ALL ON FUNCTION conciliacion._sembrar_normas() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conciliacion._sembrar_normas() TO @extowner@;
