/**
 * Single sums without any rounding, for the samples that lie too near a rounding boundary for f64 to decide. Slow and
 * rarely needed; whole-number samples go through limbs of taps whose f64 sums are exact, everything else is a fraction.
 */
import { type AxisBorder, borderIndex, oddTerm } from "../base/border.js";
import { add, fromNumber, multiply, powerOfTwo, type Rational, rational, sum, ZERO } from "../base/rational.js";
import type { AxisGeometry } from "./geometry.js";
import { exactTaps, type Field, type Problem } from "./problem.js";

/** The exact value that a sample of a field stands for. */
export type ExactSample = (x: number, y: number, c: number) => Rational;

/** Where a position of one extended axis takes its value from: a weighted few samples, or a constant. */
type Source =
  | { readonly terms: readonly { index: number; factor: number }[] }
  | { readonly constant: number }
  | undefined;

export class ExactSums {
  private readonly taps: readonly Rational[];
  private readonly limbs: Limbs | undefined;
  private readonly sample: ExactSample;

  /** `sample` gives the exact samples of a field that is itself computed; absent: the field's own numbers. */
  constructor(
    private readonly problem: Problem,
    private readonly field: Field,
    sample?: ExactSample,
  ) {
    this.taps = exactTaps(problem.taps);
    const { data, width, channels } = field;
    this.sample = sample ?? ((x, y, c) => fromNumber(data[(y * width + x) * channels + c]));
    const whole = sample === undefined && problem.facts.grain === 0;
    this.limbs = whole ? planLimbs(this.taps, problem.taps.channels, problem.facts.largest) : undefined;
  }

  /** Σ k·x~ of output (ox, oy), channel c, over the taps that count. */
  sum(ox: number, oy: number, c: number): Rational {
    return this.limbs ? this.limbSum(this.limbs, ox, oy, c) : this.fractionSum(ox, oy, c);
  }

  /** Σ k over the taps that count. */
  weight(ox: number, oy: number, c: number): Rational {
    const counted: Rational[] = [];
    this.eachTap(ox, oy, c, (tap, x, y) => {
      if (x && y) counted.push(this.taps[tap]);
    });
    return sum(counted);
  }

  private fractionSum(ox: number, oy: number, c: number): Rational {
    let total = ZERO;
    this.eachTap(ox, oy, c, (tap, x, y) => {
      if (x && y && this.taps[tap].num !== 0n) total = add(total, multiply(this.taps[tap], this.extended(x, y, c)));
    });
    return total;
  }

  private limbSum(limbs: Limbs, ox: number, oy: number, c: number): Rational {
    const { data, width, channels } = this.field;
    const sums = new Float64Array(limbs.count);
    this.eachTap(ox, oy, c, (tap, x, y) => {
      if (!x || !y) return;
      let value = 0;
      if ("constant" in y) value = y.constant;
      else if ("constant" in x) value = x.constant;
      else {
        for (const v of y.terms) {
          for (const h of x.terms) value += v.factor * h.factor * data[(v.index * width + h.index) * channels + c];
        }
      }
      for (let l = 0; l < limbs.count; l++) sums[l] += limbs.values[tap * limbs.count + l] * value;
    });
    let total = 0n;
    for (let l = limbs.count - 1; l >= 0; l--) total = (total << BigInt(limbs.bits)) + BigInt(sums[l]);
    return rational(total, limbs.divisor);
  }

  private extended(x: NonNullable<Source>, y: NonNullable<Source>, c: number): Rational {
    if ("constant" in y) return fromNumber(y.constant);
    if ("constant" in x) return fromNumber(x.constant);
    const terms = y.terms.flatMap((v) =>
      x.terms.map((h) => multiply(fromNumber(v.factor * h.factor), this.sample(h.index, v.index, c))),
    );
    return sum(terms);
  }

  /** Calls `visit` for each tap with the sources under it; undefined sources do not count. */
  private eachTap(ox: number, oy: number, c: number, visit: (tap: number, x: Source, y: Source) => void): void {
    const { taps, x, y } = this.problem;
    const { mask, width, channels } = this.field;
    const across = Array.from({ length: taps.width }, (_, j) => sourceAt(x, ox, j));
    const kernelChannel = taps.channels === 1 ? 0 : c;
    for (let j = 0; j < taps.height; j++) {
      const down = sourceAt(y, oy, j);
      for (let i = 0; i < taps.width; i++) {
        const side = across[i];
        const missing = mask !== undefined && isMissing(mask, side, down, width, channels, c);
        visit((j * taps.width + i) * taps.channels + kernelChannel, missing ? undefined : side, down);
      }
    }
  }
}

/** Whether any of the samples that a position is made of is missing. */
function isMissing(mask: Uint8Array, x: Source, y: Source, width: number, channels: number, c: number): boolean {
  if (!x || !y || "constant" in x || "constant" in y) return false;
  return y.terms.some((v) => x.terms.some((h) => mask[(v.index * width + h.index) * channels + c] === 0));
}

function sourceAt(g: AxisGeometry, output: number, tap: number): Source {
  return sourceOf(g.border, g.origin + output * g.stride + tap * g.dilation, g.input);
}

function sourceOf(border: AxisBorder, i: number, n: number): Source {
  if (i >= 0 && i < n) return { terms: [{ index: i, factor: 1 }] };
  if (border.kind === "renormalize") return undefined;
  if (border.kind === "odd") {
    const t = oddTerm(i, n);
    const terms = [
      { index: t.index, factor: t.sign },
      { index: 0, factor: t.first },
      { index: n - 1, factor: t.last },
    ];
    return { terms: terms.filter((term, at) => at === 0 || term.factor !== 0) };
  }
  const index = borderIndex(border.kind === "keep" ? "replicate" : border.kind, i, n);
  return index < 0 ? { constant: border.value } : { terms: [{ index, factor: 1 }] };
}

/** Taps as whole numbers over one divisor, cut into limbs that keep f64 sums exact. */
interface Limbs {
  readonly count: number;
  readonly bits: number;
  readonly divisor: bigint;
  /** `values[tap · count + limb]`, the lowest limb first, all limbs with the sign of their tap. */
  readonly values: Float64Array;
}

function planLimbs(taps: readonly Rational[], channels: number, largest: number): Limbs | undefined {
  let divisor = 1n;
  for (const t of taps) if (divisor % t.den !== 0n) divisor = lcm(divisor, t.den);
  const whole = taps.map((t) => t.num * (divisor / t.den));
  let room = 52;
  while (room > 0 && powerOfTwo(room) * largest * (taps.length / channels) >= Number.MAX_SAFE_INTEGER) room--;
  if (room < 4) return undefined;
  const longest = whole.reduce((n, v) => Math.max(n, (v < 0n ? -v : v).toString(2).length), 1);
  const count = Math.ceil(longest / room);
  const values = new Float64Array(taps.length * count);
  const mask = (1n << BigInt(room)) - 1n;
  for (const [i, v] of whole.entries()) {
    let rest = v < 0n ? -v : v;
    for (let l = 0; l < count; l++) {
      values[i * count + l] = Number(rest & mask) * (v < 0n ? -1 : 1);
      rest >>= BigInt(room);
    }
  }
  return { count, bits: room, divisor, values };
}

function lcm(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
