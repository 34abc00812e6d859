/** How far the filtered result is from what was given. */
import type { Model, Plane } from "./model.js";

/** The RMS of y − Ax of two channels. @param seen A·x on the circle */
export function residualOf(
  model: Model,
  seen: Plane,
  y: readonly [Float64Array, Float64Array],
): readonly [number, number] {
  const sums: [number, number] = [0, 0];
  model.eachSeen((at, i) => {
    sums[0] += (y[0][i] - seen.re[at]) * (y[0][i] - seen.re[at]);
    sums[1] += (y[1][i] - seen.im[at]) * (y[1][i] - seen.im[at]);
  });
  return [Math.sqrt(sums[0] / y[0].length), Math.sqrt(sums[1] / y[1].length)];
}

export function rms(x: Float64Array): number {
  let sum = 0;
  for (const v of x) sum += v * v;
  return Math.sqrt(sum / x.length);
}
