// A single sample of `near.ts` again: the column sums that are there, and those of what rounding left of the column's taps.
import { DOUBLES, OWN } from "./frame";

/**
 * The rounded value plus 65536, or −1 where it is still in doubt; values beyond ±32768 are given as those. `sums` and
 * `pairs` begin at the sample; `lower` says of which of the two output rows it is; `scratch` has room for its reach.
 * Own entries: 52 the table of rests (like that of the column's taps), 56 the row's taps (f64), 60 how many they
 * are, 64 the elements between two of them, 68 whether magnitudes are taken. Doubles: the value
 * of one unit of a column sum, that of one unit of the rests, the offset, and how far a value may be from a whole number
 * without doubt.
 */
export function lookAgain(p: usize, sums: usize, pairs: usize, lower: bool, scratch: usize): i32 {
  const row = <usize>load<i32>(p, OWN + 56);
  const taps = load<i32>(p, OWN + 60);
  const step = <usize>load<i32>(p, OWN + 64);
  rests(p, pairs, lower, scratch, (taps - 1) * <i32>step + 1);
  let value = along(sums, row, taps, step) * load<f64>(p, DOUBLES);
  value += along(scratch, row, taps, step) * load<f64>(p, DOUBLES + 8) + load<f64>(p, DOUBLES + 16);
  if (load<i32>(p, OWN + 68) !== 0) value = abs(value);
  const whole = nearest(value);
  if (abs(value - whole) >= load<f64>(p, DOUBLES + 24)) return -1;
  return 65536 + <i32>max(-32768.0, min(32767.0, whole));
}

/** `Σ row[i]·sums[i·step]` of f32 sums, in f64. */
function along(sums: usize, row: usize, taps: i32, step: usize): f64 {
  const leap = step << 2;
  const fours = row + ((<usize>(taps & ~3)) << 3);
  const end = row + ((<usize>taps) << 3);
  let at = sums;
  let t = row;
  let a = f64x2.splat(0);
  let b = a;
  for (; t < fours; t += 32) {
    const first = v128.load32_lane(at + leap, v128.load32_zero(at), 1);
    at += leap << 1;
    const second = v128.load32_lane(at + leap, v128.load32_zero(at), 1);
    at += leap << 1;
    a = f64x2.add(a, f64x2.mul(f64x2.promote_low_f32x4(first), v128.load(t)));
    b = f64x2.add(b, f64x2.mul(f64x2.promote_low_f32x4(second), v128.load(t, 16)));
  }
  a = f64x2.add(a, b);
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; t < end; t += 8) {
    sum += <f64>load<f32>(at) * load<f64>(t);
    at += leap;
  }
  return sum;
}

/** Column sums under the rests of the taps, as f32, for `reach` elements. */
function rests(p: usize, pairs: usize, lower: bool, to: usize, reach: i32): void {
  const table = <usize>load<i32>(p, OWN + 52);
  const end = table + <usize>load<i32>(p, OWN + 4) * 12;
  const side: usize = lower ? 8 : 4;
  for (let x = 0; x < reach; x += 4) {
    const base = pairs + ((<usize>x) << 2);
    let a = i32x4.splat(0);
    for (let t = table; t < end; t += 12) {
      const k = v128.load32_splat(t + side);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(base + <usize>load<i32>(t)), k));
    }
    v128.store(to + ((<usize>x) << 2), f32x4.convert_i32x4_s(a));
  }
}
