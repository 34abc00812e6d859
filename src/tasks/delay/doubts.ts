/** When an answer is no answer: the rules that make a delay ambiguous. */
import { count } from "../../base/text.js";
import { exp, log } from "../../math/elementary.js";
import type { DelayMethod, DelayResult } from "./options.js";
import { overBins, type Spectra } from "./spectra.js";

/** Noise alone may pass for a delay in one call of a hundred. */
export const FALSE_ALARM = 0.01;

/**
 * How many independent samples the overlap is worth for the correlation of independent signals like these: for stationary
 * ones var r = 1/effective = Σ_l ρ_a(l)·ρ_b(l)/m (Bartlett, J. R. Stat. Soc. B 8, 1946), the sum taken over frequencies.
 * It is taken in each segment, since signals such as speech are loud at times only, and have another pitch each time.
 * Independent or not, the powers of a segment are those of its signals, so that nothing needs to be averaged first.
 */
export function effectiveSamples(spectra: Spectra): number {
  const { powerA, powerB, product, overlap } = spectra;
  if (product.sum === 0) return 0;
  const powers = overBins(spectra, (k) => powerA[k]) * overBins(spectra, (k) => powerB[k]);
  return Math.min(overlap, (overlap * powers) / (product.sum * product.terms));
}

/**
 * A bound on the chance that independent signals reach this score at one of `lags` lags. For `cc`, of n effective
 * samples, P(|r| ≥ r₀) ≤ (1 − r₀²)^((n − 2)/2) (from the null distribution of r; Fisher 1915); for `phat`, of scores with
 * the spread σ, P ≤ exp(−s²/2σ²). Times the number of lags.
 */
export function falseAlarm(
  height: number,
  lags: number,
  null_: { readonly samples: number } | { readonly spread: number },
): number {
  const one =
    "samples" in null_
      ? (Math.max(0, null_.samples - 2) / 2) * log(Math.max(0, 1 - height * height))
      : -(height * height) / (2 * null_.spread * null_.spread);
  // 0 · −Infinity where two samples agree perfectly, as any two do; 0/0 where there is no score at all.
  return Number.isNaN(one) ? 1 : Math.min(1, exp(one + log(lags)));
}

type Doubts = DelayResult["doubts"][number][];

/** What the rules look at. Heights and scores are as the search saw them. */
export interface Findings {
  readonly method: DelayMethod;
  /** How many were searched. */
  readonly lags: number;
  readonly lag: number;
  readonly height: number;
  /** Beyond the end of the lags, where `lag` is that, the score is higher still. */
  readonly rises: boolean;
  readonly overlap: number;
  readonly falseAlarm: number;
  readonly second: DelayResult["second"];
  readonly maxSecond: number;
  /** The second peak of A's own correlation, as a share of that at lag 0; only `phat` asks. */
  readonly ownSecond: number;
}

/** Fewer samples than these show no peak: of three any may agree, and phases need more to look random. */
const LEAST: Readonly<Record<DelayMethod, number>> = { cc: 3, phat: 64 };

/** Every reason why the peak is no answer; the first one explains the others, so it stands alone where it is basic. */
export function doubtsOf(f: Findings): Doubts {
  if (f.overlap < LEAST[f.method]) {
    const meet = `only ${count(f.overlap, "sample")} of each signal meet${f.overlap === 1 ? "s" : ""} at the best lag`;
    const because = `${meet}, and ${f.method} needs ${LEAST[f.method]} to tell a peak from noise`;
    return [{ kind: "overlap", because }];
  }
  if (f.falseAlarm > FALSE_ALARM) {
    const chance = f.falseAlarm >= 1 ? "" : ` (chance ${shortShare(f.falseAlarm)})`;
    const lags = count(f.lags, "lag");
    return [
      { kind: "noise", because: `independent noise gives as high a peak (${short(f.height)}) among ${lags}${chance}` },
    ];
  }
  const doubts: Doubts = [];
  if (f.rises) {
    const because = `the best lag, ${f.lag}, is the end of the range of --max-lag, and beyond it the scores still rise`;
    doubts.push({ kind: "edge", because });
  }
  if (f.second !== null && f.second.ratio > f.maxSecond) {
    const because = `a second peak at lag ${f.second.lag} has ${shortShare(f.second.ratio)} of the height of the first at lag ${f.lag}`;
    doubts.push({ kind: "second-peak", because });
  }
  if (f.ownSecond > f.maxSecond) {
    const because = `the first signal repeats itself: a later part agrees with it to ${shortShare(f.ownSecond)}`;
    doubts.push({ kind: "periodic", because });
  }
  return doubts;
}

const short = (x: number): string => `${Number(x.toPrecision(3))}`;
/** A share in percent, rounded down so that 99.96 % is not 100 %. */
function shortShare(x: number): string {
  const percent = 100 * x;
  const text = percent >= 1 ? `${Math.floor(percent * 10) / 10}` : `${Number(percent.toPrecision(2))}`;
  return `${text} %`;
}
