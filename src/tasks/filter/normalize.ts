/**
 * Normalised cross-correlation of signals. With N samples x, K taps k, c[l] = Σ_n x[n+l]·conj(k[n]) and M(l) the number of
 * products in that sum (N − |l| where K = N):
 *
 * - `biased`: c[l]/N
 * - `unbiased`: c[l]/M(l)
 * - `coeff`: c[l]/√(Σ|x|²·Σ|k|²), within [−1, 1] (of Cauchy and Schwarz); 1 at lag 0 where k = x
 * - `zncc`: Σ (x − x̄_l)(k − k̄)/√(Σ (x − x̄_l)²·Σ (k − k̄)²) over the window at lag l of the extended input, x̄_l its mean
 *
 * For K = N the first three are those of MATLAB's and Octave's `xcorr`, which take no others.
 */

import { toNumber } from "../../base/rational.js";
import type { Signal } from "../../base/signal.js";
import type { Accounts } from "../../engine/accounts.js";
import { Extension } from "../../engine/extend.js";
import type { Plan } from "../../engine/planner.js";
import { type DoubleDouble, plus } from "../../math/double-double.js";
import { dot, likeness } from "../../math/likeness.js";
import { ZnccScores } from "../zncc/scores.js";
import type { Stage } from "./stage.js";

/** Values nearer to ±1 than this are made again by their definition, so that 1 is 1. */
const NEAR_ONE = 1e-9;
/** Greatest bound on the error of a value that is taken as it is. */
const ENOUGH = 1e-10;

/** Divides the sums of `out`, in place. */
export function normalizeSums(out: Signal, stage: Stage, how: "biased" | "unbiased" | "coeff"): void {
  for (let c = 0; c < out.channels; c++) {
    if (how === "coeff") toCoefficients(out, stage, c);
    else divide(out, c, divisorOf(stage, how));
  }
}

function divide({ data, imag, channels, width }: Signal, channel: number, divisor: (output: number) => number): void {
  for (let i = 0; i < width; i++) {
    const [at, by] = [i * channels + channel, divisor(i)];
    data[at] = data[at] / by;
    if (imag) imag[at] = imag[at] / by;
  }
}

function divisorOf({ problem }: Stage, how: "biased" | "unbiased"): (output: number) => number {
  const { input, taps, origin } = problem.x;
  if (how === "biased") return () => input;
  return (i) => Math.min(taps, input - origin - i) - Math.max(0, -origin - i);
}

function toCoefficients(out: Signal, stage: Stage, channel: number): void {
  const { field, kernel, problem } = stage;
  const own = kernel.channels === 1 ? 0 : channel;
  const x = line(field.data, field.channels, channel);
  const k = line(kernel.taps, kernel.channels, own);
  const xi = field.imag && line(field.imag, field.channels, channel);
  const ki = kernel.imag && line(kernel.imag, kernel.channels, own);
  const [energyX, energyK] = [energyOf(x, xi), energyOf(k, ki)];
  // Sums are those of the taps over their divisor.
  const divisor = toNumber(kernel.divisor) * (kernel.scale ?? 1);
  const root = rootOfProduct(energyX.high, energyK.high) / Math.abs(divisor);
  const { channels, data, imag, width } = out;
  for (let i = 0; i < width; i++) {
    const at = i * channels + channel;
    if (root === 0) data[at] = data[at] * 0;
    else data[at] = data[at] / root;
    if (imag) imag[at] = root === 0 ? imag[at] * 0 : imag[at] / root;
    if (imag || !(Math.abs(data[at]) > 1 - NEAR_ONE)) continue;
    const lag = problem.x.origin + i;
    const [from, to] = [Math.max(0, -lag), Math.min(k.length, x.length - lag)];
    const window = { values: x.subarray(from + lag, to + lag), energy: energyX };
    const value = likeness(window, { values: k.subarray(from, to), energy: energyK });
    data[at] = divisor < 0 ? -value : value;
  }
}

/** √(a·b), rounded as few times as the range of f64 allows. */
function rootOfProduct(a: number, b: number): number {
  const product = a * b;
  return product > 1e-290 && product < Infinity ? Math.sqrt(product) : Math.sqrt(a) * Math.sqrt(b);
}

/** Every `step`-th of some samples, as f64. */
function line(samples: ArrayLike<number>, step: number, first: number): Float64Array {
  const out = new Float64Array(samples.length / step);
  for (let i = 0; i < out.length; i++) out[i] = samples[i * step + first];
  return out;
}

/** Σ|x|² of the samples that are finite. */
function energyOf(real: Float64Array, imag: Float64Array | undefined): DoubleDouble {
  const finite = (plane: Float64Array): Float64Array =>
    plane.every((v) => v - v === 0) ? plane : plane.map((v) => (v - v === 0 ? v : 0));
  const squares = (plane: Float64Array): DoubleDouble => dot(finite(plane), finite(plane));
  return imag ? plus(squares(real), squares(imag)) : squares(real);
}

/**
 * Fills `out` with the scores of a stage's windows. Returns how many windows are flat (their score is 0), and how the
 * products were summed.
 */
export function* runZncc(
  stage: Stage,
  out: Signal,
  accounts: Accounts,
): Generator<number, { readonly flat: number; readonly plan: Plan }> {
  const { field, problem } = stage;
  const { x, taps } = problem;
  const extension = new Extension(field, x.border, problem.y.border, false);
  const block = extension.block({ x0: x.origin, x1: x.origin + x.outputs + x.taps - 1, y0: 0, y1: 1 });
  let flat = 0;
  const scorers = Array.from({ length: taps.channels }, (_, c) => new ZnccScores(line(taps.real, taps.channels, c)));
  try {
    for (let c = 0; c < out.channels; c++) {
      const scores = scorers[scorers.length === 1 ? 0 : c];
      const samples = line(block.real, out.channels, c);
      // Blocks lie on a grid that begins at input sample 0.
      for (let i = 0; i < x.outputs; ) {
        const next = (Math.floor((x.origin + i) / scores.step) + 1) * scores.step - x.origin;
        const count = Math.min(next, x.outputs) - i;
        scores.run(samples, i, count);
        flat += scores.flat;
        accounts.nan += scores.missing;
        for (let j = 0; j < count; j++) {
          const value = scores.values[j];
          const doubtful = scores.errors[j] > ENOUGH || Math.abs(value) > 1 - NEAR_ONE;
          out.data[(i + j) * out.channels + c] = doubtful ? scores.exact(samples, i + j) : value;
        }
        i += count;
        yield (c * x.outputs + i) / (x.outputs * out.channels);
      }
    }
  } finally {
    for (const scores of scorers) scores.end();
  }
  return { flat, plan: { ...stage.plan, algorithm: scorers[0].algorithm, error: () => ENOUGH } };
}
