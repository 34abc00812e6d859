// The end of a pass over sixteen elements of two output rows: sums to samples, counts of those that were clipped, and a
// list of those in doubt. Written out where it is called.
import { anyBeyond, beyond, doubtful, firstBits, fixed, IN_DOUBT, whole } from "./settle";

/** Where a pass keeps its counts: clipped samples of the upper and the lower row, and elements on the list (i32 each). */
export const UPPER: usize = 0;
export const LOWER: usize = 4;
export const LISTED: usize = 8;

// @ts-ignore: decorators go on functions here
@inline
/** Sixteen sums of each row to the samples at `upper` and `lower`, of which `n` count; `x` is the first one's place. */
export function finish(
  kind: i32,
  a0: v128,
  a1: v128,
  a2: v128,
  a3: v128,
  b0: v128,
  b1: v128,
  b2: v128,
  b3: v128,
  absolute: bool,
  by: v128,
  one: v128,
  less: v128,
  more: v128,
  near: v128,
  upper: usize,
  lower: usize,
  x: i32,
  n: i32,
  list: usize,
  counts: usize,
): void {
  let doubts = 0;
  if (kind >= IN_DOUBT) {
    a0 = fixed(kind, a0, by, one, less, more);
    a1 = fixed(kind, a1, by, one, less, more);
    a2 = fixed(kind, a2, by, one, less, more);
    a3 = fixed(kind, a3, by, one, less, more);
    doubts = i8x16.bitmask(
      i8x16.narrow_i16x8_s(
        i16x8.narrow_i32x4_s(doubtful(a0, near), doubtful(a1, near)),
        i16x8.narrow_i32x4_s(doubtful(a2, near), doubtful(a3, near)),
      ),
    );
    b0 = fixed(kind, b0, by, one, less, more);
    b1 = fixed(kind, b1, by, one, less, more);
    b2 = fixed(kind, b2, by, one, less, more);
    b3 = fixed(kind, b3, by, one, less, more);
    doubts |=
      i8x16.bitmask(
        i8x16.narrow_i16x8_s(
          i16x8.narrow_i32x4_s(doubtful(b0, near), doubtful(b1, near)),
          i16x8.narrow_i32x4_s(doubtful(b2, near), doubtful(b3, near)),
        ),
      ) << 16;
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
function twice(bits: i32): i32 {
  return bits | (bits << 16);
}
