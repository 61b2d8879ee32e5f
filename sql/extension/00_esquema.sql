/* conciliacion 0.1.0 */
\echo Use "CREATE EXTENSION conciliacion" to load this file. \quit
SET LOCAL search_path TO pg_catalog, pg_temp;

CREATE SCHEMA conciliacion;
COMMENT ON SCHEMA conciliacion IS 'Tipos, reglas y funciones de la conciliación de cuentas de salud';
COMMENT ON EXTENSION conciliacion IS 'Reglas de conciliación de cuentas de salud: glosas, plazos, pagos, imputación y liquidación';
GRANT USAGE ON SCHEMA conciliacion TO PUBLIC;

CREATE FUNCTION conciliacion.version() RETURNS text
    LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
    AS 'MODULE_PATHNAME', 'conciliacion_version';
COMMENT ON FUNCTION conciliacion.version() IS 'Versión de la biblioteca cargada';

-- Enumerations: values are only added at the end, never reordered (C reads them by position).
CREATE TYPE conciliacion.estado_glosa AS ENUM ('formulada', 'notificada', 'respondida', 'ratificada', 'subsanada',
    'en_conciliacion', 'en_jurisdiccion', 'suspendida', 'cerrada', 'anulada');
COMMENT ON TYPE conciliacion.estado_glosa IS 'Estado de una glosa en su ciclo de vida';
CREATE TYPE conciliacion.evento_glosa AS ENUM ('formular', 'notificar', 'responder', 'decidir', 'subsanar', 'comunicar',
    'citar', 'conciliar', 'escalar', 'fallar', 'suspender', 'reanudar', 'cerrar', 'anular');
COMMENT ON TYPE conciliacion.evento_glosa IS 'Acto que mueve una glosa de un estado a otro';
CREATE TYPE conciliacion.causa_cierre AS ENUM ('aceptada', 'levantada', 'mixta', 'conciliada', 'silencio', 'tacita',
    'fallo', 'liquidacion_entidad', 'prescripcion');
COMMENT ON TYPE conciliacion.causa_cierre IS 'Por qué quedó cerrada una glosa';
CREATE TYPE conciliacion.papel AS ENUM ('pagador', 'prestador', 'ambos', 'sistema');
COMMENT ON TYPE conciliacion.papel IS 'Parte que realiza un acto o que lo debe';
CREATE TYPE conciliacion.estado_factura AS ENUM ('radicada', 'devuelta', 'rechazada', 'aceptada', 'glosada', 'conciliada',
    'anulada');
COMMENT ON TYPE conciliacion.estado_factura IS 'Estado de una factura ante el pagador';
CREATE TYPE conciliacion.estado_imputacion AS ENUM ('facturada', 'lista_para_imputar', 'parcialmente_imputada', 'imputada');
COMMENT ON TYPE conciliacion.estado_imputacion IS 'Avance de la imputación del pago de una factura';
CREATE TYPE conciliacion.accion_imputacion AS ENUM ('pagado', 'debitado', 'pendiente');
COMMENT ON TYPE conciliacion.accion_imputacion IS 'Qué hizo el pagador con una prestación';
CREATE TYPE conciliacion.estado_prestacion AS ENUM ('facturada', 'pagada', 'pagada_parcial', 'debitada', 'a_refacturar',
    'refacturada', 'debitada_permanente');
COMMENT ON TYPE conciliacion.estado_prestacion IS 'Estado de una línea de factura';
CREATE TYPE conciliacion.estado_liquidacion AS ENUM ('pendiente', 'en_orden_pago', 'pagada', 'anulada');
COMMENT ON TYPE conciliacion.estado_liquidacion IS 'Estado de una liquidación a un profesional';
CREATE TYPE conciliacion.estado_orden AS ENUM ('por_gestionar', 'emitida', 'en_verificacion_recepcion',
    'validada_para_cobro', 'cobrada', 'rechazada', 'expirada', 'suspendida', 'anulada');
COMMENT ON TYPE conciliacion.estado_orden IS 'Estado de una orden de atención';
CREATE TYPE conciliacion.evento_factura AS ENUM ('radicar', 'aceptar', 'devolver', 'responder_devolucion',
    'decidir_devolucion', 'rechazar', 'anular');
COMMENT ON TYPE conciliacion.evento_factura IS 'Acto sobre la factura entera';
CREATE TYPE conciliacion.acto_plazo AS ENUM ('formular', 'responder', 'decidir', 'subsanar', 'decidir_final', 'pagar',
    'citar', 'conciliar', 'devolver', 'responder_devolucion', 'decidir_devolucion',
    'consultar_afiliacion', 'consultar_cobertura', 'consultar_tarifa', 'cerrar_consulta', 'notificar',
    'comunicar_resultado');
COMMENT ON TYPE conciliacion.acto_plazo IS 'Acto que una norma somete a plazo';
CREATE TYPE conciliacion.efecto_vencimiento AS ENUM ('rechazar', 'advertir', 'habilitar_cierre', 'ninguno');
COMMENT ON TYPE conciliacion.efecto_vencimiento IS
    'Qué pasa con el acto tardío: se rechaza, se acepta marcado, además habilita el cierre por la otra parte, o nada';
