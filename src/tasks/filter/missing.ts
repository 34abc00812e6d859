/** One policy for NaN: before anything is computed, so that every algorithm sees the same. */

import { isInteger } from "../../base/element.js";
import { inputError, usageError } from "../../base/errors.js";
import type { NanPolicy } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { type Look, lookAt } from "../../engine/facts.js";

export interface MissingCounts {
  readonly nan: number;
  readonly infinite: number;
}

export interface Prepared {
  readonly samples: {
    readonly data: Signal["data"];
    readonly imag?: Float64Array;
    /** 0 where a sample is missing (policy `omit`). */
    readonly mask?: Uint8Array;
  };
  /** What is known of these samples. */
  readonly look: Look;
  /** Of the input; counted when they are asked for, so that a routine that meets all samples can say that there are none. */
  readonly counts: () => MissingCounts;
}

const NONE: MissingCounts = { nan: 0, infinite: 0 };

/** 0 times a number that is not finite is NaN, and stays so in a sum. */
function allFinite(data: Signal["data"]): boolean {
  let special = 0;
  for (let i = 0; i < data.length; i++) special += data[i] * 0;
  return special === 0;
}

/** Applies the policy to a signal's samples; the arrays are copied where they change. */
export function prepareMissing(signal: Signal, policy: NanPolicy): Prepared {
  const { data, imag } = signal;
  const asIs = { data, ...(imag ? { imag } : {}) };
  if (policy === "interpolate" && signal.rank !== 1) {
    throw usageError(
      "--nan interpolate",
      "a plane has no two neighbours to interpolate between",
      "Use omit, zero, propagate or error",
    );
  }
  const look = lookAt(signal);
  if (isInteger(signal.type)) return { samples: asIs, look, counts: () => NONE };
  if (policy === "propagate")
    return { samples: asIs, look, counts: () => (look.finite ? NONE : countOf(signal).counts) };
  if (allFinite(data) && (!imag || allFinite(imag))) return { samples: asIs, look, counts: () => NONE };
  const { counts, first } = countOf(signal);
  const isNaNAt = (i: number): boolean => Number.isNaN(data[i]) || (imag !== undefined && Number.isNaN(imag[i]));
  if (policy === "error") throw refused(signal, first, isNaNAt(first));
  if (counts.nan === 0) return { samples: asIs, look, counts: () => counts };

  const real = data.slice();
  const imaginary = imag?.slice();
  const mask = policy === "omit" ? new Uint8Array(data.length).fill(1) : undefined;
  for (let i = 0; i < data.length; i++) {
    if (!isNaNAt(i)) continue;
    if (mask) mask[i] = 0;
    if (policy === "interpolate") continue;
    real[i] = 0;
    if (imaginary) imaginary[i] = 0;
  }
  if (policy === "interpolate") {
    for (let c = 0; c < signal.channels; c++) {
      const missing = (i: number): boolean => isNaNAt(i * signal.channels + c);
      interpolate(real, c, signal, missing);
      if (imaginary) interpolate(imaginary, c, signal, missing);
    }
  }
  const samples = { data: real, ...(imaginary ? { imag: imaginary } : {}), ...(mask ? { mask } : {}) };
  return { samples, look: lookAt(samples), counts: () => counts };
}

/** Samples that are no numbers (a complex one counts once), and the first of them. */
function countOf({ data, imag }: Signal): { readonly counts: MissingCounts; readonly first: number } {
  let nan = 0;
  let infinite = 0;
  let first = -1;
  for (let i = 0; i < data.length; i++) {
    const sum = data[i] + (imag ? imag[i] : 0);
    if (sum - sum === 0) continue;
    if (first < 0) first = i;
    if (Number.isNaN(data[i]) || (imag !== undefined && Number.isNaN(imag[i]))) nan++;
    else infinite++;
  }
  return { counts: { nan, infinite }, first };
}

/** Fills gaps of one channel linearly between their neighbours, and with the nearest sample at the ends. */
function interpolate(
  plane: Signal["data"],
  c: number,
  { about, channels, width: length }: Signal,
  missing: (i: number) => boolean,
): void {
  let left = -1;
  for (let i = 0; i <= length; i++) {
    if (i < length && missing(i)) continue;
    if (i === length && left < 0) {
      const column = about.columns?.[c];
      const which = column === undefined ? `channel ${c + 1}` : `column ${column}`;
      throw inputError(about.source, `${which} has no number to interpolate from`, "Leave it out, or use --nan zero");
    }
    for (let gap = left + 1; gap < i; gap++) {
      const a = left < 0 ? plane[i * channels + c] : plane[left * channels + c];
      const b = i === length ? plane[left * channels + c] : plane[i * channels + c];
      const share = left < 0 || i === length ? 0 : (gap - left) / (i - left);
      plane[gap * channels + c] = a + (b - a) * share;
    }
    left = i;
  }
}

function refused(signal: Signal, at: number, isNan: boolean): Error {
  const { width, channels, rank, about } = signal;
  const c = at % channels;
  const p = (at - c) / channels;
  const x = p % width;
  const where = rank === 1 ? `sample ${x}` : `pixel ${x},${(p - x) / width}`;
  const column = about.columns?.[c];
  const which =
    channels === 1 ? where : `${where} of ${column === undefined ? `channel ${c + 1}` : `column ${column}`}`;
  const found = `${which} is ${isNan ? "NaN" : "infinite"}`;
  return inputError(about.source, found, "Remove it, or choose another --nan policy");
}
