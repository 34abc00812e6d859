/** The sRGB transfer function (IEC 61966-2-1) between encoded values and linear light, both 0 … 1, odd around 0. */
import { powerOfTwo } from "../base/rational.js";
import { pow } from "./elementary.js";

export const toLinear = (v: number): number =>
  v < 0 ? -toLinear(-v) : v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);

export const toEncoded = (v: number): number =>
  v < 0 ? -toEncoded(-v) : v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;

/** Linear light of every count of a type whose greatest count is `greatest`, in counts too. */
export function linearTable(greatest: number): Float64Array {
  return Float64Array.from({ length: greatest + 1 }, (_, i) => toLinear(i / greatest) * greatest);
}

/** How far `roughlyEncoded` is from `toEncoded`, at most. */
export const ROUGH = 2e-7;

/** Places of an octave that the table has, and the octaves: from 2^-9, below which the function is linear, up to 2. */
const PLACES = 512;
const OCTAVES = 10;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** The half of a double that has its exponent: the second one, but on machines that begin with it. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
/** Exponent and first nine bits of 2^-9, as they lie at the top of a double. */
const FIRST = (1023 - 9) * PLACES;

let table: Float64Array | undefined;

/**
 * Nearly `toEncoded`, by straight lines between the values of a table; NaN from 2 on. Within a place of an octave,
 * (2^-9·v)²/8 times the second derivative 0.26·v^-1.58 bounds the error: 1.3e-7·v^0.42 for v below 2.
 */
export function roughlyEncoded(v: number): number {
  if (v < 0) return -roughlyEncoded(-v);
  if (v <= 0.0031308) return v * 12.92;
  if (!(v < 2)) return Number.NaN;
  table ??= Float64Array.from({ length: PLACES * OCTAVES + 1 }, (_, i) => toEncoded(nodeOf(i)));
  double[0] = v;
  const place = (words[HIGH] >>> 11) - FIRST;
  // The rest of the mantissa is how far the value is on its way to the next place.
  const rest = (words[HIGH] & 2047) / 2048 + words[1 - HIGH] / 8796093022208;
  return table[place] + (table[place + 1] - table[place]) * rest;
}

const nodeOf = (i: number): number => powerOfTwo(Math.floor(i / PLACES) - 9) * (1 + (i % PLACES) / PLACES);
