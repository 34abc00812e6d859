/** Plans of the compiled transforms (`assembly/fft.ts`), laid out in a workspace. */
import type { Workspace } from "./workspace.js";

/** cos and −sin of 2πj/N for j = 0 … N−1. */
export interface Twiddles {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Radices of the passes, fours first; undefined where a factor is none of 2, 3, 5. */
export function radices(length: number): number[] | undefined {
  const factors: number[] = [];
  let rest = length;
  for (const f of [4, 2, 3, 5]) {
    for (; rest % f === 0; rest /= f) factors.push(f);
  }
  return rest === 1 ? factors : undefined;
}

/** Whether a transform of `batch` interleaved sequences can be planned: a single one begins with a pass of four for two. */
export const isPlannable = (length: number, batch: number): boolean =>
  length > 1 && radices(length) !== undefined && (batch === 1 ? length % 8 === 0 : batch % 2 === 0);

/** f64 that a plan takes: each pass has fewer twiddles than the length divided by the radices before it. */
export const planDoubles = (length: number): number => 2 * length + 128;

/** Writes a plan and returns its address. */
export function planTransform(workspace: Workspace, length: number, batch: number, table: Twiddles): number {
  const factors = radices(length);
  if (!factors || !isPlannable(length, batch)) throw new RangeError(`no plan for ${length} by ${batch}`);
  const head = workspace.ints(1 + 3 * factors.length);
  const twiddles = workspace.doubles(2 * length);
  head[0] = factors.length;
  let scale = 1;
  let at = 0;
  for (const [i, radix] of factors.entries()) {
    const m = length / (scale * radix);
    head.set([radix, m, twiddles.byteOffset + at * 8], 1 + 3 * i);
    for (let p = 0; p < m; p++) {
      for (let k = 1; k < radix; k++) {
        const from = p * k * scale;
        // Two p side by side in the first pass of a single sequence, (re, im) everywhere else.
        const paired = batch === 1 && i === 0;
        const to = paired ? at + (p - (p % 2)) * 6 + (k - 1) * 4 + (p % 2) : at + (p * (radix - 1) + k - 1) * 2;
        twiddles[to] = table.re[from];
        twiddles[to + (paired ? 2 : 1)] = table.im[from];
      }
    }
    at += m * (radix - 1) * 2;
    scale *= radix;
  }
  return head.byteOffset;
}
