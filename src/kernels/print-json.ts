/** A kernel as a kernel file in JSON: what `parseKernelJson` reads back to the same filter. */
import { usageError } from "../base/errors.js";
import type { Kernel } from "../base/kernel.js";
import type { Rational } from "../base/rational.js";
import { complexText, MOST_DIGITS, numberText, rationalText } from "./number.js";

/**
 * The lines of the file, one row of taps a line. Taps and divisor are exact: what is no f64 is written as a fraction in
 * quotes. A list of several channels becomes a matrix of one row, as JSON kernels have channels only there. That a named
 * kernel smooths has no place in the file.
 *
 * @param target how messages name the file
 * @throws UserError (usage) for a fraction with more digits than are read
 */
export function* printKernelJson(kernel: Kernel, target: string): Generator<string> {
  const { width, height, channels, rank } = kernel;
  const list = rank === 1 && channels === 1;
  yield "{\n";
  if (kernel.about.origin !== "inline") yield `  "name": ${JSON.stringify(kernel.name)},\n`;
  yield list ? '  "taps": ' : '  "taps": [\n';
  for (let y = 0; y < height; y++) {
    const places = Array.from({ length: width }, (_, x) => {
      const at = (y * width + x) * channels;
      const cells = Array.from({ length: channels }, (_unused, c) => tapJson(kernel, at + c, target));
      return channels === 1 ? cells[0] : `[${cells.join(", ")}]`;
    });
    yield list ? `[${places.join(", ")}]` : `    [${places.join(", ")}]${y < height - 1 ? "," : ""}\n`;
  }
  if (!list) yield "  ]";
  const { divisor, scale, offset, anchor, mode, sampleRate } = kernel;
  if (divisor.num !== 1n || divisor.den !== 1n) yield `,\n  "divisor": ${exactJson(divisor, target)}`;
  if (scale !== undefined) yield `,\n  "scale": ${numberText(scale)}`;
  if (offset !== undefined) yield `,\n  "offset": ${numberText(offset)}`;
  if (anchor) yield `,\n  "anchor": [${list ? anchor[0] : anchor.join(", ")}]`;
  if (mode) yield `,\n  "mode": "${mode}"`;
  if (sampleRate !== undefined) yield `,\n  "sampleRate": ${numberText(sampleRate)}`;
  yield "\n}\n";
}

function tapJson(kernel: Kernel, i: number, target: string): string {
  if (kernel.imag) return `"${complexText(kernel.taps[i], kernel.imag[i])}"`;
  return kernel.exactTaps ? exactJson(kernel.exactTaps[i], target) : numberText(kernel.taps[i]);
}

/** A whole number that is an f64 for sure, else a fraction in quotes: also `n/1`, which is never rounded. */
function exactJson(r: Rational, target: string): string {
  if (r.den === 1n && Number.isSafeInteger(Number(r.num))) return rationalText(r);
  if (Math.max(`${r.num}`.length - 1, `${r.den}`.length) > MOST_DIGITS) {
    const found = `an exact tap or divisor has more than ${MOST_DIGITS} digits, which no kernel file can hold`;
    throw usageError(target, found, "Write .npy, whose taps are the nearest 64-bit floats");
  }
  return `"${r.num}/${r.den}"`;
}
