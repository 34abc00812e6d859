/**
 * Numbers to bytes in the shortest form that reads back as the same f64: the text of `String`, but `-0`, `nan`, `inf`
 * and `-inf` for the values that it hides or spells in its own way.
 *
 * Short decimals do not need the search for the shortest form. If v·10^6, rounded, is a whole number r of at most 15
 * digits and r / 10^6 is v again, then r without its trailing zeros is the shortest form: decimals of up to 15 digits
 * and f64 name each other one to one, so no other decimal as short or shorter reads as v.
 */

/** Room that `writeNumber` needs: the longest text has 25 characters. */
export const NUMBER_ROOM = 32;

const MINUS = 45;
const ZERO = 48;

/**
 * Writes `v` at `at` and returns the offset behind it. `point` is the code of the decimal mark. The caller sees to
 * NUMBER_ROOM free bytes.
 */
export function writeNumber(v: number, target: Uint8Array, at: number, point: number): number {
  let p = at;
  const a = v < 0 ? -v : v;
  if (a < 1e9 && (a >= 1e-6 || a === 0)) {
    const r = Math.round(a * 1e6);
    if (r / 1e6 === a) {
      if (v < 0 || Object.is(v, -0)) target[p++] = MINUS;
      // r < 10^15, so the quotient cannot round up to the next whole number.
      const whole = Math.floor(r / 1e6);
      p = writeWhole(whole, target, p);
      let rest = r - whole * 1e6;
      if (rest === 0) return p;
      target[p++] = point;
      let digits = 6;
      while (rest % 10 === 0) {
        rest /= 10;
        digits--;
      }
      for (let i = digits - 1; i >= 0; i--) {
        const q = (rest / 10) | 0;
        target[p + i] = ZERO + rest - q * 10;
        rest = q;
      }
      return p + digits;
    }
  }
  return writeText(numberText(v), target, p, point);
}

/** The text of `writeNumber`, with a decimal point. */
export function numberText(v: number): string {
  if (Number.isNaN(v)) return "nan";
  if (v === Infinity) return "inf";
  if (v === -Infinity) return "-inf";
  return Object.is(v, -0) ? "-0" : String(v);
}

/** A whole number below 2^31. */
function writeWhole(v: number, target: Uint8Array, at: number): number {
  let digits = 1;
  for (let bound = 10; v >= bound && digits < 10; bound *= 10) digits++;
  let rest = v | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const q = (rest / 10) | 0;
    target[i] = ZERO + rest - q * 10;
    rest = q;
  }
  return at + digits;
}

function writeText(text: string, target: Uint8Array, at: number, point: number): number {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    target[at + i] = c === 46 ? point : c;
  }
  return at + text.length;
}

/** A complex number as `1+2i`. */
export function writeComplex(re: number, im: number, target: Uint8Array, at: number, point: number): number {
  let p = writeNumber(re, target, at, point);
  if (!(im < 0) && !Object.is(im, -0)) target[p++] = 43;
  p = writeNumber(im, target, p, point);
  target[p++] = 105;
  return p;
}

/** The text of `writeComplex`, with a decimal point. */
export function complexText(re: number, im: number): string {
  const sign = im < 0 || Object.is(im, -0) ? "" : "+";
  return `${numberText(re)}${sign}${numberText(im)}i`;
}
