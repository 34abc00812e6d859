/** The numbers that taps are written in: `-0.5`, `1e-3`, `2/3`, `1+2i`, `-3j`. Nothing else is a number. */
import { type Rational, rational, toNumber } from "../base/rational.js";

export interface Real {
  /** The f64 nearest to the text. */
  readonly value: number;
  /** The exact value of a text `p/q`. */
  readonly fraction?: Rational;
}

export interface Tap extends Real {
  readonly imag: number;
  /** Written with `i` or `j`. */
  readonly complex: boolean;
}

const DECIMAL = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
const REAL = new RegExp(`^[+-]?${DECIMAL}$`);
const FRACTION = /^([+-]?\d+)\/(\d+)$/;
const COMPLEX = new RegExp(`^(?:([+-]?${DECIMAL})(?=[+-]))?([+-]?(?:${DECIMAL})?)[ij]$`);
/** Digits of a numerator or denominator: more than any f64 needs, few enough to stay quick. */
export const MOST_DIGITS = 2000;

/** A real number, or what is wrong with the text: the end of a sentence that begins with the text. */
export function parseReal(text: string): Real | string {
  if (REAL.test(text)) return finite(Number(text));
  const fraction = FRACTION.exec(text);
  if (!fraction) {
    return /^[+-]?(?:nan|inf(?:inity)?)$/i.test(text) ? "is not finite" : "is not a number";
  }
  const [, p, q] = fraction;
  if (p.length > MOST_DIGITS || q.length > MOST_DIGITS) return `has more than ${MOST_DIGITS} digits`;
  const den = BigInt(q);
  if (den === 0n) return "divides by 0";
  const value = rational(BigInt(p.replace(/^\+/, "")), den);
  const real = finite(toNumber(value));
  return typeof real === "string" ? real : { ...real, fraction: value };
}

const finite = (value: number): Real | string =>
  Number.isFinite(value) ? { value } : "is beyond the range of a 64-bit float";

/** A real or complex number, or what is wrong with the text. */
export function parseTap(text: string): Tap | string {
  const last = text.charCodeAt(text.length - 1);
  if (last !== 0x69 && last !== 0x6a) {
    const real = parseReal(text);
    if (typeof real === "string") return real;
    const { value, fraction } = real;
    return fraction ? { value, fraction, imag: 0, complex: false } : { value, imag: 0, complex: false };
  }
  const complex = COMPLEX.exec(text);
  if (!complex) return "is not a number";
  const [, re, im] = complex as unknown as readonly [string, string | undefined, string];
  const value = re === undefined ? 0 : Number(re);
  const imag = im === "" || im === "+" ? 1 : im === "-" ? -1 : Number(im);
  if (!Number.isFinite(value) || !Number.isFinite(imag)) return "is beyond the range of a 64-bit float";
  return { value, imag, complex: true };
}

/** `3`, `-2/3`: the exact text of a rational. */
export const rationalText = (r: Rational): string => (r.den === 1n ? `${r.num}` : `${r.num}/${r.den}`);

/** The shortest text that reads back as the same f64; −0 keeps its sign. */
export const numberText = (x: number): string => (Object.is(x, -0) ? "-0" : `${x}`);

/** `1+2i`, `-0.5-1i`. */
export const complexText = (re: number, im: number): string =>
  `${numberText(re)}${im < 0 || Object.is(im, -0) ? "" : "+"}${numberText(im)}i`;
