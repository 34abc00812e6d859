/** The time delay between two signals: by how much B is later than A. Pure: no files, no process, no clock. */
import { inputError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import { log10 } from "../../math/elementary.js";
import { type Input, signalFrom } from "../arrays.js";
import { checkOptions, commonRate, cyclesOf, meanNotes, rateNotes } from "./checks.js";
import { doubtsOf, effectiveSamples, falseAlarm } from "./doubts.js";
import { type Lags, lagCount, lagsOf, meeting, widened } from "./lags.js";
import type { DelayOptions, DelayResult } from "./options.js";
import { heightOf, highest, secondPeak, unweighted } from "./peaks.js";
import { phaseNoise, phaseScores } from "./phat.js";
import { type Line, lineOf, ready } from "./prepare.js";
import { refine } from "./refine.js";
import { correlationScores } from "./scores.js";
import { sentenceOf } from "./sentence.js";
import { alignedSpectra, FINE, SMOOTH } from "./spectra.js";

/** The normal distribution holds 95 % within this many standard errors. */
const Z95 = 1.959963984540054;

/**
 * By how much `b` is later than `a`: what happens in a at sample n happens in b at sample n + delay. Positive: b is later.
 *
 * The signals may differ in length. Each lag k is scored by how alike the samples a[n] and b[n+k] that meet are
 * (`correlationScores`, `phaseScores`); the lag with the highest peak is refined to a fraction of a sample, with a 95 %
 * confidence interval (`refine`). The interval supposes one delay, the same for all frequencies, and independent
 * stationary noise in both signals. An answer that cannot be trusted is `ambiguous`, with the reasons (`Doubt`).
 *
 * @param a,b N samples each, N ≥ 2, real: arrays, typed arrays, or signals of one channel
 * @param options see `DelayOptions`; `maxLag` in samples
 * @throws UserError with `exitCode` 2 for options that cannot be, 3 for planes, complex samples, several channels, NaN
 *   (unless `nan: "interpolate"`), infinity, fewer than 2 samples, or two rates that differ
 */
export function delay(a: Input, b: Input, options: DelayOptions = {}): DelayResult {
  const [first, second] = ([a, b] as const).map((input, i) => {
    const signal = signalFrom(input);
    if (signal.rank === 1 && signal.channels > 1) {
      throw inputError(
        signal.about.source,
        `it has ${signal.channels} channels, and a delay is between two`,
        "Choose one of them",
      );
    }
    const line = lineOf(signal, 0, options.nan ?? "error");
    return line.name === "input" ? { ...line, name: "ab"[i] } : line;
  });
  return delayOfLines(first, second, options);
}

/** A pair of channels, by their numbers from 0, and the delay of the second against the first. */
export interface DelayPair {
  readonly a: number;
  readonly b: number;
  readonly result: DelayResult;
}

/**
 * The delays of all pairs of channels of one signal, the earlier channel being a.
 * @throws UserError as `delay`; (3) for a signal of one channel
 */
export function delays(signal: Signal, options: DelayOptions = {}): DelayPair[] {
  const lines = Array.from({ length: signal.channels }, (_, c) => lineOf(signal, c, options.nan ?? "error"));
  if (lines.length < 2) {
    throw inputError(signal.about.source, "it has one channel, and a delay is between two", "Give a second signal");
  }
  return lines.flatMap((line, a) =>
    lines.slice(a + 1).map((other, i) => ({ a, b: a + 1 + i, result: delayOfLines(line, other, options) })),
  );
}

function delayOfLines(first: Line, second: Line, options: DelayOptions): DelayResult {
  const { method = "cc", detrend = "mean", polarity = "either", maxSecond = 0.95 } = options;
  const rate = commonRate(first, second, options.rate);
  checkOptions(options);
  for (const { samples, name } of [first, second]) {
    if (samples.length < 2) throw inputError(name, "it has fewer than 2 samples", "Give a longer signal");
  }
  const band = cyclesOf(options.band, rate);
  const notes = [...rateNotes(first, second), ...(detrend === "none" ? meanNotes([first, second]) : [])];
  const [a, b] = [first, second].map((line) => ready(line.samples, detrend, options.band && band));

  const lags = lagsOf(a.length, b.length, 2, options.maxLag);
  const centred = detrend !== "none";
  const wide = widened(lags);
  const seen = method === "cc" ? correlationScores(a, b, wide, centred) : phaseScores(a, b, wide, band);
  const scores = seen.subarray(lags.first - wide.first, lags.first - wide.first + lagCount(lags));
  const shorter = Math.min(a.length, b.length);
  const weight = (i: number): number => {
    const { from, to } = meeting(a.length, b.length, lags.first + i);
    return Math.sqrt((to - from) / shorter);
  };
  const top = highest(scores, lags.first, polarity);
  const peak = method === "cc" ? unweighted(scores, top, polarity, weight) : top;
  const height = heightOf(scores[peak], polarity);
  const lag = lags.first + peak;
  const { from, to } = meeting(a.length, b.length, lag);
  const overlap = to - from;
  const base = { lag, score: scores[peak], overlap, rate, notes, curve: { first: lags.first, scores } };
  if (!(height > 0)) return flatResult(first, second, base);

  const spectra = alignedSpectra(a, b, lag, centred, SMOOTH);
  // Long segments see narrow spectra, short ones loud and quiet times.
  const fine = alignedSpectra(a, b, lag, centred, FINE);
  const sign = scores[peak] < 0 ? -1 : 1;
  const refined = refine(spectra, sign, method, band);
  const fit = Math.max(-1, Math.min(1, scores[peak] / weight(peak)));
  const other = secondPeak(scores, peak, polarity);
  const alarm =
    method === "cc"
      ? falseAlarm(fit, lagCount(lags), { samples: Math.min(effectiveSamples(spectra), effectiveSamples(fine)) })
      : falseAlarm(height, lagCount(lags), { spread: phaseSpread(a, b, band, lag, lags, scores) });
  const second_ =
    other === undefined
      ? null
      : { lag: lags.first + other, score: scores[other], ratio: heightOf(scores[other], polarity) / height };
  const beyond = lag === lags.first ? seen[0] : lag === lags.last ? seen[seen.length - 1] : 0;
  const doubts = doubtsOf({
    method,
    lags: lagCount(lags),
    lag,
    height,
    rises: heightOf(beyond, polarity) > height,
    overlap,
    falseAlarm: alarm,
    second: second_,
    maxSecond,
    ownSecond: method === "phat" ? repeats(a, polarity, centred) : 0,
  });
  const exact = lag + refined.fraction;
  const interval: DelayResult["interval"] =
    refined.error === undefined ? null : [exact - Z95 * refined.error, exact + Z95 * refined.error];
  const upright = sign > 0 ? "positive" : "negative";
  const said = { a: first.name, b: second.name, delay: exact, interval, rate, polarity: upright } as const;
  return {
    outcome: doubts.length === 0 ? "delay" : "ambiguous",
    doubts,
    sentence: sentenceOf(doubts.length === 0 ? said : { ...said, because: doubts[0].because }),
    lag,
    delay: exact,
    seconds: rate === null ? null : exact / rate,
    interval,
    score: scores[peak],
    correlation: method === "cc" ? fit : null,
    polarity: upright,
    overlap,
    second: second_,
    falseAlarm: alarm,
    snr: noiseRatio(Math.abs(refined.correlation)),
    rate,
    notes,
    curve: base.curve,
  };
}

type Base = Pick<DelayResult, "lag" | "score" | "overlap" | "rate" | "notes" | "curve">;

/** Nothing varies, so nothing fits better than anything else. */
function flatResult(first: Line, second: Line, base: Base): DelayResult {
  const flat = [first, second].filter(({ samples }) => samples.every((v) => v === samples[0]));
  const because =
    flat.length === 0
      ? "no score is above 0"
      : `${flat.map(({ name }) => name).join(" and ")} ${flat.length === 1 ? "does" : "do"} not vary`;
  const said = { a: first.name, b: second.name, delay: base.lag, interval: null, rate: base.rate } as const;
  return {
    ...base,
    outcome: "ambiguous",
    doubts: [{ kind: "flat", because }],
    sentence: sentenceOf({ ...said, polarity: "positive", because }),
    delay: base.lag,
    seconds: base.rate === null ? null : base.lag / base.rate,
    interval: null,
    correlation: null,
    polarity: "positive",
    second: null,
    falseAlarm: 1,
    snr: null,
  };
}

/** The noise of `phat` is seen on all lags, though few are searched. */
function phaseSpread(
  a: Float64Array,
  b: Float64Array,
  band: readonly [number, number],
  lag: number,
  lags: Lags,
  scores: Float64Array,
): number {
  const all = lagsOf(a.length, b.length, 2);
  const whole = lags.cut.first || lags.cut.last ? phaseScores(a, b, all, band) : scores;
  return phaseNoise(whole, all.first, lag, a.length, b.length);
}

/** The second peak of a signal's own correlation as a share of the first, which is 1. */
function repeats(a: Float64Array, polarity: NonNullable<DelayOptions["polarity"]>, centred: boolean): number {
  const lags = lagsOf(a.length, a.length, 2);
  const own = correlationScores(a, a, lags, centred);
  const seen = polarity === "either" ? "either" : "positive";
  const second = secondPeak(own, -lags.first, seen);
  return second === undefined ? 0 : heightOf(own[second], seen);
}

/**
 * Signal to noise from the correlation ρ of two signals with equal, independent noise: ρ = s/(s + 1). In dB; null where
 * no noise, or nothing but noise, is seen.
 */
function noiseRatio(correlation: number): number | null {
  const s = correlation / (1 - correlation);
  return s > 0 && s < 1e12 ? 10 * log10(s) : null;
}
