/*
 * fuzz_calendario.c - a calendar of any country with any exceptions, against a plain walk day by day.
 *
 * es_habil follows the rules, the week and the exceptions; contar and sumar agree with the walk and undo each
 * other; a due date never comes earlier for a later start or a longer term; a calendar that says it serves for
 * another date of knowledge is the one built for that date.
 */
#include "fuzz.h"

#include "nucleo/calendario.h"

#define EXCEPCIONES_MAX 12

static void *bloques[96];
static int n_bloques, n_del_caso; /* in use; those of the calendar itself */

static void *
reservar(void *ctx, size_t n)
{
    void *p = malloc(n);

    (void) ctx;
    exigir(p != NULL && n_bloques < 96);
    bloques[n_bloques++] = p;
    return p;
}

static void
liberar(int quedan)
{
    while (n_bloques > quedan)
        free(bloques[--n_bloques]);
}

typedef struct Caso {
    DefinicionCalendario d;
    Excepcion excepciones[EXCEPCIONES_MAX];
    Calendario *c;
    Fecha primera, ultima;
} Caso;

static const PaisFestivos *const paises[] = {&festivos_co, &festivos_ar, &festivos_cl, &festivos_es, NULL};

/* Dates where something happens: around 2026, or anywhere in range, now and then out of it. */
static Fecha
fecha(Flujo *fl, const Caso *k)
{
    switch (octeto(fl) % 8) {
        case 0:
            return k->primera + (Fecha) (entero(fl, 3) % (uint64_t) (k->ultima - k->primera + 1));
        case 1:
            return moneda(fl) ? k->primera + (Fecha) octeto(fl) - 2 : k->ultima - (Fecha) octeto(fl) + 2;
        default:
            return fecha_de(2025, 1, 1) + (Fecha) (entero(fl, 2) % 1000);
    }
}

static void
rango(Caso *k)
{
    k->primera = fecha_de(k->d.pais == NULL ? CALENDARIO_ANIO_MIN : k->d.pais->primero, 1, 1);
    k->ultima = fecha_de(k->d.pais == NULL ? CALENDARIO_ANIO_MAX : k->d.pais->ultimo, 12, 31);
}

static void
leer_caso(Flujo *fl, Caso *k)
{
    static const char *const nombres[] = {"Puente decretado", "Fiesta local", "", "Elecciones"};

    k->d.pais = paises[octeto(fl) % 5];
    k->d.laborables = moneda(fl) ? LABORABLES_LUN_VIE : hasta(fl, 128);
    k->d.excepciones = k->excepciones;
    k->d.n_excepciones = (int) hasta(fl, EXCEPCIONES_MAX + 1);
    rango(k);
    for (int i = 0; i < k->d.n_excepciones; i++) {
        Excepcion *e = &k->excepciones[i];

        e->fecha = moneda(fl) && i > 0 ? e[-1].fecha + (Fecha) hasta(fl, 4) : fecha(fl, k);
        e->habil = moneda(fl);
        e->propia = moneda(fl);
        /* one row a day, owner and date of knowledge, as the key of the table has it */
        e->conocida_desde = moneda(fl) ? FECHA_NULA : fecha_de(2024, 1, 1) + 64 * (Fecha) octeto(fl) + i;
        e->nombre = nombres[i % 4];
        e->norma = moneda(fl) ? "Decreto" : NULL;
        for (int j = 0; j < i; j++)
            if (k->excepciones[j].fecha == e->fecha && k->excepciones[j].propia == e->propia &&
                k->excepciones[j].conocida_desde == e->conocida_desde)
                e->conocida_desde = fecha_de(2000, 1, 1) + i;
    }
    k->d.conocido_al = moneda(fl) ? FECHA_NULA : fecha_de(2024, 1, 1) + 32 * (Fecha) octeto(fl);
}

/* ---- the slow model ------------------------------------------------------------ */

/* The exception in force on a day: own before inherited, then the one known last. */
static const Excepcion *
excepcion_de(const Caso *k, Fecha dia)
{
    const Excepcion *mejor = NULL;

    for (int i = 0; i < k->d.n_excepciones; i++) {
        const Excepcion *e = &k->excepciones[i];

        if (e->fecha != dia || (k->d.conocido_al != FECHA_NULA && e->conocida_desde > k->d.conocido_al))
            continue;
        if (mejor == NULL || (e->propia && !mejor->propia) ||
            (e->propia == mejor->propia && e->conocida_desde > mejor->conocida_desde))
            mejor = e;
    }
    return mejor;
}

static bool
feriado_por_reglas(const Caso *k, Fecha dia)
{
    int anio, mes, d;
    Fecha f;

    fecha_partes(dia, &anio, &mes, &d);
    for (size_t i = 0; k->d.pais != NULL && i < k->d.pais->n; i++) {
        const ReglaFestivo *r = &k->d.pais->reglas[i];

        if (k->d.conocido_al != FECHA_NULA && festivos_conocida(r) > k->d.conocido_al)
            continue;
        if (festivos_superada(r) != FECHA_NULA &&
            (k->d.conocido_al == FECHA_NULA || festivos_superada(r) <= k->d.conocido_al))
            continue;
        if (clase_feriado_inhabil(r->clase) && festivos_fecha(r, anio, &f) && f == dia)
            return true;
    }
    return false;
}

static bool
habil_lento(const Caso *k, Fecha dia)
{
    const Excepcion *e = excepcion_de(k, dia);

    if (e != NULL)
        return e->habil;
    return (k->d.laborables >> fecha_dia_semana(dia) & 1u) != 0 && !feriado_por_reglas(k, dia);
}

/* ---- properties ------------------------------------------------------------------ */

static bool
es_habil(const Caso *k, Fecha dia)
{
    bool es = false;
    Fallo f;

    exigir(calendario_es_habil(k->c, dia, &es, &f));
    return es;
}

/* Every day of a stretch against the slow model and the counts. */
static void
tramo(const Caso *k, Fecha desde, int dias)
{
    Fecha fin = desde + dias < k->ultima ? desde + dias : k->ultima;
    int32_t cuenta = 0, n, al_reves;
    const Feriado *lista;
    int cuantos;
    Fallo f;

    for (Fecha d = desde; d <= fin; d++) {
        exigir(es_habil(k, d) == habil_lento(k, d));
        if (d > desde)
            cuenta += habil_lento(k, d);
        exigir(calendario_contar(k->c, desde, d, &n, &f) && n == cuenta);
        exigir(calendario_contar(k->c, d, desde, &al_reves, &f) && al_reves == -n);
    }
    exigir(calendario_feriados(k->c, desde, fin, &lista, &cuantos, &f));
    for (int i = 0; i < cuantos; i++) {
        exigir(lista[i].fecha >= desde && lista[i].fecha <= fin && lista[i].nombre != NULL);
        exigir(i == 0 || lista[i - 1].fecha <= lista[i].fecha);
        if (clase_feriado_inhabil(lista[i].clase))
            exigir(!es_habil(k, lista[i].fecha));
        exigir(calendario_omite(k->c, &lista[i]) ==
               ((k->d.laborables >> fecha_dia_semana(lista[i].fecha) & 1u) != 0 &&
                !es_habil(k, lista[i].fecha)));
    }
}

static void
sumar(const Caso *k, Fecha desde, int32_t n)
{
    Fecha r = 0, vuelta;
    int32_t cuenta, siguiente;
    Fallo f;

    if (!calendario_sumar(k->c, desde, n, &r, &f)) {
        exigir_fallo(&f);
        if (desde < k->primera || desde > k->ultima)
            exigir(f.clase == FALLO_RANGO);
        else if (n == 0)
            exigir(!es_habil(k, desde) && f.clase == FALLO_ARGUMENTO);
        else { /* there were not so many days left */
            int32_t primero = es_habil(k, k->primera), suyo = es_habil(k, desde);

            exigir(f.clase == FALLO_RANGO);
            exigir(
                calendario_contar(k->c, n > 0 ? desde : k->primera, n > 0 ? k->ultima : desde, &cuenta, &f));
            exigir(n > 0 ? cuenta < n : cuenta + primero - suyo < -(int64_t) n);
        }
        return;
    }
    exigir(es_habil(k, r) && (n > 0 ? r > desde : n < 0 ? r < desde : r == desde));
    exigir(calendario_contar(k->c, desde, r, &cuenta, &f));
    if (n >= 0)
        exigir(cuenta == n);
    else /* (r, desde] leaves r out and takes desde in */
        exigir(cuenta == n + 1 - (es_habil(k, desde) ? 1 : 0));
    if (es_habil(k, desde)) /* n fits in the calendar: its opposite exists */
        exigir(calendario_sumar(k->c, r, -n, &vuelta, &f) && vuelta == desde);
    if (n > 0 && n < INT32_MAX && calendario_sumar(k->c, desde, n + 1, &vuelta, &f)) {
        exigir(vuelta > r);
        exigir(calendario_contar(k->c, r, vuelta, &siguiente, &f) && siguiente == 1);
    }
}

static void
vencer(const Caso *k, Fecha desde, Plazo p)
{
    Fecha v = 0, otro;
    Explicacion e;
    int32_t n;
    Fallo f;
    bool por_habiles = p.unidad == UNIDAD_DIA_HABIL || p.unidad == UNIDAD_HORA_HABIL;

    if (!calendario_vencimiento(k->c, desde, p, &v, &f)) {
        exigir_fallo(&f);
        exigir(!calendario_explicar(k->c, desde, p, &e, &f));
        return;
    }
    exigir(v >= desde && v <= k->ultima);
    exigir(calendario_contar(k->c, desde, v, &n, &f));
    if (p.unidad == UNIDAD_DIA)
        exigir(v == desde + p.cantidad);
    if (p.unidad == UNIDAD_HORA)
        exigir(v == desde + (p.cantidad + 23) / 24);
    if (p.unidad == UNIDAD_DIA_HABIL)
        exigir(n == p.cantidad);
    if (p.unidad == UNIDAD_HORA_HABIL)
        exigir(n == (p.cantidad + 23) / 24);
    if (por_habiles || p.unidad >= UNIDAD_MES)
        exigir(es_habil(k, v));
    exigir(calendario_explicar(k->c, desde, p, &e, &f) && e.vence == v && e.habiles == n &&
           e.dias == v - desde);
    exigir(e.regla != NULL && e.fuente != NULL && e.salto_desde >= desde && e.salto_desde <= v);
    exigir(e.fines_de_semana >= 0 && e.fines_de_semana <= e.dias);
    if (por_habiles)
        exigir(e.fines_de_semana <= e.dias - e.habiles);
    /* later start, longer term: never earlier */
    if (calendario_vencimiento(k->c, desde + 1, p, &otro, &f))
        exigir(otro >= v);
    if (calendario_vencimiento(k->c, desde, (Plazo){p.cantidad + 1, p.unidad}, &otro, &f))
        exigir(otro >= v);
}

/* Around the days on which something became known: an exception, the laws of 2025 and 2026, or any. */
static Fecha
fecha_de_conocimiento(Flujo *fl, const Caso *k)
{
    uint8_t que = octeto(fl);
    Fecha base;

    if (que % 8 == 0)
        return FECHA_NULA;
    if (que % 8 == 1)
        return fecha_de(2024, 1, 1) + 16 * (Fecha) octeto(fl);
    base = que % 8 == 2 ? fecha_de(2026, 6, 1) : fecha_de(2025, 9, 1);
    if (que % 8 > 3 && k->d.n_excepciones > 0)
        base = k->excepciones[hasta(fl, (uint32_t) k->d.n_excepciones)].conocida_desde;
    return base == FECHA_NULA ? base : base + (Fecha) hasta(fl, 3) - 1;
}

/* A calendar that serves for another date of knowledge is the one of that date. */
static void
conocimiento(Flujo *fl, const Caso *k, Fecha cerca)
{
    Caso otro = *k;
    Fecha al = fecha_de_conocimiento(fl, k);
    const Feriado *x, *y;
    int nx, ny;
    Fallo f;

    exigir(calendario_sirve(k->c, k->d.conocido_al));
    if (!calendario_sirve(k->c, al))
        return;
    otro.d.conocido_al = al;
    otro.d.excepciones = otro.excepciones;
    otro.c = calendario_construir(&otro.d, reservar, NULL);
    exigir(calendario_feriados(k->c, k->primera, k->ultima, &x, &nx, &f));
    exigir(calendario_feriados(otro.c, k->primera, k->ultima, &y, &ny, &f));
    exigir(nx == ny);
    for (int i = 0; i < nx; i++)
        exigir(x[i].fecha == y[i].fecha && x[i].clase == y[i].clase);
    for (int i = 0; i < k->d.n_excepciones; i++) {
        Fecha d = k->excepciones[i].fecha;

        if (d >= k->primera && d <= k->ultima)
            exigir(es_habil(k, d) == es_habil(&otro, d));
    }
    if (cerca >= k->primera && cerca <= k->ultima)
        tramo(&otro, cerca, 20);
}

/* Building is what takes time: inputs that differ only in their questions share the calendar. */
static void
construir(Caso *k)
{
    static Caso ultimo;

    if (ultimo.c != NULL && ultimo.d.pais == k->d.pais && ultimo.d.laborables == k->d.laborables &&
        ultimo.d.conocido_al == k->d.conocido_al && ultimo.d.n_excepciones == k->d.n_excepciones &&
        memcmp(ultimo.excepciones, k->excepciones, sizeof(k->excepciones)) == 0) {
        k->c = ultimo.c;
        return;
    }
    liberar(0);
    k->c = calendario_construir(&k->d, reservar, NULL);
    n_del_caso = n_bloques;
    ultimo = *k;
}

int
LLVMFuzzerTestOneInput(const uint8_t *datos, size_t largo)
{
    Flujo fl = {datos, datos + largo};
    Caso k;
    Fecha primera, ultima;
    bool es;
    Fallo f;

    if (largo < 8)
        return 0;
    memset(&k, 0, sizeof(k));
    leer_caso(&fl, &k);
    construir(&k);
    calendario_rango(k.c, &primera, &ultima);
    exigir(primera == k.primera && ultima == k.ultima);
    for (int pasos = 0; queda(&fl) && pasos < 24; pasos++) {
        uint8_t que = octeto(&fl);
        Fecha d = fecha(&fl, &k);
        bool dentro = d >= k.primera && d <= k.ultima;

        exigir(calendario_es_habil(k.c, d, &es, &f) == dentro);
        switch (que % 8) {
            case 0:
                if (dentro)
                    tramo(&k, d, 12);
                break;
            case 1:
            case 2:
                sumar(&k, d, moneda(&fl) ? (int32_t) hasta(&fl, 60) - 20 : (int32_t) entero(&fl, 4));
                break;
            case 3:
                for (int i = 0; i < k.d.n_excepciones; i++)
                    if (k.excepciones[i].fecha >= k.primera && k.excepciones[i].fecha <= k.ultima)
                        tramo(&k, k.excepciones[i].fecha, 3);
                break;
            case 4:
                if (que >= 200 && n_bloques == n_del_caso) /* once an input */
                    conocimiento(&fl, &k, d);
                break;
            default:
                vencer(
                    &k, d,
                    (Plazo){moneda(&fl) ? (int32_t) hasta(&fl, 40) : (int32_t) (entero(&fl, 4) % 100003) - 1,
                            1 + (int32_t) hasta(&fl, 6)});
                break;
        }
    }
    liberar(n_del_caso);
    return 0;
}
