/** The sample rate that a column of times stands for. */
import { inputError } from "../../base/errors.js";

/** Greatest deviation of a step from the usual step, as a part of it, where nobody says another. */
export const JITTER = 1e-3;

/**
 * Samples per second of rising times in seconds with constant steps. Printed times are rounded (1/360 s as 0.002778), so
 * the rate is the shortest decimal number that fits the times as closely as they fit a straight line; exact times give
 * their exact rate. An input error where a step is off by more than `jitter` of it, naming the row's place.
 *
 * @param place how messages name row i (from 0)
 */
export function rateOfTimes(times: Float64Array, place: (row: number) => string, jitter = JITTER): number | undefined {
  const n = times.length;
  if (n < 2) return undefined;
  const usual = medianStep(times);
  if (!(usual > 0))
    throw inputError(
      place(firstFall(times)),
      "the time does not rise",
      "Sort the rows by time, or leave out --time-column and give --rate",
    );
  checkSteps(times, usual, place, jitter);
  return shortestRate(times);
}

/** @throws an input error for the first step that is off by more than `jitter` of the usual one */
function checkSteps(times: Float64Array, usual: number, place: (row: number) => string, jitter: number): void {
  for (let i = 1; i < times.length; i++) {
    const step = times[i] - times[i - 1];
    if (Math.abs(step - usual) > jitter * usual + roundingOf(times[i]))
      throw inputError(
        place(i),
        `a time step of ${short(step)} s where the usual one is ${short(usual)} s`,
        "Resample the data to equal steps, or leave out --time-column and give --rate",
      );
  }
}

/** The same for times that come block by block; what is usual is known from the first of them. */
export class StepCheck {
  private readonly usual: number | undefined;
  private last: number | undefined;

  /** @param first times that `rateOfTimes` has checked; fewer than two say nothing */
  constructor(
    first: Float64Array,
    private readonly jitter = JITTER,
  ) {
    this.usual = first.length < 2 ? undefined : medianStep(first);
  }

  check(times: Float64Array, place: (row: number) => string): void {
    if (times.length === 0 || this.usual === undefined) return;
    const { last } = this;
    const line = last === undefined ? times : joined(last, times);
    checkSteps(line, this.usual, (row) => place(last === undefined ? row : row - 1), this.jitter);
    this.last = times[times.length - 1];
  }
}

/** Half an ulp of both times, generously: what a step of exact decimal times may be off by in f64. */
const roundingOf = (time: number): number => Math.abs(time) * Number.EPSILON * 2;

function joined(first: number, rest: Float64Array): Float64Array {
  const all = new Float64Array(rest.length + 1);
  all[0] = first;
  all.set(rest, 1);
  return all;
}

const short = (x: number): number => Number(x.toPrecision(6));

/** The median of up to 4096 steps spread over the column. */
function medianStep(times: Float64Array): number {
  const n = times.length - 1;
  const taken = Math.min(n, 4096);
  const steps = Float64Array.from({ length: taken }, (_, k) => {
    const i = Math.floor((k * n) / taken);
    return times[i + 1] - times[i];
  }).sort();
  return steps[Math.floor(taken / 2)];
}

function firstFall(times: Float64Array): number {
  for (let i = 1; i < times.length; i++) if (!(times[i] > times[i - 1])) return i;
  return times.length - 1;
}

function shortestRate(times: Float64Array): number {
  const n = times.length - 1;
  const first = times[0];
  const span = times[n] - first;
  let off = roundingOf(Math.max(Math.abs(first), Math.abs(times[n])));
  for (let i = 1; i < n; i++) off = Math.max(off, Math.abs(times[i] - first - (span * i) / n));
  const mean = n / span;
  for (let digits = 1; digits < 17; digits++) {
    const rate = Number(mean.toPrecision(digits));
    if (Math.abs(n / rate - span) <= 2 * off) return rate;
  }
  return mean;
}
