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
      const step = Number(`${digit}e${k}`);
      const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
      if (last - first > 3 * most + 6) continue;
      const numbers = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * digit);
      const inside = numbers.filter((n) => nearestTo(n, k) >= low && nearestTo(n, k) <= high);
      if (inside.length <= most) {
        const largest = exponentOf(Math.max(...inside.map((n) => Math.abs(nearestTo(n, k))), step));
        return inside.map((n) => ({ value: nearestTo(n, k) + 0, text: decimalText(n, k, largest) }));
      }
    }
  }
}

const nearestTo = (n: number, k: number): number => Number(`${n}e${k}`);

/** floor(log10 x), by the digits of x. */
export function exponentOf(x: number): number {
  return x > 0 && x < Infinity ? Number(x.toExponential().split("e")[1]) : 0;
}

/** n·10^k, all ticks of an axis with as many decimals; very small and very large ones as `1.5e−7`. */
function decimalText(n: number, k: number, largest: number): string {
  const sign = n < 0 ? "−" : "";
  const digits = String(Math.abs(n));
  if (n === 0 && (largest < SMALL || largest >= LARGE)) return "0";
  if (largest < SMALL || largest >= LARGE) {
    const mantissa = digits.replace(/0+$/, "");
    const exponent = k + digits.length - 1;
    const rest = mantissa.slice(1);
    return `${sign}${mantissa[0]}${rest === "" ? "" : `.${rest}`}e${signed(exponent)}`;
  }
  if (k >= 0) return n === 0 ? "0" : sign + digits + "0".repeat(k);
  const padded = digits.padStart(1 - k, "0");
  return `${sign}${padded.slice(0, k)}.${padded.slice(k)}`;
}

/** Powers of ten outside of which numbers have exponents. */
const [SMALL, LARGE] = [-4, 7];

const signed = (n: number): string => (n < 0 ? `−${-n}` : String(n));

/** A number with at most `digits` digits that count: `0.0625`, `−3.14`, `1.5e9`. */
export function numberText(x: number, digits = 4): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const short = Number(x.toPrecision(digits));
  const e = exponentOf(Math.abs(short));
  const text = short !== 0 && (e < SMALL || e >= LARGE) ? short.toExponential() : String(short);
  return text.replace("e+", "e").replaceAll("-", "−");
}
