/** Which named kernel some taps are, up to a factor. */
import type { Kernel } from "../../base/kernel.js";
import { toNumber } from "../../base/rational.js";
import { NAMED_KERNELS } from "../../kernels/all.js";
import { buildNamed } from "../../kernels/parse-named.js";
import type { FittedKernel } from "./fit.js";

export interface Likeness {
  /** As `--kernel` takes it. */
  readonly name: string;
  /** The taps are about this times those of the named kernel (over its divisor). */
  readonly factor: number;
  /** Whether every tap is what the named one says, within four standard errors or a thousandth of the largest tap. */
  readonly same: boolean;
  /** Largest difference of a tap, as a share of the largest tap. */
  readonly difference: number;
}

/**
 * Standard errors within which taps are called the same; and the share of the largest tap that counts as no difference:
 * rounded samples have errors that hang together, which the standard errors do not know.
 */
const ERRORS = 4;
const NOTHING = 1e-3;
/** The nearest kernel is told of where no tap is off by more than this share of the largest. */
const NEAR = 0.05;

/** @returns the kernel of the list that is nearest, undefined parameters found by search; null where none is near */
export function identify({ kernel, errors }: FittedKernel): Likeness | null {
  let best: Likeness | undefined;
  for (const name of candidates(kernel)) {
    const like = compared(name, kernel, errors);
    // Of equal ones the first stays: the list begins with the plainest.
    if (like && (!best || rank(like) < rank(best))) best = like;
  }
  return best && (best.same || best.difference <= NEAR) ? best : null;
}

const rank = ({ same, difference }: Likeness): number => (same ? 0 : 1) + Math.min(difference, 0.9) * (same ? 1e-3 : 1);

/** Names that are short enough for the taps, plain ones first. */
function candidates(kernel: Kernel): string[] {
  const { width, height } = kernel;
  const odd = (from: number, most: number): number[] =>
    Array.from({ length: Math.max(0, Math.floor((most - from) / 2) + 1) }, (_, i) => from + 2 * i);
  const smaller = kernel.rank === 1 ? width : Math.min(width, height);
  const sizes = [...odd(2, smaller), ...odd(3, smaller)].sort((a, b) => a - b);
  const plain = NAMED_KERNELS.flatMap(({ name, examples, parameters }) =>
    examples.filter((e) => e === name || parameters.every((p) => p.kind === "word" || p.default !== undefined)),
  );
  const extent = kernel.rank === 1 ? `${width}` : `${width}x${height}`;
  const deviations = ["gaussian", "log"].flatMap((name) => {
    const cut = (sigma: number): string => `${name}:sigma=${sigma},size=${extent}`;
    const sigma = searched((s) => misfit(cut(s), kernel), width);
    return sigma === undefined ? [] : [cut(sigma), `${name}:sigma=${sigma}`];
  });
  return [
    "identity",
    ...plain,
    ...sizes.flatMap((n) => [`box:${n}`, `binomial:${n}`]),
    ...sizes.filter((n) => n % 2 === 1).flatMap((n) => [`disk:${(n - 1) / 2}`, `motion:${n}`]),
    ...deviations,
  ];
}

/** The sigma of least misfit, by steps of a twentieth and then by golden sections, to three digits. */
function searched(misfitOf: (sigma: number) => number | undefined, width: number): number | undefined {
  let [best, least] = [Number.NaN, Infinity];
  for (let s = 0.3; s <= width; s *= 1.05) {
    const off = misfitOf(s);
    if (off !== undefined && off < least) [best, least] = [s, off];
  }
  if (least === Infinity) return undefined;
  let [from, to] = [best / 1.05, best * 1.05];
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 60; i++) {
    const [a, b] = [to - ratio * (to - from), from + ratio * (to - from)];
    if ((misfitOf(a) ?? Infinity) <= (misfitOf(b) ?? Infinity)) to = b;
    else from = a;
  }
  const exact = (from + to) / 2;
  const short = Number(exact.toPrecision(3));
  const [exactMisfit, shortMisfit] = [misfitOf(exact) ?? Infinity, misfitOf(short) ?? Infinity];
  return shortMisfit <= 1.5 * exactMisfit + 1e-12 ? short : Number(exact.toPrecision(6));
}

/** The taps of a named kernel as they lie among those of another, middle on middle; undefined where it is larger. */
function placed(name: string, kernel: Kernel): Float64Array | undefined {
  const found = built(name, kernel.rank);
  if (!found || found.width > kernel.width || found.height > kernel.height || found.imag) return undefined;
  const anchor = kernel.anchor ?? [kernel.width >> 1, kernel.height >> 1];
  const from = [anchor[0] - (found.width >> 1), anchor[1] - (found.height >> 1)];
  if (from.some((v, i) => v < 0 || v + [found.width, found.height][i] > [kernel.width, kernel.height][i]))
    return undefined;
  const out = new Float64Array(kernel.taps.length);
  const divisor = toNumber(found.divisor);
  for (let y = 0; y < found.height; y++)
    for (let x = 0; x < found.width; x++)
      out[(y + from[1]) * kernel.width + x + from[0]] = found.taps[y * found.width + x] / divisor;
  return out;
}

function built(name: string, rank: 1 | 2): Kernel | undefined {
  try {
    return buildNamed(name, rank);
  } catch {
    // Not for this rank, or too large.
    return undefined;
  }
}

/** The factor of least squares between taps and those of a named kernel. */
function factorOf(taps: Float64Array, named: Float64Array): number {
  let [both, own] = [0, 0];
  for (let i = 0; i < taps.length; i++) {
    both += taps[i] * named[i];
    own += named[i] * named[i];
  }
  return own > 0 ? both / own : 0;
}

function misfit(name: string, kernel: Kernel): number | undefined {
  const named = placed(name, kernel);
  if (!named) return undefined;
  const factor = factorOf(kernel.taps, named);
  return named.reduce((sum, v, i) => sum + square(kernel.taps[i] - factor * v), 0);
}

function compared(name: string, kernel: Kernel, errors: Float64Array | null): Likeness | undefined {
  const named = placed(name, kernel);
  if (!named) return undefined;
  const factor = factorOf(kernel.taps, named);
  if (factor === 0) return undefined;
  const peak = kernel.taps.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  let difference = 0;
  let same = true;
  for (let i = 0; i < named.length; i++) {
    const off = Math.abs(kernel.taps[i] - factor * named[i]);
    difference = Math.max(difference, off / peak);
    if (off > Math.max(NOTHING * peak, ERRORS * (errors?.[i] ?? 0))) same = false;
  }
  return { name, factor: rounded(factor, kernel, named, errors), same, difference };
}

/** A factor that is 1 or −1, or a whole number or one over it, within its own error is said to be that. */
function rounded(factor: number, kernel: Kernel, named: Float64Array, errors: Float64Array | null): number {
  const size = named.reduce((sum, v) => sum + square(v), 0);
  const variance = named.reduce((sum, v, i) => sum + square(v * (errors?.[i] ?? 0)), 0);
  const error = Math.max(NOTHING * Math.abs(factor), (ERRORS * Math.sqrt(variance)) / size);
  const whole = Math.abs(factor) >= 1 ? Math.round(factor) : 1 / Math.round(1 / factor);
  return kernel.taps.length > 0 && Math.abs(whole - factor) <= error ? whole : factor;
}

const square = (v: number): number => v * v;
