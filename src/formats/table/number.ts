/**
 * Numbers straight from bytes, for the millions of cells where a string each would cost most of the time.
 *
 * A decimal number is `m · 10^e`. Where m has at most 15 digits and |e| ≤ 22, m and 10^|e| are f64 without error, so one
 * multiplication or division gives the nearest f64 (W. D. Clinger, "How to read floating point numbers accurately",
 * 1990). With 16 to 19 digits the quotient is carried as a sum of two f64 and taken only where the rounding is certain.
 * All else is left to the caller, who asks `Number`.
 */

/** 10^0 … 10^22: the powers of ten that are f64. */
const TENS = Float64Array.of(
  1,
  1e1,
  1e2,
  1e3,
  1e4,
  1e5,
  1e6,
  1e7,
  1e8,
  1e9,
  1e10,
  1e11,
  1e12,
  1e13,
  1e14,
  1e15,
  1e16,
  1e17,
  1e18,
  1e19,
  1e20,
  1e21,
  1e22,
);
const MINUS = 45;
const PLUS = 43;

/**
 * Reads `[+-]digits[.digits][e[+-]digits]` (also `.5` and `5.`) at `from` and stores the nearest f64 in `out[at]`.
 * @param point code of the decimal mark, `.` or `,`
 * @returns the offset behind the number, or −1 where there is none or it needs the long way; `out` is then untouched
 */
export function scanNumber(
  bytes: Uint8Array,
  from: number,
  end: number,
  point: number,
  out: Float64Array,
  at: number,
): number {
  let p = from;
  if (p >= end) return -1;
  const sign = bytes[p];
  if (sign === MINUS || sign === PLUS) p++;
  const first = p;
  let head = 0; // the first 15 significant digits
  let tail = 0; // up to four more
  let digits = 0;
  let exponent = 0;
  for (; p < end; p++) {
    const d = bytes[p] - 48;
    if (d < 0 || d > 9) break;
    if (digits < 15) {
      head = head * 10 + d;
      if (head > 0) digits++;
    } else if (digits < 19) {
      tail = tail * 10 + d;
      digits++;
    } else return -1;
  }
  let seen = p - first;
  if (p < end && bytes[p] === point) {
    p++;
    const fraction = p;
    for (; p < end; p++) {
      const d = bytes[p] - 48;
      if (d < 0 || d > 9) break;
      if (digits < 15) {
        head = head * 10 + d;
        if (head > 0) digits++;
      } else if (digits < 19) {
        tail = tail * 10 + d;
        digits++;
      } else return -1;
    }
    seen += p - fraction;
    exponent = fraction - p;
  }
  if (seen === 0) return -1;
  if (p < end && (bytes[p] | 32) === 101) {
    let q = p + 1;
    const mark = q < end ? bytes[q] : 0;
    if (mark === MINUS || mark === PLUS) q++;
    const start = q;
    let written = 0;
    for (; q < end; q++) {
      const d = bytes[q] - 48;
      if (d < 0 || d > 9) break;
      if (written < 100_000) written = written * 10 + d;
    }
    if (q === start) return -1;
    exponent += mark === MINUS ? -written : written;
    p = q;
  }
  let value: number;
  if (digits <= 15) {
    if (exponent === 0 || head === 0) value = head;
    else if (exponent < 0 && exponent >= -22) value = head / TENS[-exponent];
    else if (exponent > 0 && exponent <= 22) value = head * TENS[exponent];
    else return -1;
  } else {
    if (exponent > 0 || exponent < -22) return -1;
    value = longQuotient(head, tail, TENS[digits - 15], TENS[-exponent]);
    if (!(value > 0)) return -1;
  }
  out[at] = sign === MINUS ? -value : value;
  return p;
}

/** 2^27 + 1 splits an f64 into two halves whose products are exact (Dekker 1971). */
const SPLIT = 134217729;
/** Far above the error of `rest / tens` (a few 2^-53), far below what makes roundings uncertain often. */
const DOUBT = 1 / 70368744177664;

/**
 * The f64 nearest to `(head · shift + tail) / tens`, or 0 where that cannot be told in two f64.
 * All four are f64 without error; head < 10^15, shift ≤ 10^4, tens ≤ 10^22.
 */
function longQuotient(head: number, tail: number, shift: number, tens: number): number {
  const high = head * shift;
  const low = productError(head, shift, high) + tail; // whole numbers below 2^15: exact
  const quotient = high / tens;
  const product = quotient * tens;
  // high − quotient·tens is an f64 without error, and so is each step to it.
  const rest = high - product - productError(quotient, tens, product) + low;
  const correction = rest / tens;
  const value = quotient + correction * (1 + DOUBT);
  return value === quotient + correction * (1 - DOUBT) ? value : 0;
}

/** a·b − fl(a·b), exactly. */
function productError(a: number, b: number, product: number): number {
  const ca = SPLIT * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLIT * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return al * bl - (product - ah * bh - al * bh - ah * bl);
}
