// Holidays of the extension (tab-separated on stdin: pais, fecha, nombre, clase) against those of the npm package date-holidays.
// Dates are compared, not names. Every known difference is a row of diferencias.json, on the side that has the day:
// "propio" is the extension, "ajeno" the package. An unexpected difference fails, and so does a known one that is no
// longer there. Of Argentina, days that are not full holidays (no_laborable) are left out on both sides.
import { readFileSync } from 'node:fs';
import Holidays from 'date-holidays';

const ALCANCE = { CO: [1984, 2050], AR: [2000, 2050], CL: [2000, 2050], ES: [2000, 2050] };
let bien = 0;
let mal = 0;
const caso = (ok, texto) => {
    if (ok) bien++;
    else mal++;
    console.log(`${ok ? 'ok' : 'not ok'} - ${texto}`);
};

const nuevo = () => Object.fromEntries(Object.keys(ALCANCE).map((p) => [p, new Map()]));
const anotar = (mapa, fecha, nombre) => mapa.set(fecha, [...(mapa.get(fecha) ?? []), nombre]);

const propio = nuevo();
for (const linea of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
    const [pais, fecha, nombre, clase] = linea.split('\t');
    if (clase !== 'no_laborable') anotar(propio[pais], fecha, nombre);
}

const ajeno = nuevo();
for (const [pais, [primero, ultimo]] of Object.entries(ALCANCE)) {
    const hd = new Holidays(pais);
    hd.setLanguages('es');
    for (let anio = primero; anio <= ultimo; anio++)
        for (const h of hd.getHolidays(anio))
            if (h.type === 'public') anotar(ajeno[pais], h.date.slice(0, 10), h.name);
}

const lados = { propio: [propio, ajeno], ajeno: [ajeno, propio] };
const conocidas = JSON.parse(readFileSync(new URL('diferencias.json', import.meta.url), 'utf8'));
const esperadas = new Set();
for (const d of conocidas) {
    const [quien, otro] = lados[d.lado].map((m) => m[d.pais]);
    const anio = (f) => Number(f.slice(0, 4));
    const fechas = d.fecha
        ? [d.fecha]
        : [...quien].filter(([f, n]) => n.includes(d.nombre) && anio(f) >= d.primero && anio(f) <= d.ultimo).map(([f]) => f);
    const perdidas = fechas.filter((f) => !quien.has(f) || otro.has(f));
    fechas.forEach((f) => esperadas.add(`${d.pais} ${d.lado} ${f}`));
    caso(fechas.length === (d.fechas ?? 1) && perdidas.length === 0,
        `${d.pais}: known difference still there (${fechas.length} of ${d.fechas ?? 1}), ${d.fecha ?? d.nombre}: ${d.motivo}` +
            (perdidas.length ? ` - gone: ${perdidas.join(' ')}` : ''));
}

for (const pais of Object.keys(ALCANCE)) {
    const inesperadas = [];
    for (const [lado, [quien, otro]] of Object.entries(lados))
        for (const [fecha, nombres] of quien[pais])
            if (!otro[pais].has(fecha) && !esperadas.has(`${pais} ${lado} ${fecha}`))
                inesperadas.push(`${lado} ${fecha} ${nombres.join(', ')}`);
    for (let anio = ALCANCE[pais][0]; anio <= ALCANCE[pais][1]; anio++) {
        const del = inesperadas.filter((s) => s.includes(` ${anio}-`));
        const n = [...propio[pais].keys()].filter((f) => f.startsWith(`${anio}-`)).length;
        caso(n > 0 && del.length === 0, `${pais} ${anio}: ${n} dates` + (del.length ? ` - ${del.join('; ')}` : ''));
    }
}
console.log(`${bien} passed, ${mal} failed`);
process.exit(mal === 0 ? 0 : 1);
