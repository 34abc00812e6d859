/** The files of conformance cases in the formats that can hold them, and what the program wrote, read back. */
import sharp from "sharp";
import { type ArrayData, imaginary, isComplexType, number, type Scalar } from "./conformance.js";
import type { Plane } from "./conformance-layout.js";
import { type Numbers, npyOf, readNpy } from "./npy.js";

export interface CaseFile {
  /** Ending of the file's name. */
  readonly ending: string;
  readonly bytes: Buffer;
  /** Options without which the file would be read as something else. */
  readonly args: readonly string[];
}

const rowsOf = <T>(values: readonly T[], width: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / width) }, (_, y) => values.slice(y * width, (y + 1) * width));

const real = (v: number): string => (Object.is(v, -0) ? "-0" : String(v));
/** A number as tables and kernels have it: `-0.5`, `NaN`, `1+2i`. */
export function numberText(v: Scalar, complex: boolean): string {
  if (!complex) return real(number(v));
  const imag = real(imaginary(v));
  return `${real(number(v))}${imag.startsWith("-") ? "" : "+"}${imag}i`;
}

/** JSON has strings for complex numbers, and null for what is missing. */
function jsonValue(v: Scalar, complex: boolean): string | number | null {
  if (complex) return numberText(v, true);
  const n = number(v);
  if (Number.isFinite(n)) return n;
  return Number.isNaN(n) ? null : n > 0 ? "inf" : "-inf";
}

export function npyFile(p: Plane, rank: 1 | 2): CaseFile {
  const extents = rank === 1 ? [p.width] : [p.height, p.width];
  const shape = p.channels === 1 ? extents : [...extents, p.channels];
  return {
    ending: "npy",
    bytes: npyOf({ shape, dtype: p.dtype, data: p.data }),
    args: rank === 1 && p.channels > 1 ? ["--axes", "xc"] : [],
  };
}

/** A table: one column a channel, or a plane. */
export function tableFile(p: Plane, rank: 1 | 2, ending: "csv" | "tsv", said: boolean): CaseFile {
  const complex = isComplexType(p.dtype);
  const cells = p.data.map((v) => numberText(v, complex));
  const rows = rowsOf(cells, rank === 1 ? p.channels : p.width).map((row) => row.join(ending === "csv" ? "," : "\t"));
  return {
    ending,
    bytes: Buffer.from(rows.map((row) => `${row}\n`).join("")),
    args: [...(rank === 2 ? ["--matrix"] : []), ...(said ? ["--no-header"] : [])],
  };
}

export function jsonFile(p: Plane, rank: 1 | 2): CaseFile {
  const values = p.data.map((v) => jsonValue(v, isComplexType(p.dtype)));
  const data = rank === 1 && p.channels === 1 ? values : rowsOf(values, rank === 1 ? p.channels : p.width);
  return { ending: "json", bytes: Buffer.from(JSON.stringify(data)), args: rank === 2 ? ["--matrix"] : [] };
}

export async function pngFile(p: Plane): Promise<CaseFile> {
  const channels = p.channels as 1 | 3;
  const samples = Uint8Array.from(p.data, number);
  const image = sharp(samples, { raw: { width: p.width, height: p.height, channels } });
  const bytes = await image
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .png()
    .toBuffer();
  return { ending: "png", bytes, args: [] };
}

/** A text PGM or PPM. */
export function pnmFile(p: Plane): CaseFile {
  const [mark, ending] = p.channels === 1 ? ["P2", "pgm"] : ["P3", "ppm"];
  const head = `${mark}\n${p.width} ${p.height}\n${p.dtype === "u8" ? 255 : 65535}\n`;
  return { ending, bytes: Buffer.from(`${head}${p.data.map(number).join("\n")}\n`), args: [] };
}

/** A kernel in JSON: a list, rows, or rows of positions with a tap for each channel. */
export function kernelJson(p: Plane, rank: 1 | 2): Buffer {
  const values = p.data.map((v) => jsonValue(v, isComplexType(p.dtype)));
  if (rank === 1 && p.channels === 1) return Buffer.from(JSON.stringify(values));
  const positions = p.channels === 1 ? values : rowsOf(values, p.channels);
  return Buffer.from(JSON.stringify({ taps: rowsOf<unknown>(positions, p.width) }));
}

/** Rows of taps, for the command line and for kernel files. */
export function kernelText(p: Plane, row: string, cell: string): string {
  const cells = p.data.map((v) => numberText(v, isComplexType(p.dtype)));
  return rowsOf(cells, p.width)
    .map((r) => r.join(cell))
    .join(row);
}

/** The numbers that the program wrote as `ending`, row by row. */
export async function readBack(bytes: Buffer, ending: string): Promise<Numbers> {
  if (ending === "npy") return readNpy(bytes);
  if (ending === "png") {
    const { data, info } = await sharp(bytes).raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    // Grey comes back as three equal colours.
    const { channels: kept } = await sharp(bytes).metadata();
    const samples = [...data].filter((_, i) => i % info.channels < kept);
    return { shape: [info.height, info.width, kept], real: samples };
  }
  const text = bytes.toString();
  const rows: unknown[] = ending === "json" ? (JSON.parse(text) as unknown[]) : text.trimEnd().split("\n");
  const cells = rows.flatMap((row) => (typeof row === "string" && ending !== "json" ? row.split(/[,\t]/) : row));
  const parsed = cells.map(numberOf);
  const shape = [rows.length, cells.length / rows.length];
  const imag = parsed.some(([, im]) => im !== undefined) ? parsed.map(([, im = 0]) => im) : undefined;
  return { shape, real: parsed.map(([re]) => re), ...(imag ? { imag } : {}) };
}

/** Real and imaginary part of a cell as the program writes it. */
function numberOf(cell: unknown): readonly [number, number?] {
  if (cell === null) return [Number.NaN];
  if (typeof cell === "number") return [cell];
  if (typeof cell !== "string") throw new Error(`no cell: ${JSON.stringify(cell)}`);
  const one = (text: string): number =>
    /^[+-]?nan$/.test(text)
      ? Number.NaN
      : /^[+-]?inf$/.test(text)
        ? text.startsWith("-")
          ? -Infinity
          : Infinity
        : Number(text);
  const complex = /^(.*?[^e])([+-][^+-]*(?:e[+-]\d+)?)i$/.exec(cell);
  return complex ? [one(complex[1]), one(complex[2])] : [one(cell)];
}

/** An array of any rank as nested JSON. */
export function jsonOf({ shape, data, dtype }: ArrayData): string {
  let values: unknown[] = data.map((v) => jsonValue(v, isComplexType(dtype)));
  for (const extent of shape.slice(1).reverse()) values = rowsOf(values, extent);
  return JSON.stringify(values);
}
