/** What stands after `--kernel`: taps in the text itself, the name of a kernel, or a file. */
import { isUtf8 } from "node:buffer";
import { inputError, usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import { limits } from "../base/limits.js";
import { printable, quoted, textOf } from "../base/text.js";
import { kernelFromSignal } from "../kernels/from-signal.js";
import { parseKernelJson } from "../kernels/json.js";
import { parseTap } from "../kernels/number.js";
import { buildNamed, isNamed, nearestName } from "../kernels/parse-named.js";
import { parseKernelText } from "../kernels/text.js";
import { decodeBytes, type LoadOptions } from "./load.js";
import { formatByContent } from "./pick.js";
import { inputName, readBytes } from "./read.js";
import { HEAD } from "./text-content.js";

export interface KernelOptions extends Pick<LoadOptions, "stdin" | "limitPixels"> {
  /** Of the data that the kernel is for: 1 signals, 2 planes. Some named kernels have a form for each. */
  readonly rank: 1 | 2;
  /** How messages name inline taps; default `--kernel`. */
  readonly place?: string;
}

/**
 * The kernel that `text` means. Inline taps come first (`-1,0,1`, `0 -1 0; -1 5 -1; 0 -1 0`, `1/9 1/9 1/9`), then
 * names (`gaussian:sigma=2`), then paths (`-` is stdin); `./` before a path that looks like one of the former makes it a
 * path.
 * @throws usageError for inline taps and names; inputError for files
 */
export async function loadKernel(text: string, options: KernelOptions): Promise<Kernel> {
  const { rank, place = "--kernel" } = options;
  if (text.trim() === "") throw usageError(place, "it is empty", "Give taps such as 1,2,1, a name, or a file");
  if (isInline(text)) return { ...parseKernelText(text, place), name: inlineName(text) };
  if (isNamed(text)) return buildNamed(text, rank);
  return loadKernelFile(text, place, options);
}

/**
 * Whether a text is taps: nothing but the characters of numbers and separators with a digit among them, or tokens that
 * are all taps or words for what is no number (they get their own message). What begins as a path never is.
 */
export function isInline(text: string): boolean {
  if (/^\.{0,2}\//.test(text)) return false;
  if (/^[\s\d+\-.,;/eEij]*$/.test(text) && /\d/.test(text)) return true;
  const tokens = text.split(/[\s,;]+/).filter((t) => t !== "");
  return (
    tokens.length > 0 && tokens.every((t) => typeof parseTap(t) !== "string" || /^[+-]?(nan|inf|infinity)$/i.test(t))
  );
}

/** Short taps name themselves in messages and reports. */
const inlineName = (text: string): string => (text.trim().length <= 40 ? printable(text.trim()) : "inline");

/** Whether the text is taps with a mistake in them, once no file is called so: it begins with one, or lists some. */
const looksLikeTaps = (text: string): boolean => {
  const tokens = text.trim().split(/[\s,;]+/);
  const isTap = (token: string): boolean => typeof parseTap(token) !== "string";
  return tokens.length > 1 && (isTap(tokens[0]) || (/[,;]/.test(text) && tokens.some(isTap)));
};

async function loadKernelFile(path: string, place: string, options: KernelOptions): Promise<Kernel> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path, options.stdin);
  } catch (error) {
    if (!isMissing(error)) throw error;
    // Says where in the taps the mistake is.
    if (looksLikeTaps(path)) return parseKernelText(path, place);
    const near = nearestName(path);
    if (near === undefined && /[./]/.test(path)) throw error;
    const list = 'Check the path; "convxcorr kernel list" shows the names';
    const remedy = near === undefined ? list : `Did you mean the kernel ${quoted(near)}?`;
    throw inputError(path, "there is neither a file nor a kernel of this name", remedy, error);
  }
  return kernelFromBytes(bytes, path, options);
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && "code" in error.cause && error.cause.code === "ENOENT";

/** A kernel from the bytes of a file: by its content where that has a mark, else by its name, else rows of taps. */
async function kernelFromBytes(bytes: Uint8Array, path: string, options: KernelOptions): Promise<Kernel> {
  const name = inputName(path);
  const byContent = formatByContent(bytes.subarray(0, HEAD), name);
  const format = byContent?.name ?? /\.(csv|tsv)$/i.exec(path)?.[1].toLowerCase();
  // Taps in JSON have a reader of their own: it knows channels and fractions.
  if (format === undefined || format === "json") return kernelFromText(bytes, name);
  if (format === "csv" && isPlainCsv(bytes)) {
    // A table has no lists: its single row is a matrix.
    const kernel = kernelFromText(bytes, name);
    return { ...kernel, rank: 2, about: { ...kernel.about, origin: "csv" } };
  }
  const limit = options.limitPixels === undefined ? {} : { limitPixels: options.limitPixels };
  const { signal } = await decodeBytes(bytes, path, { ...limit, format, table: { matrix: true } });
  return kernelFromSignal(signal, name);
}

function kernelFromText(bytes: Uint8Array, name: string): Kernel {
  if (bytes.length > limits.kernelText) {
    const found = `has ${bytes.length} bytes, and a kernel as text has at most ${limits.kernelText}`;
    throw inputError(name, found, "Give a smaller kernel, or NPY");
  }
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw inputError(name, "is no kernel: neither text nor a picture, sound or array that is known", KINDS);
  }
  const text = textOf(bytes);
  return /^\s*[[{]/.test(text) ? parseKernelJson(text, name) : parseKernelText(text, name, "file");
}

/** Whether a CSV file is rows of taps as any text file has them: no header, no quotes, no other separator. */
function isPlainCsv(bytes: Uint8Array): boolean {
  const text = textOf(bytes.subarray(0, limits.kernelText + 1));
  const line = text.split(/\r\n|\r|\n/).find((l) => l.trim() !== "" && !l.startsWith("#")) ?? "";
  return !/[";\t]/.test(text) && line.split(",").some((cell) => typeof parseTap(cell.trim()) !== "string");
}

const KINDS = "Give rows of taps, JSON, CSV, NPY, WAV or a picture";
