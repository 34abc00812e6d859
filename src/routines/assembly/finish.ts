// The end of a pass over sixteen elements of two output rows: sums to samples, counts of those that were clipped, and a
// list of those in doubt. Written out where it is called.
import { VECTORS } from "./frame";
import { anyBeyond, beyond, firstBits, fixed, IN_DOUBT, whole } from "./settle";

/** Where a pass keeps its counts: clipped samples of the upper and the lower row, and elements on the list (i32 each). */
export const UPPER: usize = 0;
export const LOWER: usize = 4;
export const LISTED: usize = 8;

// @ts-ignore: decorators go on functions here
@inline
/**
 * Sixteen sums of each row to the samples at `upper` and `lower`, of which `n` count; `x` is the first one's place. Sums
 * are i32, or `floats`: values as f32, less their offset.
 */
export function finish(
  kind: i32,
  floats: bool,
  p: usize,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128,
  b0: v128,
  b1: v128,
  b2: v128,
  b3: v128,
  absolute: bool,
  upper: usize,
  lower: usize,
  x: i32,
  n: i32,
  list: usize,
  counts: usize,
): void {
  let doubts = 0;
  const by = v128.load(p, VECTORS);
  if (kind >= IN_DOUBT) {
    a0 = fixed(kind, valueOf(floats, a0, by), p);
    a1 = fixed(kind, valueOf(floats, a1, by), p);
    a2 = fixed(kind, valueOf(floats, a2, by), p);
    a3 = fixed(kind, valueOf(floats, a3, by), p);
    b0 = fixed(kind, valueOf(floats, b0, by), p);
    b1 = fixed(kind, valueOf(floats, b1, by), p);
    b2 = fixed(kind, valueOf(floats, b2, by), p);
    b3 = fixed(kind, valueOf(floats, b3, by), p);
    // Seldom is any of the 32 in doubt: the least of their fractions tells.
    const mask = v128.load(p, VECTORS + 80);
    const near = v128.load(p, VECTORS + 64);
    const a = i32x4.min_u(leastOf(a0, a1, mask), leastOf(a2, a3, mask));
    const b = i32x4.min_u(leastOf(b0, b1, mask), leastOf(b2, b3, mask));
    if (v128.any_true(i32x4.gt_s(near, i32x4.min_u(a, b))))
      doubts = doubtful(a0, a1, a2, a3, mask, near) | (doubtful(b0, b1, b2, b3, mask, near) << 16);
  } else if (absolute) {
    a0 = i32x4.abs(a0);
    a1 = i32x4.abs(a1);
    a2 = i32x4.abs(a2);
    a3 = i32x4.abs(a3);
    b0 = i32x4.abs(b0);
    b1 = i32x4.abs(b1);
    b2 = i32x4.abs(b2);
    b3 = i32x4.abs(b3);
  }
  // Narrowing saturates, so what is outside u8 stays outside it.
  const c0 = i16x8.narrow_i32x4_s(whole(kind, a0, by), whole(kind, a1, by));
  const c1 = i16x8.narrow_i32x4_s(whole(kind, a2, by), whole(kind, a3, by));
  v128.store(upper, i8x16.narrow_i16x8_u(c0, c1));
  const d0 = i16x8.narrow_i32x4_s(whole(kind, b0, by), whole(kind, b1, by));
  const d1 = i16x8.narrow_i32x4_s(whole(kind, b2, by), whole(kind, b3, by));
  v128.store(lower, i8x16.narrow_i16x8_u(d0, d1));
  if (anyBeyond(v128.or(c0, c1), v128.or(d0, d1))) {
    const bits = (beyond(c0, c1) | (beyond(d0, d1) << 16)) & ~doubts & twice(firstBits(n));
    store<i32>(counts, load<i32>(counts, UPPER) + popcnt(bits & 0xffff), UPPER);
    store<i32>(counts, load<i32>(counts, LOWER) + popcnt(bits >>> 16), LOWER);
  }
  if (kind < IN_DOUBT || doubts === 0) return;
  let found = load<i32>(counts, LISTED);
  for (let m = doubts & twice(firstBits(n)); m !== 0; m &= m - 1) {
    const bit = ctz(m);
    store<i32>(list + ((<usize>found) << 2), ((x + (bit & 15)) << 1) | (bit >> 4));
    found++;
  }
  store<i32>(counts, found, LISTED);
}

// @ts-ignore: decorators go on functions here
@inline
function valueOf(floats: bool, sum: v128, by: v128): v128 {
  return floats ? sum : f32x4.mul(f32x4.convert_i32x4_s(sum), by);
}

// @ts-ignore: decorators go on functions here
@inline
function leastOf(a: v128, b: v128, mask: v128): v128 {
  return i32x4.min_u(v128.and(a, mask), v128.and(b, mask));
}

/** A bit for each of sixteen values of `fixed` that is in doubt. */
function doubtful(a: v128, b: v128, c: v128, d: v128, mask: v128, near: v128): i32 {
  const low = i16x8.narrow_i32x4_s(i32x4.gt_s(near, v128.and(a, mask)), i32x4.gt_s(near, v128.and(b, mask)));
  const high = i16x8.narrow_i32x4_s(i32x4.gt_s(near, v128.and(c, mask)), i32x4.gt_s(near, v128.and(d, mask)));
  return i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

// @ts-ignore: decorators go on functions here
@inline
function twice(bits: i32): i32 {
  return bits | (bits << 16);
}
