/** What work costs: amounts of it, by kind, times the prices that `npm run calibrate` measured. */
import { PRICES } from "./prices.js";

/** Amounts by kind of work, such as samples, multiply-adds or calls. */
export type Work = Readonly<Record<string, number>>;

export interface Estimate {
  /** Nanoseconds for an output sample (channels counted one by one), as the kernel alone has it. */
  readonly cost: number;
  /** Nanoseconds for this call, with all that depends on its size. */
  readonly time: number;
  /** What `time` is the price of. */
  readonly work: Work;
}

/**
 * @param way as `PRICES` names it; one that was not measured yet is never the cheapest
 * @param each the work of a sample, which follows from the kernel
 * @param whole all work of the call
 */
export function estimate(way: string, each: Work, whole: Work): Estimate {
  return { cost: priceOf(way, each), time: priceOf(way, whole), work: whole };
}

/** Nanoseconds that so much work of a way costs; infinite where there is work without a price. */
export function priceOf(way: string, work: Work): number {
  const prices = (PRICES as Readonly<Record<string, Readonly<Record<string, number>> | undefined>>)[way] ?? {};
  let sum = 0;
  for (const [kind, amount] of Object.entries(work)) {
    if (amount !== 0) sum += amount * (prices[kind] ?? Number.POSITIVE_INFINITY);
  }
  return sum;
}
