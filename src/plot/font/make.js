/**
 * Makes `glyphs.ts` from a TrueType font: `node src/plot/font/make.js DejaVuSans.ttf` (version 2.37 made the committed
 * table). Read are the tables head, maxp, hhea, hmtx, loca, glyf and cmap (OpenType 1.9), and of those what DejaVu has.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Printable ASCII, Latin-1, and what captions of plots need besides. */
const CHARACTERS = [
  ...range(0x20, 0x7e),
  ...range(0xa1, 0xff),
  ..."ıŒœŠšŽžŸ–—‘’“”•…′″∂∇∏∑−√∞∫≈≠≤≥⊗←↑→↓↔⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃€ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω",
];

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
}

const file = readFileSync(process.argv[2]);
const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
const tables = new Map();
for (let i = 0; i < view.getUint16(4); i++) {
  const at = 12 + 16 * i;
  tables.set(file.toString("latin1", at, at + 4), view.getUint32(at + 8));
}
const table = (name) => tables.get(name);
const unitsPerEm = view.getUint16(table("head") + 18);
const longOffsets = view.getInt16(table("head") + 50) === 1;
const metrics = view.getUint16(table("hhea") + 34);

function glyphOf(code) {
  for (let i = 0; i < view.getUint16(table("cmap") + 2); i++) {
    const at = table("cmap") + view.getUint32(table("cmap") + 8 + 8 * i);
    if (view.getUint16(at) !== 4) continue;
    const double = view.getUint16(at + 6);
    for (let s = 0; s < double; s += 2) {
      if (view.getUint16(at + 14 + s) < code) continue;
      const first = view.getUint16(at + 16 + double + s);
      if (first > code) break;
      const shift = view.getUint16(at + 16 + 2 * double + s);
      const place = at + 16 + 3 * double + s;
      const offset = view.getUint16(place);
      const glyph = offset === 0 ? code : view.getUint16(place + offset + 2 * (code - first));
      return glyph === 0 ? 0 : (glyph + shift) & 0xffff;
    }
  }
  return 0;
}

const advanceOf = (glyph) => view.getUint16(table("hmtx") + 4 * Math.min(glyph, metrics - 1));

function placeOf(glyph) {
  const offset = (n) =>
    longOffsets ? view.getUint32(table("loca") + 4 * n) : 2 * view.getUint16(table("loca") + 2 * n);
  return offset(glyph) === offset(glyph + 1) ? undefined : table("glyf") + offset(glyph);
}

/** Closed contours of points `{ x, y, on }`, y upwards. */
function contoursOf(glyph) {
  const at = placeOf(glyph);
  if (at === undefined) return [];
  const count = view.getInt16(at);
  return count < 0 ? compoundOf(at + 10) : simpleOf(at + 10, count);
}

function simpleOf(start, count) {
  const ends = Array.from({ length: count }, (_, i) => view.getUint16(start + 2 * i));
  const total = ends[count - 1] + 1;
  let at = start + 2 * count + 2 + view.getUint16(start + 2 * count);
  const flags = [];
  while (flags.length < total) {
    const flag = file[at++];
    flags.push(flag);
    if (flag & 8) for (let more = file[at++]; more > 0; more--) flags.push(flag);
  }
  const axis = (short, same) => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) value += flag & same ? file[at++] : -file[at++];
      else if (!(flag & same)) {
        value += view.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const x = axis(2, 16);
  const y = axis(4, 32);
  const points = flags.map((flag, i) => ({ x: x[i], y: y[i], on: (flag & 1) === 1 }));
  return ends.map((end, i) => points.slice(i === 0 ? 0 : ends[i - 1] + 1, end + 1));
}

function compoundOf(start) {
  const contours = [];
  for (let at = start, flags = 32; flags & 32; ) {
    flags = view.getUint16(at);
    const part = view.getUint16(at + 2);
    const wide = (flags & 1) === 1;
    const [dx, dy] = wide
      ? [view.getInt16(at + 4), view.getInt16(at + 6)]
      : [view.getInt8(at + 4), view.getInt8(at + 5)];
    at += wide ? 8 : 6;
    let [a, b, c, d] = [1, 0, 0, 1];
    const fraction = () => {
      at += 2;
      return view.getInt16(at - 2) / 16384;
    };
    if (flags & 8) a = d = fraction();
    else if (flags & 64) [a, d] = [fraction(), fraction()];
    else if (flags & 128) [a, b, c, d] = [fraction(), fraction(), fraction(), fraction()];
    const moved = ({ x, y, on }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, on });
    contours.push(...contoursOf(part).map((contour) => contour.map(moved)));
  }
  return contours;
}

/** SVG path data in font units, y downwards, relative, quadratic curves as TrueType has them. */
function pathOf(contours) {
  let path = "";
  for (const contour of contours) {
    const points = contour.flatMap((p, i) => {
      const next = contour[(i + 1) % contour.length];
      const q = { x: p.x, y: -p.y, on: p.on };
      return p.on || next.on ? [q] : [q, { x: (p.x + next.x) / 2, y: -(p.y + next.y) / 2, on: true }];
    });
    const first = points.findIndex((p) => p.on);
    const ring = [...points.slice(first), ...points.slice(0, first + 1)].map(({ x, y, on }) => ({
      x: Math.round(x),
      y: Math.round(y),
      on,
    }));
    let at = ring[0];
    path += `M${at.x} ${at.y}`;
    for (let i = 1; i < ring.length; i++) {
      const p = ring[i];
      if (!p.on) {
        const end = ring[++i];
        path += `q${p.x - at.x} ${p.y - at.y} ${end.x - at.x} ${end.y - at.y}`;
        at = end;
        continue;
      }
      if (i < ring.length - 1) {
        if (p.y === at.y) path += `h${p.x - at.x}`;
        else path += p.x === at.x ? `v${p.y - at.y}` : `l${p.x - at.x} ${p.y - at.y}`;
      }
      at = p;
    }
    path += "z";
  }
  return path.replaceAll(" -", "-");
}

const rows = CHARACTERS.map((character) => {
  const glyph = glyphOf(character.codePointAt(0));
  if (glyph === 0) throw new Error(`the font has no ${character}`);
  return `  [${JSON.stringify(character)}, [${advanceOf(glyph)}, "${pathOf(contoursOf(glyph))}"]],`;
});
const licence = readFileSync(new URL("LICENSE", import.meta.url), "utf8").trimEnd();
const text = `/**
 * Outlines of DejaVu Sans 2.37, written by \`make.js\`: each character with its advance and its path, in 1/${unitsPerEm} of
 * the font size, y downwards from the baseline. So plots have the same letters on machines without fonts.
 *
${licence
  .split("\n")
  .map((line) => ` * ${line}`.trimEnd())
  .join("\n")}
 */

export const UNITS_PER_EM = ${unitsPerEm};

// biome-ignore format: one line a character
export const GLYPHS: ReadonlyMap<string, readonly [advance: number, path: string]> = new Map([
${rows.join("\n")}
]);
`;
writeFileSync(fileURLToPath(new URL("glyphs.ts", import.meta.url)), text);
