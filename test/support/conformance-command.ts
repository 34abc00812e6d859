/** Conformance cases in the words of the command line. */
import { writeFileSync } from "node:fs";
import { BORDER_NAMES, type Case, imaginary, isComplexType, type Scalar } from "./conformance.js";
import { extentOf } from "./conformance-call.js";
import {
  type CaseFile,
  jsonFile,
  kernelJson,
  kernelText,
  npyFile,
  numberText,
  pngFile,
  pnmFile,
  tableFile,
} from "./conformance-files.js";
import type { Layout } from "./conformance-layout.js";
import { npyOf } from "./npy.js";

export interface Call {
  readonly argv: readonly string[];
  /** Absent: the result is on stdout. */
  readonly output?: string;
  readonly ending: string;
  /** What the case shows besides its numbers, for the counts. */
  readonly input: string;
  readonly kernel: string;
}

/** Writes the files of a case and words the call. `turn` chooses among the ways that would do. */
export async function commandCall(
  c: Case,
  layout: Layout,
  turn: number,
  path: (name: string) => string,
): Promise<Call> {
  const files = await inputsFor(c, layout, turn);
  const file = files[turn % files.length];
  const input = path(`${turn}.${file.ending}`);
  writeFileSync(input, file.bytes);
  const kernels = kernelsFor(layout, turn);
  const kernel = kernels[turn % kernels.length];
  const text = kernel.bytes === undefined ? kernel.text : path(`${turn}-kernel.${kernel.ending}`);
  if (kernel.bytes !== undefined) writeFileSync(text, kernel.bytes);
  const ending = outputFor(file.ending, turn);
  const toStdout = ending === "csv" && turn % 2 === 0;
  const output = path(`${turn}-out.${ending}`);
  const mode = turn % 3 === 0 ? ["apply", "--mode", c.op] : [c.op];
  return {
    argv: [
      ...mode,
      ...file.args,
      "--kernel",
      text,
      ...optionsOf(c, layout, file.ending, ending, turn),
      input,
      ...(toStdout ? [] : ["-o", output]),
    ],
    ...(toStdout ? {} : { output }),
    ending,
    input: file.ending,
    kernel: kernel.ending,
  };
}

async function inputsFor(c: Case, { rank, input }: Layout, turn: number): Promise<CaseFile[]> {
  const files: CaseFile[] = [npyFile(input, rank)];
  if (rank === 1 || input.channels === 1) {
    files.push(tableFile(input, rank, turn % 4 === 0 ? "tsv" : "csv", turn % 8 < 4), jsonFile(input, rank));
  }
  const picture = rank === 2 && (input.channels === 1 || input.channels === 3);
  if (picture && (input.dtype === "u8" || input.dtype === "u16")) files.push(pnmFile(input));
  if (picture && input.dtype === "u8" && c.params["saturate"] === "u8") return [await pngFile(input), ...files];
  return files;
}

type KernelWay = { readonly ending: string } & ({ text: string; bytes?: undefined } | { bytes: Buffer });

function kernelsFor({ rank, kernel }: Layout, turn: number): KernelWay[] {
  const extents = rank === 1 && kernel.channels === 1 ? [kernel.width] : [kernel.height, kernel.width];
  const shape = kernel.channels === 1 ? extents : [...extents, kernel.channels];
  const files: KernelWay[] = [
    { ending: "json", bytes: kernelJson(kernel, rank) },
    { ending: "npy", bytes: npyOf({ ...kernel, shape }) },
  ];
  if (kernel.channels > 1) return files;
  const blanks = turn % 2 === 0;
  return [
    { ending: "inline", text: kernelText(kernel, "; ", blanks ? " " : ",") },
    { ending: "txt", bytes: Buffer.from(`# taps\n${kernelText(kernel, "\n", blanks ? "  " : ", ")}\n`) },
    { ending: "csv", bytes: Buffer.from(kernelText(kernel, "\n", ",")) },
    ...files,
  ];
}

function outputFor(input: string, turn: number): string {
  if (input === "png") return "png";
  const text = input === "csv" || input === "tsv" || input === "json";
  return text && turn % 4 < 3 ? input : "npy";
}

function optionsOf(c: Case, layout: Layout, from: string, to: string, turn: number): string[] {
  const p = c.params;
  const mode = c.op as "conv" | "xcorr";
  const { size, anchor, padding } = extentOf(mode, layout.axes);
  const complex = isComplexType(c.input.dtype) || isComplexType(c.kernel.dtype);
  const out: string[] = [];
  if (padding) {
    const { left, top, right, bottom } = padding;
    out.push("--padding", layout.rank === 1 ? `${left},${right}` : `${left},${top},${right},${bottom}`);
  } else if (size !== "same" || turn % 2 === 0) out.push("--size", size ?? "same");
  // NumPy's rule is the default, so half of the anchors that follow it are left to it.
  const usual = layout.axes.every(({ k, a }) => a === Math.floor(mode === "conv" ? (k - 1) / 2 : k / 2));
  if (anchor && !(usual && turn % 2 === 0)) out.push("--anchor", anchor.join(","));
  const border = borderText(c, layout);
  const usualBorder = /^(x=)?constant:0(,y=constant:0)?$/.test(border) && from !== "png" && !from.startsWith("p");
  if (!(usualBorder && turn % 3 === 0)) out.push("--border", border);
  if (p["conj"] === false && complex) out.push("--no-conj");
  for (const name of ["scale", "offset"]) {
    const value = p[name];
    if (typeof value === "number") out.push(`--${name}`, String(value));
  }
  if (p["rounding"] !== undefined) out.push("--round", (p["rounding"] as string).replace("truncate", "trunc"));
  const saturated = p["saturate"] as string | undefined;
  const table = to !== "npy" && to !== "png";
  if (saturated !== undefined) out.push("--depth", saturated);
  else if (!table) out.push("--depth", complex ? "c128" : "f64");
  return out;
}

function borderText(c: Case, layout: Layout): string {
  const names = c.params["boundary"] as string | readonly string[];
  const cval = (c.params["cval"] as Scalar | undefined) ?? 0;
  const value = numberText(cval, imaginary(cval) !== 0);
  const rule = (place: number): string => {
    const kind = BORDER_NAMES[typeof names === "string" ? names : names[place]];
    return kind === "constant" ? `constant:${value}` : kind;
  };
  const rules = layout.places.map(rule);
  return new Set(rules).size === 1 ? rules[0] : `x=${rules[1]},y=${rules[0]}`;
}
