/** Fixed-point arithmetic on BigInt with 320 fraction bits: a second, unrelated way to the elementary functions. */
import { decompose } from "../../src/base/rational.js";

export const BITS = 320n;
export const UNIT = 1n << BITS;

export const times = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
export const over = (a: bigint, b: bigint): bigint => (a << BITS) / b;

/** A finite f64, exact when it is a multiple of 2^-320. */
export function fixed(x: number): bigint {
  const { mantissa, exponent } = decompose(x);
  const shift = BigInt(exponent) + BITS;
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

function artanhOfReciprocal(n: bigint): bigint {
  let power = UNIT / n;
  let total = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    total += power / k;
    power /= n * n;
  }
  return total;
}

function arctanOfReciprocal(n: bigint): bigint {
  let power = UNIT / n;
  let total = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    total += k % 4n === 1n ? power / k : -(power / k);
    power /= n * n;
  }
  return total;
}

/** Machin: π = 16 arctan(1/5) − 4 arctan(1/239). */
export const PI = 16n * arctanOfReciprocal(5n) - 4n * arctanOfReciprocal(239n);
/** ln 2 = 2 artanh(1/3). */
export const LN2 = 2n * artanhOfReciprocal(3n);

export function sine(x: bigint): bigint {
  let term = x;
  let total = 0n;
  for (let k = 1n; term !== 0n && term !== -1n; k += 2n) {
    total += term;
    term = -times(times(term, x), x) / ((k + 1n) * (k + 2n));
  }
  return total;
}

export const cosine = (x: bigint): bigint => sine(PI / 2n - x);

/** e^x, for |x| below some hundreds where the result keeps enough bits. */
export function exponential(x: bigint): bigint {
  let term = UNIT;
  let total = 0n;
  const small = x >> 20n;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    total += term;
    term = times(term, small) / k;
  }
  for (let i = 0; i < 20; i++) total = times(total, total);
  return total;
}

/** Natural logarithm of a positive number: m·2^k with m near 1, and 2 artanh((m − 1)/(m + 1)). */
export function logarithm(x: bigint): bigint {
  const k = BigInt(x.toString(2).length - 1) - BITS;
  const m = k >= 0n ? x >> k : x << -k;
  const s = over(m - UNIT, m + UNIT);
  let power = s;
  let total = 0n;
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    total += power / n;
    power = times(times(power, s), s);
  }
  return 2n * total + k * LN2;
}

export function bessel(x: bigint): bigint {
  const square = times(x, x) / 4n;
  let term = UNIT;
  let total = 0n;
  for (let k = 1n; term !== 0n; k++) {
    total += term;
    term = times(term, square) / (k * k);
  }
  return total;
}

/** Distance of `got` from the exact value in units of the last place of `got`. */
export function ulps(got: number, exact: bigint): number {
  const { mantissa, exponent } = decompose(got);
  let e = exponent;
  for (let m = mantissa < 0n ? -mantissa : mantissa; m !== 0n && m < 1n << 52n && e > -1074; m <<= 1n) e--;
  const unit = BigInt(e) + BITS;
  const difference = fixed(got) - exact;
  // Six decimals are enough to tell 0.5005 from 0.501.
  return Number((difference * 1_000_000n) / (1n << unit)) / 1e6;
}
