/** The answer in one sentence: who is later than whom, by how much, in which unit. */

export interface Said {
  readonly a: string;
  readonly b: string;
  readonly delay: number;
  readonly interval: readonly [number, number] | null;
  readonly rate: number | null;
  readonly polarity: "positive" | "negative";
  /** Why it is ambiguous; absent where it is not. */
  readonly because?: string;
}

/** `b is 16000 samples (1 s) later than a`; what is ambiguous is said so, with the best candidate. */
export function sentenceOf(said: Said): string {
  const { a, b, polarity, because } = said;
  if (because !== undefined) return `the delay of ${b} against ${a} is ambiguous: ${because}`;
  const { delay, unit } = amount(said);
  const upside = polarity === "negative" ? ", and upside down" : "";
  if (delay === 0) return `${b} is neither later nor earlier than ${a}: their delay is ${unit}${upside}`;
  return `${b} is ${unit} ${delay > 0 ? "later" : "earlier"} than ${a}${upside}`;
}

/** The delay rounded to what is known of it, and its size with its unit. */
function amount({ delay, interval, rate }: Said): { readonly delay: number; readonly unit: string } {
  const digits = decimals(interval === null ? 0.01 : (interval[1] - interval[0]) / 2);
  const rounded = Number(delay.toFixed(digits));
  const size = Math.abs(rounded);
  const samples = `${size} sample${size === 1 ? "" : "s"}`;
  return { delay: rounded, unit: rate === null ? samples : `${samples} (${secondsText(size / rate, digits, rate)})` };
}

/** Decimal places that a number with this uncertainty deserves: its second digit, at most 6. */
export function decimals(uncertainty: number): number {
  let digits = 0;
  for (let u = uncertainty; u < 10 && digits < 6; u *= 10) digits++;
  return digits;
}

/** Seconds in the unit that suits their size, to the digits that the samples have. */
export function secondsText(seconds: number, digits = 6, rate = 1): string {
  const [scale, unit] = seconds === 0 || seconds >= 1 ? [1, "s"] : seconds >= 1e-3 ? [1e3, "ms"] : [1e6, "µs"];
  let places = digits;
  for (let step = scale / rate; step < 1; step *= 10) places++;
  for (let step = scale / rate; step >= 10 && places > 0; step /= 10) places--;
  return `${Number((seconds * scale).toFixed(Math.min(12, places)))} ${unit}`;
}
