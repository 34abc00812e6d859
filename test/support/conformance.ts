/** Reads the public conformance data, where the variable CONVXCORR_CONFORMANCE names its folder. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

export type Scalar = number | "NaN" | "Infinity" | "-Infinity" | readonly [number, number];
export interface ArrayData {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly Scalar[];
}
export interface Case {
  readonly id: string;
  readonly op: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly input: ArrayData;
  readonly kernel: ArrayData;
  readonly expected: ArrayData | { readonly error: string };
  readonly rtol: number;
  readonly atol: number;
  readonly file: string;
}

export const folder = process.env["CONVXCORR_CONFORMANCE"];

export async function readCases(ops: readonly string[]): Promise<Case[]> {
  const base = folder ?? "";
  const index = JSON.parse(readFileSync(join(base, "index.json"), "utf8")) as {
    files: readonly ({ file: string } | string)[];
  };
  const cases: Case[] = [];
  for (const entry of index.files) {
    const file = typeof entry === "string" ? entry : entry.file;
    const { cases: all } = JSON.parse(readFileSync(join(base, file), "utf8")) as { cases: readonly Case[] };
    for (const c of all)
      if (ops.includes(c.op))
        cases.push({
          ...c,
          input: await pixels(c.input),
          expected: "error" in c.expected ? c.expected : await pixels(c.expected),
          file,
        });
  }
  return cases;
}

/** An image entry becomes the array of its samples. */
async function pixels(a: ArrayData | { file: string; shape: readonly number[] }): Promise<ArrayData> {
  if (!("file" in a)) return a;
  const channels = a.shape.length === 2 ? 1 : a.shape[2];
  const image = sharp(join(folder ?? "", a.file), { ignoreIcc: true }).toColourspace(channels === 1 ? "b-w" : "srgb");
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const kept: number[] = [];
  for (let i = 0; i < data.length; i++) if (i % info.channels < channels) kept.push(data[i]);
  return { shape: a.shape, dtype: "u8", data: kept };
}

export const number = (v: Scalar): number => (typeof v === "number" ? v : typeof v === "string" ? Number(v) : v[0]);
export const imaginary = (v: Scalar): number => (typeof v === "object" ? v[1] : 0);
export const isComplexType = (dtype: string): boolean => dtype === "c64" || dtype === "c128";

/** Our words for the data's border words. */
export const BORDER_NAMES: Readonly<Record<string, "constant" | "replicate" | "symmetric" | "reflect101" | "wrap">> = {
  constant: "constant",
  fill: "constant",
  nearest: "replicate",
  reflect: "symmetric",
  mirror: "reflect101",
  wrap: "wrap",
};
