/** A kernel to a file that `--kernel` reads back. */
import { usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import { compare, divide, fromNumber, toNumber } from "../base/rational.js";
import { signalOf } from "../base/signal.js";
import { npy } from "../formats/npy/npy.js";
import { csv } from "../formats/table/csv.js";
import { tsv } from "../formats/table/tsv.js";
import { printKernelJson } from "../kernels/print-json.js";
import { tapTexts } from "../kernels/text.js";
import { isSpecial, writeAtomically } from "./atomic.js";
import type { Blocks } from "./blocks.js";
import { outputName } from "./save.js";
import { type ByteSink, standardOutput } from "./stdout.js";

type Suffix = "json" | "txt" | "npy" | "csv" | "tsv";
const ALL: readonly Suffix[] = ["json", "txt", "npy", "csv", "tsv"];
const SUFFIXES = ALL.map((s) => `.${s}`);

/** What can be told only by a kernel file in JSON. */
const ONLY_JSON = ["scale", "offset", "anchor"] as const;

/**
 * Which format the name of `target` asks for; stdout, pipes and devices get JSON.
 * @throws usageError for any other ending
 */
export async function kernelSuffix(target: string): Promise<Suffix> {
  const found = target === "-" ? "json" : ALL.find((s) => target.toLowerCase().endsWith(`.${s}`));
  if (found) return found;
  if (await isSpecial(target)) return "json";
  const list = `${SUFFIXES.slice(0, -1).join(", ")} or ${SUFFIXES.at(-1)}`;
  throw usageError(target, "its name does not say which kind of kernel file it is to be", `End it in ${list}`);
}

/**
 * Writes the kernel as its name ends: `.json` keeps everything exactly, `.txt` the taps exactly, `.npy`, `.csv` and
 * `.tsv` hold the taps over the divisor as the nearest f64.
 *
 * @param target as written, `-` for stdout
 * @returns a sentence about what the file does not hold, where that may matter; no full stop
 * @throws usageError where the file would stand for another filter; outputError when it cannot be written
 */
export async function saveKernel(
  kernel: Kernel,
  target: string,
  stdout: ByteSink = standardOutput(),
): Promise<string | undefined> {
  const suffix = await kernelSuffix(target);
  if (suffix !== "json") refuseLoss(kernel, target, suffix);
  const { blocks, rounded } = await encode(kernel, suffix, outputName(target));
  if (target === "-") await stdout.write(blocks);
  else await writeAtomically(target, blocks);
  return rounded
    ? `${target} holds taps rounded to 64-bit floats; .json keeps them and their divisor exactly`
    : undefined;
}

interface Encoded {
  readonly blocks: Blocks;
  /** Some tap over the divisor is no f64 and was written as the nearest one. */
  readonly rounded: boolean;
}

async function encode(kernel: Kernel, suffix: Suffix, target: string): Promise<Encoded> {
  if (suffix === "json") return { blocks: bytesOf(printKernelJson(kernel, target)), rounded: false };
  const real = quotients(kernel, kernel);
  const imag = kernel.imag && quotients({ taps: kernel.imag }, kernel);
  const rounded = real.rounded || imag?.rounded === true;
  if (suffix === "txt") return { blocks: bytesOf(rowsOfText(kernel)), rounded: rounded && imag !== undefined };
  // In a table a list is one row, as it lies along x; a column would be read as a column.
  const { width, height, channels, name } = kernel;
  const shape = { width, height, channels, rank: suffix === "npy" ? kernel.rank : 2 } as const;
  const type = imag ? "c128" : "f64";
  const signal = signalOf(real.values, shape, type, { source: name, medium: "array" }, imag?.values);
  return { blocks: await { npy, csv, tsv }[suffix].encode!(signal, { target }), rounded };
}

function refuseLoss(kernel: Kernel, target: string, suffix: Suffix): void {
  const lost = ONLY_JSON.filter((key) => kernel[key] !== undefined);
  if (lost.length > 0) {
    const found = `the kernel has ${lost.map((l) => (l === "scale" ? "a scale" : `an ${l}`)).join(" and ")}, which .${suffix} cannot hold`;
    throw usageError(target, found, "Write .json");
  }
  if (kernel.channels > 1 && suffix !== "npy") {
    throw usageError(
      target,
      `the kernel has ${kernel.channels} channels, which .${suffix} cannot hold`,
      "Write .json or .npy",
    );
  }
}

/** Taps over the divisor, each rounded once, and whether that changed any. */
function quotients(
  { taps, exactTaps }: Pick<Kernel, "taps" | "exactTaps">,
  { divisor }: Kernel,
): { values: Float64Array; rounded: boolean } {
  if (!exactTaps && divisor.num === 1n && divisor.den === 1n) return { values: taps, rounded: false };
  let rounded = false;
  const values = taps.map((tap, i) => {
    const exact = divide(exactTaps?.[i] ?? fromNumber(tap), divisor);
    const value = toNumber(exact);
    rounded ||= compare(fromNumber(value), exact) !== 0;
    return value;
  });
  return { values, rounded };
}

/** The text form of the kernel, its rows on lines of their own. */
function* rowsOfText(kernel: Kernel): Generator<string> {
  const { width, height, rank, taps, imag, exactTaps } = kernel;
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width, (y + 1) * width];
    const cells = tapTexts({
      ...kernel,
      taps: taps.subarray(from, to),
      ...(imag ? { imag: imag.subarray(from, to) } : {}),
      ...(exactTaps ? { exactTaps: exactTaps.slice(from, to) } : {}),
    });
    // A single row is a list, unless it ends in a semicolon.
    yield `${cells.join(" ")}${rank === 2 && height === 1 ? ";" : ""}\n`;
  }
}

function* bytesOf(texts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const text of texts) yield encoder.encode(text);
}
