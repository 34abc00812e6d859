/** Exact arithmetic of tests, apart from the one in src: fractions of big integers, and a filter that is made of them. */
import type { BorderKind } from "../../src/base/border.js";
import type { Mode, Rounding } from "../../src/base/options.js";

/** num/den with den > 0; not reduced. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

/** The number that an f64 is. */
export function exact(x: number): Fraction {
  let den = 1n;
  let whole = x;
  // Doubling is exact.
  for (; !Number.isInteger(whole); whole *= 2) den *= 2n;
  return { num: BigInt(whole), den };
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.den === b.den ? { num: a.num + b.num, den: a.den } : { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
export const times = (a: Fraction, b: Fraction): Fraction => ({ num: a.num * b.num, den: a.den * b.den });
export const over = (a: Fraction, b: Fraction): Fraction =>
  b.num < 0n ? { num: -a.num * b.den, den: -a.den * b.num } : { num: a.num * b.den, den: a.den * b.num };
export const total = (all: readonly Fraction[]): Fraction => all.reduce(plus, { num: 0n, den: 1n });

/** The whole number that a fraction rounds to, by the words of each rule. */
export function rounded({ num, den }: Fraction, rule: Rounding = "half-even"): number {
  const size = num < 0n ? -num : num;
  const whole = size / den;
  const rest = 2n * (size % den);
  const outwards = {
    trunc: false,
    floor: num < 0n && rest > 0n,
    "half-away": rest >= den,
    "half-up": num < 0n ? rest > den : rest >= den,
    "half-even": rest > den || (rest === den && whole % 2n === 1n),
  }[rule];
  const result = Number(outwards ? whole + 1n : whole);
  return num < 0n ? -result : result;
}

export const clamp = (v: number, least: number, greatest: number): number => Math.min(greatest, Math.max(least, v));

/** What the window of an output holds: each tap with the place of the sample under it, or undefined outside. */
export interface Window {
  readonly taps: readonly { readonly tap: number; readonly x: number; readonly y: number; readonly inside: boolean }[];
}

export interface WindowCall {
  readonly width: number;
  readonly height: number;
  readonly kernelWidth: number;
  readonly kernelHeight: number;
  readonly mode: Mode;
  readonly border: Exclude<BorderKind, "odd">;
  /** Absent: NumPy's rule. */
  readonly anchor?: readonly [number, number];
  readonly dilation?: readonly [number, number];
}

/** The taps over output (ox, oy) of a `same` result; `tap` is the index in the kernel as written. */
export function windowAt(c: WindowCall, ox: number, oy: number): Window["taps"] {
  const [dx, dy] = c.dilation ?? [1, 1];
  const middle = (k: number, d: number): number =>
    c.mode === "conv" ? Math.floor(((k - 1) * d) / 2) : Math.floor(((k - 1) * d + 1) / 2);
  const ax = c.anchor ? c.anchor[0] * dx : middle(c.kernelWidth, dx);
  const ay = c.anchor ? c.anchor[1] * dy : middle(c.kernelHeight, dy);
  const sign = c.mode === "conv" ? -1 : 1;
  const taps: { tap: number; x: number; y: number; inside: boolean }[] = [];
  for (let j = 0; j < c.kernelHeight; j++) {
    for (let i = 0; i < c.kernelWidth; i++) {
      const x = place(c.border, ox + sign * (i * dx - ax), c.width);
      const y = place(c.border, oy + sign * (j * dy - ay), c.height);
      taps.push({ tap: j * c.kernelWidth + i, x, y, inside: x >= 0 && y >= 0 });
    }
  }
  return taps;
}

/** The index at place i of the extended axis, by walking one step at a time; −1 where nothing is extended. */
function place(border: WindowCall["border"], i: number, n: number): number {
  if (i >= 0 && i < n) return i;
  if (border === "replicate") return i < 0 ? 0 : n - 1;
  if (border === "wrap") return place(border, i < 0 ? i + n : i - n, n);
  if (border === "symmetric") return place(border, i < 0 ? -1 - i : 2 * n - 1 - i, n);
  if (border === "reflect101") return n === 1 ? 0 : place(border, i < 0 ? -i : 2 * n - 2 - i, n);
  return -1;
}
