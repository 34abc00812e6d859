/**
 * What lies outside the input. Each rule extends periodically to every integer index, for any kernel length. The
 * pictures show what stands left and right of `a b c d`.
 */

export type BorderKind =
  | "constant" //  v v v | a b c d | v v v
  | "replicate" //  a a a | a b c d | d d d
  | "symmetric" //  c b a | a b c d | d c b     (the edge sample is repeated)
  | "reflect101" //  d c b | a b c d | c b a     (it is not)
  | "wrap" //  b c d | a b c d | a b c
  | "odd" //  2a−c 2a−b | a b c d | 2d−c 2d−b   (point reflection through the edge sample)
  | "renormalize" //  taps that fall outside are left out and the others grow to make up for them
  | "keep"; //  where the window leaves the input, the source sample stays as it is

/** The rule of one axis. */
export interface AxisBorder {
  readonly kind: BorderKind;
  /** The value outside, for `constant`. */
  readonly value: number;
  /** Imaginary part of the value outside, for `constant` and complex data. */
  readonly imag?: number;
}

/** The rules of both axes. `renormalize` and `keep` are always on both. */
export interface Border {
  readonly x: AxisBorder;
  readonly y: AxisBorder;
}

export const axisBorder = (kind: BorderKind, value = 0): AxisBorder => ({ kind, value });
export const sameBorder = (axis: AxisBorder): Border => ({ x: axis, y: axis });

const NAMES: ReadonlyMap<string, BorderKind> = new Map<string, BorderKind>([
  ["constant", "constant"],
  ["zero", "constant"],
  ["replicate", "replicate"],
  ["edge", "replicate"],
  ["nearest", "replicate"],
  ["copy", "replicate"],
  ["extend", "replicate"],
  ["symmetric", "symmetric"],
  ["reflect101", "reflect101"],
  ["wrap", "wrap"],
  ["circular", "wrap"],
  ["periodic", "wrap"],
  ["tile", "wrap"],
  ["odd", "odd"],
  ["renormalize", "renormalize"],
  ["keep", "keep"],
]);

/** The rule a word means, or undefined: also for the ambiguous words `reflect` and `mirror`. */
export const borderKind = (word: string): BorderKind | undefined => NAMES.get(word);
export const BORDER_WORDS: readonly string[] = [...NAMES.keys()];

/** Words that mean opposite things in different tools. */
export const AMBIGUOUS_BORDERS: ReadonlySet<string> = new Set(["reflect", "mirror"]);

/** The picture of a rule, for help texts and messages. */
export const BORDER_PICTURES: Readonly<Record<BorderKind, string>> = {
  constant: "v v v | a b c d | v v v",
  replicate: "a a a | a b c d | d d d",
  symmetric: "c b a | a b c d | d c b",
  reflect101: "d c b | a b c d | c b a",
  wrap: "b c d | a b c d | a b c",
  odd: "2a-c 2a-b | a b c d | 2d-c 2d-b",
  renormalize: ". . . | a b c d | . . .",
  keep: "(output = input where the window leaves it)",
};

/** `constant:0`, `wrap`, …: the rule as it is written on the command line. */
export function borderText(border: Border): string {
  const value = ({ value: re, imag: im = 0 }: AxisBorder): string =>
    im === 0 ? `${re}` : `${re}${im < 0 ? "" : "+"}${im}i`;
  const axis = (b: AxisBorder): string => (b.kind === "constant" ? `constant:${value(b)}` : b.kind);
  const [x, y] = [axis(border.x), axis(border.y)];
  return x === y ? x : `x=${x},y=${y}`;
}

const modulo = (i: number, n: number): number => ((i % n) + n) % n;

/**
 * The index of the sample that stands at index `i` of the extended axis of `n` samples, or −1 where the value outside
 * (or nothing) stands. `odd` is not an index rule: see `oddTerm`.
 */
export function borderIndex(kind: BorderKind, i: number, n: number): number {
  if (i >= 0 && i < n) return i;
  switch (kind) {
    case "replicate":
      return i < 0 ? 0 : n - 1;
    case "symmetric": {
      const p = modulo(i, 2 * n);
      return p < n ? p : 2 * n - 1 - p;
    }
    case "reflect101": {
      if (n === 1) return 0;
      const p = modulo(i, 2 * n - 2);
      return p < n ? p : 2 * n - 2 - p;
    }
    case "wrap":
      return modulo(i, n);
    case "odd":
      throw new Error("odd is no index rule");
    default:
      return -1;
  }
}

/**
 * The extension by point reflection: x~[i] = sign·x[index] + first·x[0] + last·x[n−1]. It follows from
 * x~[i + 2(n−1)] = x~[i] + 2(x[n−1] − x[0]) and the reflection at the right edge.
 */
export function oddTerm(i: number, n: number): { index: number; sign: 1 | -1; first: number; last: number } {
  if (n === 1 || (i >= 0 && i < n)) return { index: n === 1 ? 0 : i, sign: 1, first: 0, last: 0 };
  const period = 2 * (n - 1);
  const p = modulo(i, period);
  const turns = 2 * ((i - p) / period);
  return p < n
    ? { index: p, sign: 1, first: -turns, last: turns }
    : { index: period - p, sign: -1, first: -turns, last: turns + 2 };
}
