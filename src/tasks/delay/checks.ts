/** What a delay call may ask for: options against their ranges, two rates against each other, the band against the rate. */
import { inputError, usageError } from "../../base/errors.js";
import { POLARITIES } from "../../base/options.js";
import { quoted } from "../../base/text.js";
import { DELAY_METHODS, DELAY_NANS, DETRENDS, type DelayOptions } from "./options.js";
import { type Line, shareOfMean } from "./prepare.js";

/** Above this share of the energy, the means decide what the lags would. */
const MEAN_DOMINATES = 0.5;

/** What the two signals, or the options, say of the rate. */
export function commonRate(first: Line, second: Line, given: number | undefined): number | null {
  const rates = [first.rate, second.rate].filter((r) => r !== undefined);
  if (rates.length === 2 && Math.abs(rates[0] - rates[1]) > 1e-6 * Math.abs(rates[0])) {
    throw inputError(
      second.name,
      `it has ${rates[1]} samples per second, and ${first.name} has ${rates[0]}`,
      "Resample one of them to the rate of the other",
    );
  }
  return rates.at(0) ?? given ?? null;
}

/** The band in cycles per sample. */
export function cyclesOf(band: DelayOptions["band"], rate: number | null): readonly [number, number] {
  if (band === undefined) return [0, 0.5];
  const [from, to] = band.map((f) => f / (rate ?? 1));
  if (!(from >= 0 && from < to && to <= 0.5)) {
    const unit = rate === null ? "cycles per sample" : "Hz";
    throw usageError(
      "--band",
      `${band[0]} to ${band[1]} ${unit} does not lie between 0 and ${(rate ?? 1) / 2} ${unit}, rising`,
      `Give two frequencies in ${unit}, the lower one first`,
    );
  }
  return [from, to];
}

/** Says so where one signal has a rate and the other is taken to have it too. */
export function rateNotes(first: Line, second: Line): string[] {
  for (const [known, other] of [
    [first, second],
    [second, first],
  ]) {
    if (known.rate === undefined || other.rate !== undefined) continue;
    return [
      `${other.name} says no sample rate: it is taken to have the ${known.rate} samples per second of ${known.name}`,
    ];
  }
  return [];
}

export function meanNotes(lines: readonly Line[]): string[] {
  return lines.flatMap(({ samples, name }) => {
    const share = shareOfMean(samples);
    if (share < MEAN_DOMINATES) return [];
    const percent = Math.floor(share * 1000) / 10;
    return [`the mean of ${name} has ${percent} % of its energy and decides the scores: use --detrend mean`];
  });
}

export function checkOptions({ method, detrend, polarity, nan, maxLag, maxSecond, rate }: DelayOptions): void {
  const words: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ["--method", method, DELAY_METHODS],
    ["--detrend", detrend, DETRENDS],
    ["--polarity", polarity, POLARITIES],
    ["--nan", nan, DELAY_NANS],
  ];
  for (const [option, word, known] of words) {
    if (word !== undefined && !known.includes(word)) {
      throw usageError(option, `there is no ${quoted(word)}`, `Use ${known.join(", ")}`);
    }
  }
  if (maxLag !== undefined && !(Number.isSafeInteger(maxLag) && maxLag >= 0)) {
    throw usageError("--max-lag", `${maxLag} is no count of samples`, "Give a whole number from 0 up");
  }
  if (maxSecond !== undefined && !(maxSecond > 0 && maxSecond <= 1)) {
    throw usageError("--max-second", `${maxSecond} is no share`, "Give a number above 0, up to 1");
  }
  if (rate !== undefined && !(rate > 0 && rate < Infinity)) {
    throw usageError("--rate", `${rate} is no sample rate`, "Give samples per second, more than 0");
  }
}
