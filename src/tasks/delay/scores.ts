/** Scores of method `cc`: the normalised correlation of the samples that meet at each lag. */
import { kernelOf } from "../../base/kernel.js";
import { correlate } from "../arrays.js";
import { type Lags, lagCount, meeting } from "./lags.js";

/** Where the energies that meet are below this share of the whole, rounding would decide the score: it is 0. */
const FLAT = 1e-12;

/**
 * Score of each lag k, over the m(k) samples that meet, a[n] with b[n+k], M being the length of the shorter signal:
 *
 *     score(k) = r(k)·√(m(k)/M),   r(k) = Σ(a − ā)(b − b̄) / √(Σ(a − ā)²·Σ(b − b̄)²)
 *
 * with the means ā, b̄ and all sums over the samples that meet at k (`centred`; else ā = b̄ = 0). r is Pearson's
 * coefficient, so a fragment scores 1 where it was cut from. The root weighs lags at which few samples meet: independent
 * signals have var r ≈ 1/(effective samples), and so the same spread of the score at every lag. Flat stretches score 0.
 */
export function correlationScores(a: Float64Array, b: Float64Array, lags: Lags, centred: boolean): Float64Array {
  const sums = rawCorrelation(a, b, lags);
  const [sa, saa] = runningSums(a);
  const [sb, sbb] = runningSums(b);
  const floor = FLAT * saa[a.length] * sbb[b.length];
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < sums.length; i++) {
    const lag = lags.first + i;
    const { from, to } = meeting(a.length, b.length, lag);
    const m = to - from;
    const meanA = centred ? (sa[to] - sa[from]) / m : 0;
    const meanB = centred ? (sb[to + lag] - sb[from + lag]) / m : 0;
    const va = saa[to] - saa[from] - m * meanA * meanA;
    const vb = sbb[to + lag] - sbb[from + lag] - m * meanB * meanB;
    const energy = Math.max(0, va) * Math.max(0, vb);
    const r = energy > floor ? (sums[i] - m * meanA * meanB) / Math.sqrt(energy) : 0;
    sums[i] = Math.max(-1, Math.min(1, r)) * Math.sqrt(m / shorter);
  }
  return sums;
}

/** Sums of x and of x² before each sample (n + 1 of each), with compensation (Neumaier 1974): a quiet end keeps digits. */
function runningSums(x: Float64Array): readonly [Float64Array, Float64Array] {
  const running = (value: (v: number) => number): Float64Array => {
    const out = new Float64Array(x.length + 1);
    let sum = 0;
    let lost = 0;
    for (let i = 0; i < x.length; i++) {
      const v = value(x[i]);
      const next = sum + v;
      lost += Math.abs(sum) >= Math.abs(v) ? sum - next + v : v - next + sum;
      sum = next;
      out[i + 1] = sum + lost;
    }
    return out;
  };
  return [running((v) => v), running((v) => v * v)];
}

/**
 * c[k] = Σ_n a[n]·b[n+k] for the lags asked for, by the engine: the shorter signal is the kernel, and the longer one is cut
 * to what the lags reach. Few of them go the way that takes the least time.
 */
function rawCorrelation(a: Float64Array, b: Float64Array, lags: Lags): Float64Array {
  if (a.length > b.length) {
    // c of (a, b) at k is c of (b, a) at −k.
    return rawCorrelation(b, a, { ...lags, first: -lags.last, last: -lags.first }).reverse();
  }
  const input = new Float64Array(a.length + lagCount(lags) - 1);
  const from = Math.max(0, lags.first);
  input.set(b.subarray(from, Math.max(from, lags.first + input.length)), from - lags.first);
  const few = lags.cut.first || lags.cut.last ? { maxLag: lagCount(lags) - 1 } : {};
  return correlate(input, kernelOf(a, { width: a.length }), { size: "valid", ...few }) as Float64Array;
}
