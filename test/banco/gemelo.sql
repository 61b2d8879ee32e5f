-- The twin: formular, notificar, responder, decidir and subsanar as a careful engineer would write them in PL/pgSQL with
-- row triggers: the same tables, keys, checks and foreign keys, the same guards and SQLSTATEs, terms over a table of days
-- with cumulative counts, projections and totals, and a hash chain. prueba_gemelo.sh compares it with the extension.
-- The case is locked before it is read, totals move by deltas, and a plain query never runs twice for one row.
CREATE SCHEMA gemelo;

CREATE TABLE gemelo.factura (LIKE cartera.factura INCLUDING ALL);
CREATE TABLE gemelo.prestacion (LIKE cartera.prestacion INCLUDING ALL);
CREATE TABLE gemelo.glosa (LIKE cartera.glosa INCLUDING ALL);
CREATE TABLE gemelo.glosa_evento (LIKE cartera.glosa_evento INCLUDING ALL);
SELECT format('INSERT INTO gemelo.factura (%1$s) SELECT %1$s FROM cartera.factura ORDER BY prestador_id, factura_id',
              string_agg(quote_ident(attname), ', ' ORDER BY attnum))
  FROM pg_attribute WHERE attrelid = 'cartera.factura'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' \gexec
INSERT INTO gemelo.prestacion SELECT * FROM cartera.prestacion ORDER BY prestador_id, factura_id, linea;
-- the foreign keys that the extension's own tables have
SELECT format('ALTER TABLE gemelo.%I ADD %s', c.tabla,
              replace(pg_get_constraintdef(c.oid), 'cartera.', 'gemelo.'))
  FROM (SELECT k.oid, r.relname AS tabla FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
         WHERE k.contype = 'f' AND k.confrelid IN ('cartera.factura'::regclass, 'cartera.prestacion'::regclass, 'cartera.glosa'::regclass)
           AND r.relname IN ('prestacion', 'glosa', 'glosa_evento') AND r.relnamespace = 'cartera'::regnamespace) c \gexec

-- ---- catalogues -----------------------------------------------------------------------------------------------------

CREATE TABLE gemelo.dia (
    calendario_id text, fecha date, habil boolean NOT NULL, acumulado int NOT NULL, PRIMARY KEY (calendario_id, fecha));
INSERT INTO gemelo.dia
SELECT 'CO', d::date, h.habil, count(*) FILTER (WHERE h.habil) OVER (ORDER BY d)
  FROM generate_series(date '2020-01-01', date '2035-12-31', '1 day') d,
       LATERAL (SELECT conciliacion.es_habil(d::date, 'CO') AS habil) h;
CREATE UNIQUE INDEX dia_habil ON gemelo.dia (calendario_id, acumulado) WHERE habil;

CREATE TABLE gemelo.norma (
    norma_id text PRIMARY KEY, calendario_id text NOT NULL, manual text, tope_linea text NOT NULL, glosas_nuevas text NOT NULL);
INSERT INTO gemelo.norma SELECT norma_id, calendario_id, manual, tope_linea, glosas_nuevas FROM cartera.norma;
CREATE TABLE gemelo.termino (
    norma_id text, acto conciliacion.acto_plazo, dias int NOT NULL, al_vencer conciliacion.efecto_vencimiento NOT NULL,
    activo boolean NOT NULL, PRIMARY KEY (norma_id, acto));
INSERT INTO gemelo.termino
SELECT norma_id, acto, split_part(plazo::text, ' ', 1)::int, al_vencer, activo FROM cartera.norma_plazo
 WHERE plazo::text ~ 'h[aá]bil';

CREATE TABLE gemelo.codigo (
    codigo conciliacion.codigo_glosa PRIMARY KEY, manual text NOT NULL, clase text NOT NULL, nivel int NOT NULL,
    oficial boolean NOT NULL, responde_glosa boolean NOT NULL DEFAULT false, del_pagador boolean NOT NULL DEFAULT false,
    alega_extemporaneidad boolean NOT NULL DEFAULT false);
INSERT INTO gemelo.codigo (codigo, manual, clase, nivel, oficial)
SELECT codigo, manual, clase::text, nivel, oficial FROM conciliacion.catalogo_glosas();
UPDATE gemelo.codigo SET responde_glosa = true WHERE codigo::text IN
    ('995', '996', '997', '998', '999', 'RE22', 'RE2202', 'RE95', 'RE9502', 'RE96', 'RE9602', 'RE97', 'RE9702',
     'RE98', 'RE9801', 'RE99', 'RE9901');
UPDATE gemelo.codigo SET del_pagador = true WHERE codigo::text LIKE 'RE22%';
UPDATE gemelo.codigo SET alega_extemporaneidad = true WHERE codigo::text = '995' OR codigo::text LIKE 'RE95%';
ANALYZE gemelo.dia, gemelo.norma, gemelo.termino, gemelo.codigo;

CREATE FUNCTION gemelo.vence(p_norma text, p_calendario text, p_acto conciliacion.acto_plazo, p_desde date) RETURNS date
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_fecha date;
BEGIN
    SELECT b.fecha INTO v_fecha
      FROM gemelo.termino t
      JOIN gemelo.dia a ON a.calendario_id = p_calendario AND a.fecha = p_desde
      JOIN gemelo.dia b ON b.calendario_id = p_calendario AND b.habil AND b.acumulado = a.acumulado + t.dias
     WHERE t.norma_id = p_norma AND t.acto = p_acto;
    RETURN v_fecha;
END
$$;

-- Whether an act is late and marked so; refuses it when the norm does.
CREATE FUNCTION gemelo.tarde(p_norma text, p_acto conciliacion.acto_plazo, p_vence date, p_fecha date) RETURNS boolean
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    v_efecto conciliacion.efecto_vencimiento;
BEGIN
    IF p_vence IS NULL OR p_fecha <= p_vence THEN
        RETURN false;
    END IF;
    SELECT t.al_vencer INTO v_efecto FROM gemelo.termino t WHERE t.norma_id = p_norma AND t.acto = p_acto AND t.activo;
    IF NOT FOUND OR v_efecto = 'ninguno' THEN
        RETURN false;
    END IF;
    IF v_efecto = 'rechazar' THEN
        RAISE EXCEPTION 'the term for this act has expired' USING ERRCODE = 'KG002',
            DETAIL = format('Act: %s; due: %s; date: %s.', p_acto, p_vence, p_fecha);
    END IF;
    RETURN true;
END
$$;

-- ---- formulation ----------------------------------------------------------------------------------------------------

CREATE FUNCTION gemelo.glosa_antes() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
    v_f record;
    v_l record;
    v_c record;
    v_cupo numeric;
    v_origen boolean := NEW.origen_glosa_id IS NOT NULL;
BEGIN
    IF NEW.estado IS NOT NULL OR NEW.vence IS NOT NULL OR NEW.hash IS NOT NULL OR NEW.secuencia IS NOT NULL
       OR NEW.valor_pendiente IS NOT NULL OR NEW.valor_aceptado <> 0 OR NEW.valor_levantado <> 0 THEN
        RAISE EXCEPTION 'column is written only by the events' USING ERRCODE = 'KG005';
    END IF;
    NEW.fecha := coalesce(NEW.fecha, current_date);
    SELECT f.estado, f.fecha_radicacion, f.vence_formular, f.primera_notificacion, f.norma_id, f.valor - f.valor_glosado AS cupo
      INTO v_f FROM gemelo.factura f
     WHERE f.prestador_id = NEW.prestador_id AND f.factura_id = NEW.factura_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'invoice does not exist' USING ERRCODE = 'KG006';
    END IF;
    IF NEW.linea IS NOT NULL THEN
        SELECT greatest(p.valor - p.valor_glosado, 0) INTO v_cupo FROM gemelo.prestacion p
         WHERE p.prestador_id = NEW.prestador_id AND p.factura_id = NEW.factura_id AND p.linea = NEW.linea;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'invoice line does not exist' USING ERRCODE = 'KG006';
        END IF;
    END IF;
    IF NEW.fecha > current_date THEN
        RAISE EXCEPTION 'date is in the future' USING ERRCODE = '22023';
    END IF;
    IF v_f.estado NOT IN ('radicada', 'glosada', 'conciliada') THEN
        RAISE EXCEPTION 'invoice does not admit glosas' USING ERRCODE = 'KG001', DETAIL = format('State: %s.', v_f.estado);
    END IF;
    IF NEW.fecha < v_f.fecha_radicacion THEN
        RAISE EXCEPTION 'date is before the filing' USING ERRCODE = '22023';
    END IF;
    SELECT c.manual, c.clase, c.nivel, c.oficial, n.manual AS exigido, n.tope_linea, n.glosas_nuevas
      INTO v_c FROM gemelo.codigo c, gemelo.norma n WHERE c.codigo OPERATOR(conciliacion.=) NEW.codigo AND n.norma_id = v_f.norma_id;
    IF NOT FOUND OR v_c.clase <> 'glosa' OR v_c.nivel = 1 OR NOT v_c.oficial OR v_c.manual <> v_c.exigido THEN
        RAISE EXCEPTION 'code is not in force for this invoice' USING ERRCODE = 'KG009', DETAIL = format('Code: %s.', NEW.codigo);
    END IF;
    IF v_origen THEN
        PERFORM FROM gemelo.glosa g
          WHERE g.prestador_id = NEW.prestador_id AND g.glosa_id = NEW.origen_glosa_id AND g.factura_id = NEW.factura_id
            AND g.estado NOT IN ('formulada', 'notificada', 'anulada');
        IF NOT FOUND THEN
            RAISE EXCEPTION 'glosa of origin is not an answered glosa of this invoice' USING ERRCODE = 'KG001';
        END IF;
    ELSIF v_f.primera_notificacion IS NOT NULL AND v_c.glosas_nuevas = 'rechazar' THEN
        RAISE EXCEPTION 'no new glosas after the first notification' USING ERRCODE = 'KG001';
    END IF;
    IF NEW.valor <= 0 THEN
        RAISE EXCEPTION 'amount must be greater than zero' USING ERRCODE = 'KG004';
    END IF;
    IF NEW.valor > v_cupo THEN
        IF v_c.tope_linea = 'rechazar' THEN
            RAISE EXCEPTION 'amount exceeds what is available' USING ERRCODE = 'KG004',
                DETAIL = format('Line: %s; available: %s.', NEW.valor, v_cupo);
        END IF;
        RAISE WARNING 'glosas of this line exceed its value' USING ERRCODE = 'KG004';
    END IF;
    IF NEW.valor > v_f.cupo THEN
        RAISE EXCEPTION 'amount exceeds what is available' USING ERRCODE = 'KG004',
            DETAIL = format('Invoice: %s; available: %s.', NEW.valor, v_f.cupo);
    END IF;
    NEW.extemporanea := NOT v_origen AND gemelo.tarde(v_f.norma_id, 'formular', v_f.vence_formular, NEW.fecha);
    PERFORM FROM gemelo.glosa g
      WHERE g.prestador_id = NEW.prestador_id AND g.factura_id = NEW.factura_id AND g.linea IS NOT DISTINCT FROM NEW.linea
        AND g.codigo OPERATOR(conciliacion.=) NEW.codigo AND g.estado <> 'anulada';
    IF FOUND THEN
        RAISE EXCEPTION 'the same code is already live on this line' USING ERRCODE = 'KG007';
    END IF;
    NEW.formulada_tarde := NEW.extemporanea;
    NEW.valor_pendiente := NEW.valor;
    NEW.estado := 'formulada';
    NEW.vence := CASE WHEN v_origen THEN NULL ELSE v_f.vence_formular END;
    NEW.quien_debe := 'pagador';
    NEW.ultimo_evento := 'formular';
    NEW.ultima_fecha := NEW.fecha;
    NEW.secuencia := 1;
    NEW.hash := sha256(convert_to(concat_ws('|', NEW.prestador_id, NEW.glosa_id, NEW.factura_id, NEW.linea, NEW.codigo, NEW.valor,
                                            NEW.fecha, NEW.comentario, NEW.vence, NEW.extemporanea, session_user), 'UTF8'));
    RETURN NEW;
END
$$;

CREATE FUNCTION gemelo.glosa_despues() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO gemelo.glosa_evento (prestador_id, glosa_id, secuencia, evento, fecha, papel, valor, comentario, estado, vence,
                                     quien_debe, extemporanea, registrado_en, usuario, hash)
    VALUES (NEW.prestador_id, NEW.glosa_id, 1, 'formular', NEW.fecha, 'pagador', NEW.valor, NEW.comentario, NEW.estado, NEW.vence,
            NEW.quien_debe, NEW.extemporanea, clock_timestamp(), session_user, NEW.hash);
    IF NEW.linea IS NOT NULL THEN
        UPDATE gemelo.prestacion SET valor_glosado = valor_glosado + NEW.valor, valor_pendiente = valor_pendiente + NEW.valor
         WHERE prestador_id = NEW.prestador_id AND factura_id = NEW.factura_id AND linea = NEW.linea;
    END IF;
    UPDATE gemelo.factura SET valor_glosado = valor_glosado + NEW.valor, valor_pendiente = valor_pendiente + NEW.valor,
           glosas_vivas = glosas_vivas + 1, glosas_abiertas = glosas_abiertas + 1, estado = 'glosada'
     WHERE prestador_id = NEW.prestador_id AND factura_id = NEW.factura_id;
    RETURN NULL;
END
$$;

-- ---- events ---------------------------------------------------------------------------------------------------------

CREATE FUNCTION gemelo.evento_antes() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
    v_g record;
    v_c record;
    v_papel conciliacion.papel;
    v_acto conciliacion.acto_plazo;
    v_debe conciliacion.acto_plazo;
    v_acepta boolean := NEW.evento IN ('responder', 'subsanar');
    v_levanta boolean := NEW.evento = 'decidir';
    v_pendiente numeric;
    v_sin_comentario boolean := coalesce(btrim(NEW.comentario), '') = '';
BEGIN
    IF NEW.estado IS NOT NULL OR NEW.vence IS NOT NULL OR NEW.hash IS NOT NULL OR NEW.secuencia IS NOT NULL
       OR NEW.valor IS NOT NULL OR NEW.registrado_en IS NOT NULL OR NEW.usuario IS NOT NULL OR NEW.quien_debe IS NOT NULL THEN
        RAISE EXCEPTION 'column is written only by the events' USING ERRCODE = 'KG005';
    END IF;
    NEW.fecha := coalesce(NEW.fecha, current_date);
    SELECT g.estado, g.factura_id, g.linea, g.vence, g.ultima_fecha, g.secuencia, g.subsanada, g.formulada_tarde, g.valor,
           g.valor_aceptado, g.valor_levantado, g.valor_pendiente, g.comentario, g.hash, f.norma_id, n.manual, n.calendario_id
      INTO v_g
      FROM gemelo.glosa g
      JOIN gemelo.factura f ON f.prestador_id = g.prestador_id AND f.factura_id = g.factura_id
      JOIN gemelo.norma n ON n.norma_id = f.norma_id
     WHERE g.prestador_id = NEW.prestador_id AND g.glosa_id = NEW.glosa_id FOR NO KEY UPDATE OF g;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'glosa does not exist' USING ERRCODE = 'KG006';
    END IF;
    IF NEW.fecha > current_date THEN
        RAISE EXCEPTION 'date is in the future' USING ERRCODE = '22023';
    END IF;

    -- the transition
    IF NEW.evento = 'notificar' AND v_g.estado = 'formulada' THEN
        v_papel := 'pagador';
        v_acto := 'formular';
    ELSIF NEW.evento = 'responder' AND v_g.estado = 'notificada' THEN
        v_papel := 'prestador';
        v_acto := 'responder';
    ELSIF NEW.evento = 'decidir' AND v_g.estado IN ('respondida', 'subsanada') THEN
        v_papel := 'pagador';
        v_acto := CASE v_g.estado WHEN 'respondida' THEN 'decidir' ELSE 'decidir_final' END;
    ELSIF NEW.evento = 'subsanar' AND v_g.estado = 'ratificada' THEN
        v_papel := 'prestador';
        v_acto := 'subsanar';
    END IF;
    IF v_papel IS NULL OR NEW.causa_cierre IS NOT NULL THEN
        RAISE EXCEPTION 'event is not allowed from this state' USING ERRCODE = 'KG001',
            DETAIL = format('State: %s; event: %s.', v_g.estado, NEW.evento);
    END IF;
    IF coalesce(NEW.papel, v_papel) <> v_papel THEN
        RAISE EXCEPTION 'this party may not do this act' USING ERRCODE = 'KG008';
    END IF;
    NEW.papel := v_papel;
    IF NEW.fecha < v_g.ultima_fecha THEN
        RAISE EXCEPTION 'date is before the previous act' USING ERRCODE = '22023';
    END IF;
    IF NEW.evento = 'subsanar' AND v_g.subsanada THEN
        RAISE EXCEPTION 'the glosa was already cured once' USING ERRCODE = 'KG001';
    END IF;
    NEW.extemporanea := gemelo.tarde(v_g.norma_id, v_acto, v_g.vence, NEW.fecha);

    -- what the event brings
    IF NEW.evento = 'notificar' THEN
        IF coalesce(btrim(NEW.evidencia ->> 'acuse'), '') = '' THEN
            RAISE EXCEPTION 'a notification needs its acknowledgement of receipt' USING ERRCODE = 'KG003';
        END IF;
        IF coalesce(btrim(v_g.comentario), '') = '' THEN
            RAISE EXCEPTION 'the content of the notification is not complete' USING ERRCODE = 'KG003';
        END IF;
        IF v_g.linea IS NOT NULL THEN
            SELECT coalesce(btrim(p.paciente), '') = '' AS sin_documento, coalesce(btrim(p.paciente_nombre), '') = '' AS sin_nombre
              INTO v_c FROM gemelo.prestacion p
             WHERE p.prestador_id = NEW.prestador_id AND p.factura_id = v_g.factura_id AND p.linea = v_g.linea;
            IF v_c.sin_documento <> v_c.sin_nombre THEN
                RAISE EXCEPTION 'the content of the notification is not complete' USING ERRCODE = 'KG003';
            END IF;
        END IF;
    ELSIF NEW.evento = 'responder' THEN
        IF NEW.codigo_respuesta IS NULL THEN
            RAISE EXCEPTION 'an answer needs its code' USING ERRCODE = 'KG003';
        END IF;
        SELECT c.manual, c.clase, c.oficial, c.responde_glosa, c.del_pagador, c.alega_extemporaneidad
          INTO v_c FROM gemelo.codigo c WHERE c.codigo OPERATOR(conciliacion.=) NEW.codigo_respuesta;
        IF NOT FOUND OR v_c.clase <> 'respuesta' OR NOT v_c.responde_glosa OR NOT v_c.oficial OR v_c.manual <> v_g.manual THEN
            RAISE EXCEPTION 'code is not an answer to this glosa' USING ERRCODE = 'KG009';
        END IF;
        IF v_c.del_pagador THEN
            RAISE EXCEPTION 'this answer code is issued by the payer' USING ERRCODE = 'KG008';
        END IF;
        IF v_c.alega_extemporaneidad AND NOT v_g.formulada_tarde THEN
            RAISE EXCEPTION 'the glosa was formulated in term' USING ERRCODE = 'KG009';
        END IF;
    ELSIF NEW.evento = 'decidir' AND v_sin_comentario THEN
        RAISE EXCEPTION 'a comment is mandatory' USING ERRCODE = 'KG003';
    END IF;

    -- amounts
    IF NOT v_acepta AND NEW.valor_aceptado <> 0 OR NOT v_levanta AND NEW.valor_levantado <> 0
       OR NEW.valor_aceptado < 0 OR NEW.valor_levantado < 0
       OR coalesce(NEW.valor_aceptado, 0) + coalesce(NEW.valor_levantado, 0) > v_g.valor_pendiente THEN
        RAISE EXCEPTION 'amount exceeds what is available' USING ERRCODE = 'KG004';
    END IF;
    v_pendiente := v_g.valor_pendiente - coalesce(NEW.valor_aceptado, 0) - coalesce(NEW.valor_levantado, 0);
    IF v_acepta AND v_pendiente > 0 AND v_sin_comentario THEN
        RAISE EXCEPTION 'not accepting everything needs a justification' USING ERRCODE = 'KG003';
    END IF;

    -- where it leads, and what is due next
    IF NEW.evento = 'notificar' THEN
        NEW.estado := 'notificada';
        NEW.quien_debe := 'prestador';
        v_debe := 'responder';
    ELSIF v_pendiente = 0 THEN
        NEW.estado := 'cerrada';
        NEW.causa_cierre := CASE v_g.valor WHEN v_g.valor_aceptado + coalesce(NEW.valor_aceptado, 0) THEN 'aceptada'
                                           WHEN v_g.valor_levantado + coalesce(NEW.valor_levantado, 0) THEN 'levantada'
                                           ELSE 'mixta' END;
    ELSIF NEW.evento = 'responder' THEN
        NEW.estado := 'respondida';
        NEW.quien_debe := 'pagador';
        v_debe := 'decidir';
    ELSIF NEW.evento = 'subsanar' THEN
        NEW.estado := 'subsanada';
        NEW.quien_debe := 'pagador';
        v_debe := 'decidir_final';
    ELSE
        NEW.estado := 'ratificada';
        NEW.quien_debe := CASE WHEN v_g.subsanada THEN 'ambos' ELSE 'prestador' END;
        v_debe := CASE WHEN v_g.subsanada THEN 'citar' ELSE 'subsanar' END;
    END IF;
    IF v_debe IS NOT NULL THEN
        NEW.vence := gemelo.vence(v_g.norma_id, v_g.calendario_id, v_debe, NEW.fecha);
    END IF;
    NEW.secuencia := v_g.secuencia + 1;
    NEW.registrado_en := clock_timestamp();
    NEW.usuario := session_user;
    NEW.hash := sha256(v_g.hash || convert_to(concat_ws('|', NEW.prestador_id, NEW.glosa_id, NEW.secuencia, NEW.evento, NEW.fecha,
        NEW.papel, NEW.valor_aceptado, NEW.valor_levantado, NEW.codigo_respuesta, NEW.causa_cierre, NEW.comentario, NEW.evidencia,
        NEW.estado, NEW.vence, NEW.quien_debe, NEW.extemporanea, NEW.registrado_en, NEW.usuario), 'UTF8'));
    RETURN NEW;
END
$$;

CREATE FUNCTION gemelo.evento_despues() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
    v_aceptado numeric := coalesce(NEW.valor_aceptado, 0);
    v_levantado numeric := coalesce(NEW.valor_levantado, 0);
    v_cierra int := CASE NEW.estado WHEN 'cerrada' THEN 1 ELSE 0 END;
    v_factura bigint;
    v_linea int;
    v_pago date;
BEGIN
    UPDATE gemelo.glosa g
       SET estado = NEW.estado, causa_cierre = NEW.causa_cierre, vence = NEW.vence, quien_debe = NEW.quien_debe,
           ultimo_evento = NEW.evento, ultima_fecha = NEW.fecha, secuencia = NEW.secuencia, hash = NEW.hash,
           valor_aceptado = g.valor_aceptado + v_aceptado, valor_levantado = g.valor_levantado + v_levantado,
           valor_pendiente = g.valor_pendiente - v_aceptado - v_levantado,
           extemporanea = g.extemporanea OR NEW.extemporanea,
           formulada_tarde = g.formulada_tarde OR NEW.evento = 'notificar' AND NEW.extemporanea,
           subsanada = g.subsanada OR NEW.evento = 'subsanar'
     WHERE g.prestador_id = NEW.prestador_id AND g.glosa_id = NEW.glosa_id
    RETURNING g.factura_id, g.linea INTO v_factura, v_linea;
    IF NEW.evento = 'notificar' THEN
        UPDATE gemelo.factura SET primera_notificacion = NEW.fecha
         WHERE prestador_id = NEW.prestador_id AND factura_id = v_factura
           AND (primera_notificacion IS NULL OR primera_notificacion > NEW.fecha);
    ELSIF v_aceptado <> 0 OR v_levantado <> 0 THEN
        IF v_linea IS NOT NULL THEN
            UPDATE gemelo.prestacion p
               SET valor_aceptado = p.valor_aceptado + v_aceptado, valor_pendiente = p.valor_pendiente - v_aceptado - v_levantado
             WHERE p.prestador_id = NEW.prestador_id AND p.factura_id = v_factura AND p.linea = v_linea;
        END IF;
        UPDATE gemelo.factura f
           SET valor_aceptado = f.valor_aceptado + v_aceptado, valor_levantado = f.valor_levantado + v_levantado,
               valor_pendiente = f.valor_pendiente - v_aceptado - v_levantado, glosas_abiertas = f.glosas_abiertas - v_cierra,
               estado = CASE WHEN f.estado IN ('devuelta', 'rechazada', 'anulada') THEN f.estado
                             WHEN f.glosas_abiertas - v_cierra > 0 THEN 'glosada' ELSE 'conciliada' END,
               vence_pago = CASE WHEN v_levantado > 0 THEN
                   greatest(f.vence_pago, gemelo.vence(f.norma_id, 'CO', 'pagar', NEW.fecha)) ELSE f.vence_pago END
         WHERE f.prestador_id = NEW.prestador_id AND f.factura_id = v_factura;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION gemelo.solo_eventos() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    IF pg_trigger_depth() < 2 OR TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'table "%" changes only through events', TG_TABLE_NAME USING ERRCODE = 'KG005';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER antes BEFORE INSERT ON gemelo.glosa FOR EACH ROW EXECUTE FUNCTION gemelo.glosa_antes();
CREATE TRIGGER despues AFTER INSERT ON gemelo.glosa FOR EACH ROW EXECUTE FUNCTION gemelo.glosa_despues();
-- the first event comes complete from the glosa's own trigger
CREATE TRIGGER antes BEFORE INSERT ON gemelo.glosa_evento
    FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION gemelo.evento_antes();
CREATE TRIGGER despues AFTER INSERT ON gemelo.glosa_evento
    FOR EACH ROW WHEN (pg_trigger_depth() < 1) EXECUTE FUNCTION gemelo.evento_despues();
CREATE TRIGGER solo_eventos BEFORE UPDATE OR DELETE OR TRUNCATE ON gemelo.factura
    FOR EACH STATEMENT EXECUTE FUNCTION gemelo.solo_eventos();
CREATE TRIGGER solo_eventos BEFORE UPDATE OR DELETE OR TRUNCATE ON gemelo.prestacion
    FOR EACH STATEMENT EXECUTE FUNCTION gemelo.solo_eventos();
CREATE TRIGGER solo_eventos BEFORE UPDATE OR DELETE OR TRUNCATE ON gemelo.glosa
    FOR EACH STATEMENT EXECUTE FUNCTION gemelo.solo_eventos();
CREATE TRIGGER solo_eventos BEFORE UPDATE OR DELETE OR TRUNCATE ON gemelo.glosa_evento
    FOR EACH STATEMENT EXECUTE FUNCTION gemelo.solo_eventos();
