/** Signals with known delays, seeded. */
import { planFft, type Transform } from "../../src/math/fft.js";
import { delay } from "../../src/tasks/delay/delay.js";
import type { DelayMethod } from "../../src/tasks/delay/options.js";
import { mulberry } from "./random.js";

/** Normal numbers of mean 0 and variance 1 (Box & Muller 1958). */
export function normal(seed: number): () => number {
  const uniform = mulberry(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Transforms by their length: making one takes longer than using it. */
const transforms = new Map<number, Transform>();

export interface Noise {
  /** Samples. */
  readonly n: number;
  /** Cycles per sample. */
  readonly band: readonly [number, number];
  /** Power of the signal over that of the white noise in each channel, over all frequencies, in dB. */
  readonly snr: number;
}

/**
 * Gaussian noise with a flat spectrum inside the band, and the same `late` samples later (any fraction: its spectrum is
 * turned), both with white noise of their own. They are cut from a period four times as long, so nothing wraps round.
 */
export function delayedNoise(seed: number, { n, band, snr }: Noise, late: number): [Float64Array, Float64Array] {
  const g = normal(seed);
  const period = 4 * n;
  const [ar, ai, br, bi] = Array.from({ length: 4 }, () => new Float64Array(period));
  for (let k = Math.ceil(band[0] * period); k <= band[1] * period; k++) {
    const [re, im] = [g(), g()];
    const turn = (-2 * Math.PI * k * late) / period;
    ar[k] = re;
    ai[k] = im;
    br[k] = re * Math.cos(turn) - im * Math.sin(turn);
    bi[k] = re * Math.sin(turn) + im * Math.cos(turn);
  }
  const fft = transforms.get(period) ?? planFft(period);
  transforms.set(period, fft);
  fft.run(ar, ai, 1, true);
  fft.run(br, bi, 1, true);
  const a = ar.slice(n, 2 * n);
  const power = a.reduce((sum, v) => sum + v * v, 0) / n;
  const noise = Math.sqrt(power) * 10 ** (-snr / 20);
  return [a.map((v) => v + noise * g()), br.slice(n, 2 * n).map((v) => v + noise * g())];
}

/**
 * The Cramér–Rao bound of the standard deviation of a delay, in samples, both channels noisy (Knapp & Carter 1976, eq. 42;
 * Quazi, An overview on the time delay estimate, IEEE Trans. ASSP-29, 1981): with the coherence γ²,
 *
 *     σ² ≥ 1 / (2N·∫_0^½ (2πf)²·γ²/(1 − γ²) df).
 *
 * For a signal-to-noise ratio s inside the band in each channel, γ² = (s/(1 + s))², so γ²/(1 − γ²) = s²/(1 + 2s) there.
 * White noise has its share band/½ of power inside the band, so s is the ratio of all powers times ½/(band's width).
 */
export function cramerRao({ n, band: [from, to], snr }: Noise): number {
  const s = (10 ** (snr / 10) * 0.5) / (to - from);
  const bend = ((2 * Math.PI) ** 2 * (to ** 3 - from ** 3)) / 3;
  return Math.sqrt((1 + 2 * s) / (s * s) / (2 * n * bend));
}

/** First-order low-pass noise: y[i] = r·y[i−1] + g. */
export function lowPass(g: () => number, n: number, r: number): Float64Array {
  let y = 0;
  for (let i = 0; i < 500; i++) y = r * y + g();
  return Float64Array.from({ length: n }, () => (y = r * y + g()));
}

export interface Room {
  /** Samples of the answer to a clap. */
  readonly length: number;
  /** Samples in which the reverberation falls by 60 dB. */
  readonly fall: number;
  /** Energy of the direct sound over that of the reverberation, in dB. */
  readonly direct: number;
}

/**
 * The answer of a room to a clap: the direct sound after `at` samples, and from 20 samples later on reverberation as noise
 * that decays exponentially (Polack's model).
 */
export function roomAnswer(g: () => number, at: number, { length, fall, direct }: Room): Float64Array {
  const h = new Float64Array(length);
  for (let i = at + 20; i < length; i++) h[i] = g() * 10 ** ((-3 * (i - at)) / fall);
  const energy = h.reduce((sum, v) => sum + v * v, 0);
  const scale = Math.sqrt(10 ** (-direct / 10) / energy);
  const out = h.map((v) => v * scale);
  out[at] = 1;
  return out;
}

export interface Trial {
  readonly outcome: string;
  readonly error: number;
  readonly width: number;
  readonly covered: boolean;
}

/** Trials of `delay` with delays anywhere between −10 and 10 samples. */
export function trials(count: number, noise: Noise, method: DelayMethod = "cc"): Trial[] {
  const random = mulberry(99);
  return Array.from({ length: count }, (_, i) => {
    const truth = 20 * (random() - 0.5);
    const [a, b] = delayedNoise(1000 + i, noise, truth);
    const { outcome, delay: found, interval } = delay(a, b, { method });
    const [from, to] = interval!;
    return { outcome, error: found - truth, width: to - from, covered: from <= truth && truth <= to };
  });
}

/** Of a normal distribution, between the ends of a 95 % interval. */
const WIDTH_95 = 2 * 1.96;

/** The share that is covered, the RMS error, and both it and the median width over what the bound allows. */
export function summary(all: readonly Trial[], noise: Noise) {
  const bound = cramerRao(noise);
  const error = rms(all.map((t) => t.error));
  return {
    covered: all.filter((t) => t.covered).length / all.length,
    rms: error,
    spread: error / bound,
    width: median(all.map((t) => t.width)) / (WIDTH_95 * bound),
  };
}

export const rms = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);

const median = (values: readonly number[]): number => [...values].sort((x, y) => x - y)[values.length >> 1];

/** What is promised of the delay between such noise: within 0.02 samples RMS. */
export const PROMISE: Noise = { n: 4096, band: [0.05, 0.4], snr: 20 };
