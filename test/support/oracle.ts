/** The definition of the contract as a double loop: never optimised, and the judge of everything else. */
import type { Mode } from "../../src/base/options.js";

export type Kind = "constant" | "replicate" | "symmetric" | "reflect101" | "wrap" | "odd";
export interface Axis {
  n: number;
  kind: Kind;
  value: number;
}

/** x~[i]: the samples of one line extended by the border rule; each rule as the contract words it. */
export function extended(line: (i: number) => number, { n, kind, value }: Axis, i: number): number {
  if (i >= 0 && i < n) return line(i);
  const mod = (m: number): number => ((i % m) + m) % m;
  if (kind === "constant") return value;
  if (kind === "replicate") return line(i < 0 ? 0 : n - 1);
  if (kind === "wrap") return line(mod(n));
  if (kind === "symmetric") return line(mod(2 * n) < n ? mod(2 * n) : 2 * n - 1 - mod(2 * n));
  if (n === 1) return line(0);
  if (kind === "reflect101") return line(mod(2 * n - 2) < n ? mod(2 * n - 2) : 2 * n - 2 - mod(2 * n - 2));
  // odd: x~[i + 2(n−1)] = x~[i] + 2(x[n−1] − x[0]), and 2x[0] − x[−i] left of the start.
  if (i >= n) return extended(line, { n, kind, value }, i - 2 * (n - 1)) + 2 * (line(n - 1) - line(0));
  return i > -n
    ? 2 * line(0) - line(-i)
    : extended(line, { n, kind, value }, i + 2 * (n - 1)) - 2 * (line(n - 1) - line(0));
}

export interface OracleCall {
  x: Axis;
  y: Axis;
  kernel: { width: number; height: number; tap: (i: number, j: number) => number };
  mode: Mode;
  /** Offset of the anchor on each axis, in samples. */
  offset: readonly [number, number];
  dilation?: readonly [number, number];
}

/** conv: Σ k[j]·x~[i + o − j·d]; xcorr: Σ k[j]·x~[i + j·d − o], at output (ox, oy) of stride 1. */
export function oracle(sample: (x: number, y: number) => number, call: OracleCall, ox: number, oy: number): number {
  const { kernel, mode, offset, dilation = [1, 1] } = call;
  let sum = 0;
  for (let j = 0; j < kernel.height; j++) {
    for (let i = 0; i < kernel.width; i++) {
      const step = (at: number, o: number, t: number, d: number): number =>
        mode === "conv" ? at + o - t * d : at + t * d - o;
      const [px, py] = [step(ox, offset[0], i, dilation[0]), step(oy, offset[1], j, dilation[1])];
      const row = (y: number): number => extended((x) => sample(x, y), call.x, px);
      sum += kernel.tap(i, j) * extended(row, call.y, py);
    }
  }
  return sum;
}
