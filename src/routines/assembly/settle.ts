// From vectors of sums to samples of u8, written out where it is called. `p` is the block; its first vectors are
//   0  the factor (BY_PRODUCT, IN_DOUBT) or the divisor (BY_QUOTIENT) of a sum, f32
//   1  f32 that leaves the fraction bits of what is added to it in the low bits: 1.5·2^(23 − FRACTION)
//   2  its bits as i32, less the offset of the value in units of 2^-FRACTION (IN_DOUBT: and less vector 3)
//   3  half a unit of the value, and the error, in such units
//   4  where a fraction below is in doubt: twice the error, in such units
//   5  the fraction bits
// The last five are for IN_DOUBT and MAGNITUDES only. How sums become samples:
import { VECTORS } from "./frame";

export const WHOLE: i32 = 0; // they are samples
export const BY_PRODUCT: i32 = 1;
export const BY_QUOTIENT: i32 = 2;
export const BY_RULE: i32 = 3; // by `quantize`
export const IN_DOUBT: i32 = 4; // nearly
export const MAGNITUDES: i32 = 5; // nearly, of |value|

/** Bits of fractions that values in doubt keep: |value| less its offset is below 512. */
const FRACTION: i32 = 13;

// @ts-ignore: decorators go on functions here
@inline
/** f32 in units of 2^-FRACTION, rounded half up and with the error added: the fraction bits say how near that was. */
export function fixed(kind: i32, v: v128, p: usize): v128 {
  const t = i32x4.sub(f32x4.add(v, v128.load(p, VECTORS + 16)), v128.load(p, VECTORS + 32));
  return kind === MAGNITUDES ? i32x4.add(i32x4.abs(t), v128.load(p, VECTORS + 48)) : t;
}

// @ts-ignore: decorators go on functions here
@inline
/** Whole numbers of sums (or, where in doubt, of what `fixed` made of them). */
export function whole(kind: i32, v: v128, by: v128): v128 {
  if (kind === WHOLE) return v;
  if (kind >= IN_DOUBT) return i32x4.shr_s(v, FRACTION);
  const f = f32x4.convert_i32x4_s(v);
  const q = kind === BY_PRODUCT ? f32x4.mul(f, by) : f32x4.div(f, by);
  return i32x4.sub(f32x4.add(q, f32x4.splat(SHIFTER)), i32x4.splat(SHIFTER_BITS));
}

/** Added to an f32 below 2^22, it leaves the nearest whole number (ties to even) in the low bits: 1.5·2^23. */
const SHIFTER: f32 = 12582912;
const SHIFTER_BITS: i32 = 0x4b400000;

// @ts-ignore: decorators go on functions here
@inline
/** The same of eight i16; not for sums in doubt. */
export function whole8(kind: i32, v: v128, by: v128): v128 {
  if (kind === WHOLE) return v;
  const low = whole(kind, i32x4.extend_low_i16x8_s(v), by);
  return i16x8.narrow_i32x4_s(low, whole(kind, i32x4.extend_high_i16x8_s(v), by));
}

// @ts-ignore: decorators go on functions here
@inline
/** Whether any of the i16 of both is no u8. */
export function anyBeyond(a: v128, b: v128): bool {
  return v128.any_true(v128.and(v128.or(a, b), i16x8.splat(-256)));
}

// @ts-ignore: decorators go on functions here
@inline
/** A bit for each i16 of both that is no u8, those of `a` first; as unsigned numbers the negative ones lie above 255 too. */
export function beyond(a: v128, b: v128): i32 {
  const most = i16x8.splat(255);
  return i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.gt_u(a, most), i16x8.gt_u(b, most)));
}

// @ts-ignore: decorators go on functions here
@inline
/** A bit for each of the first `n` of 16, or all of them. */
export function firstBits(n: i32): i32 {
  return n >= 16 ? 0xffff : (1 << n) - 1;
}

/** Adds to the count of an output row. */
export function count(counts: usize, row: i32, more: i32): void {
  const at = counts + ((<usize>row) << 2);
  store<i32>(at, load<i32>(at) + more);
}
