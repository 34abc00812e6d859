/** Round numbers for axes, and numbers as captions show them. */
import type { Limits } from "./figure.js";

export interface Tick {
  readonly value: number;
  readonly text: string;
}

const DIGITS = [1, 2, 5] as const;

/**
 * Ticks at the multiples of 1, 2 or 5 times a power of ten that lie in the limits: as many as there can be, but not
 * more than `most`. From `most` = 9 on there are at least 3.
 * @param whole only whole numbers, of which there may then be fewer
 * @param limits finite, rising, and apart by more than 1e-12 of their size
 */
export function ticksOf([low, high]: Limits, most: number, whole = false): Tick[] {
  for (let k = Math.max(exponentOf((high - low) / most), whole ? 0 : -Infinity); ; k++) {
    for (const digit of DIGITS) {
      // Whole numbers n, so that every tick is the f64 nearest to n·10^k.
      const step = nearestTo(digit, k);
      const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
      if (last - first > 3 * most + 6) continue;
      const numbers = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * digit);
      const inside = numbers.filter((n) => nearestTo(n, k) >= low && nearestTo(n, k) <= high);
      if (inside.length > most) continue;
      const texts = tickTexts(inside, k);
      return inside.map((n, i) => ({ value: nearestTo(n, k) + 0, text: texts[i] }));
    }
  }
}

const nearestTo = (n: number, k: number): number => Number(`${n}e${k}`);

/** floor(log10 x), by the digits of x; 0 for 0. */
export function exponentOf(x: number): number {
  return x > 0 && x < Infinity ? Number(x.toExponential().split("e")[1]) : 0;
}

/** The numbers n·10^k of an axis, alike: with as many decimals each, or all of them as `1.5e−7` where that is shorter. */
function tickTexts(numbers: readonly number[], k: number): string[] {
  if (numbers.every((n) => n === 0)) return numbers.map(() => "0");
  const plain = numbers.map((n) => decimals(n, k));
  const largest = exponentOf(Math.max(0, ...numbers.map((n) => Math.abs(nearestTo(n, k)))));
  if (largest >= SMALL && largest < LARGE) return plain;
  const powers = numbers.map((n) => power(n, k));
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  return longest(powers) < longest(plain) ? powers : plain;
}

const sign = (n: number): string => (n < 0 ? "−" : "");

function decimals(n: number, k: number): string {
  const digits = String(Math.abs(n));
  if (k >= 0) return n === 0 ? "0" : sign(n) + digits + "0".repeat(k);
  const padded = digits.padStart(1 - k, "0");
  return `${sign(n)}${padded.slice(0, k)}.${padded.slice(k)}`;
}

function power(n: number, k: number): string {
  if (n === 0) return "0";
  const digits = String(Math.abs(n));
  const mantissa = digits.replace(/0+$/, "");
  const rest = mantissa.length > 1 ? `.${mantissa.slice(1)}` : "";
  const exponent = k + digits.length - 1;
  return `${sign(n)}${mantissa[0]}${rest}e${sign(exponent)}${Math.abs(exponent)}`;
}

/** Powers of ten outside of which numbers have exponents. */
const [SMALL, LARGE] = [-4, 7];

/** A number with at most `digits` digits that count (whole ones with all): `0.0625`, `−3.142`, `123456`, `1.5e9`. */
export function numberText(x: number, digits = 4): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const short = Number.isInteger(x) && Math.abs(x) < 1e7 ? x : Number(x.toPrecision(digits));
  const e = exponentOf(Math.abs(short));
  const text = short !== 0 && (e < SMALL || e >= LARGE) ? short.toExponential() : String(short);
  return text.replace("e+", "e").replaceAll("-", "−");
}
