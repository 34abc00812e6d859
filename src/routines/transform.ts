/** Plans and tables of the compiled transforms (`assembly/fft.ts`). */
import type { Arena } from "./arena.js";

/** cos and −sin of 2πj/N for j = 0 … N−1. */
export interface Twiddles {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Units of 32 bytes that stay in the nearest cache together. */
const NEAR = 512;

/** Radices of the passes; undefined where a factor is none of 2, 3, 5. The first pass has no twiddles, so odd ones come first. */
export function radices(length: number): number[] | undefined {
  const factors: number[] = [];
  let rest = length;
  for (const f of [5, 3]) for (; rest % f === 0; rest /= f) factors.push(f);
  let twos = 0;
  for (; rest % 2 === 0; rest /= 2) twos++;
  if (twos % 2 === 1) factors.push(2);
  for (; twos >= 2; twos -= 2) factors.push(4);
  return rest === 1 ? factors : undefined;
}

/** What a plan of one length has in its tables. */
export interface TransformTables {
  readonly factors: readonly number[];
  /** For each pass the twiddles β, β² … of each of its groups, as pairs (re, im). */
  readonly twiddles: readonly Float64Array[];
  /** Element k of the transform stands at place i where `order[i]` is k. */
  readonly order: Int32Array;
}

/**
 * The tables of a length. A group at θ (γ = exp(−2πiθ)) has β = exp(−2πiθ/r), and its parts are at (θ + t)/r; what ends at θ
 * is element θ·N.
 *
 * @throws RangeError for lengths with other factors than 2, 3 and 5
 */
export function transformTables(length: number, table: Twiddles): TransformTables {
  const factors = radices(length);
  if (!factors) throw new RangeError(`no plan for ${length}`);
  const scale = table.re.length / length;
  const twiddles: Float64Array[] = [];
  // θ of each group as a multiple of 1/groups.
  let order = Int32Array.of(0);
  for (const radix of factors) {
    const groups = order.length;
    const step = (length / (groups * radix)) * scale;
    const own = new Float64Array(2 * groups * (radix - 1));
    const next = new Int32Array(groups * radix);
    let at = 0;
    for (let g = 0; g < groups; g++) {
      const from = order[g] * step;
      for (let j = 1, w = from; j < radix; j++, w += from) {
        own[at++] = table.re[w];
        own[at++] = table.im[w];
      }
      for (let t = 0; t < radix; t++) next[g * radix + t] = order[g] + t * groups;
    }
    twiddles.push(own);
    order = next;
  }
  return { factors, twiddles, order };
}

/** A plan with its twiddles behind it, as `assembly/fft.ts` takes it. */
export function planWords(
  length: number,
  { factors, twiddles }: TransformTables,
  Type: Float32ArrayConstructor | Float64ArrayConstructor,
): Int32Array<ArrayBuffer> {
  // Twiddles lie at multiples of eight bytes.
  const head = 8 * (1 + 2 * factors.length);
  const sizes = twiddles.map((t) => Math.ceil((t.length * Type.BYTES_PER_ELEMENT) / 8) * 8);
  const words = new Int32Array((head + sizes.reduce((s, n) => s + n, 0)) / 4);
  let groups = 1;
  let first = 0;
  let at = head;
  for (const [i, radix] of factors.entries()) {
    // Parts hold an even number of units.
    if (length / groups > NEAR && (length / groups / radix) % 2 === 0) first = i + 1;
    words.set([radix, groups, length / (groups * radix), at], 2 + 4 * i);
    new Type(words.buffer, at, twiddles[i].length).set(twiddles[i]);
    at += sizes[i];
    groups *= radix;
  }
  words.set([factors.length, first]);
  return words;
}

/** Writes a plan of f64 and returns its address. */
export function placePlan(arena: Arena, length: number, tables: TransformTables): number {
  const words = planWords(length, tables, Float64Array);
  const area = arena.ints(words.length);
  area.set(words);
  return area.byteOffset;
}

/** For units p and p + 1 of a line of 2·units elements exp(−πi·order/units), as [re, re][im, im]. */
export function middleTurns({ order }: TransformTables, table: Twiddles): Float64Array {
  const turns = new Float64Array(2 * order.length);
  for (let p = 0; p < order.length; p++) {
    const at = 2 * (p - (p % 2)) + (p % 2);
    turns[at] = table.re[order[p]];
    turns[at + 2] = table.im[order[p]];
  }
  return turns;
}
