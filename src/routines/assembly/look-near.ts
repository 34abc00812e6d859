// A single sample of `near.ts` again, in f64: the column sums that are there, and those of what rounding left of the taps.
import { DOUBLES, OWN } from "./frame";

/**
 * The rounded value plus 65536, or −1 where it is still in doubt; values beyond ±32768 are given as those. `sums` and
 * `pairs` begin at the sample; `lower` says of which of the two output rows it is; `scratch` has room for its reach.
 * Own entries: 48 the table of rests (like that of the column's taps), 52 the row's taps (f64), 56 how many they are, 60 the
 * elements between two of them, 64 whether magnitudes are taken, 84 the steps of the table. Doubles: the value of one unit
 * of a column sum, that of one unit of the rests, the offset, and how far a value may be from a whole number without doubt.
 */
export function lookAgain(p: usize, sums: usize, pairs: usize, lower: bool, scratch: usize): i32 {
  const taps = load<i32>(p, OWN + 56);
  const step = load<i32>(p, OWN + 60);
  rests(p, pairs, lower, scratch, (taps - 1) * step + 1);
  let value = along(p, sums, scratch, taps, step) + load<f64>(p, DOUBLES + 16);
  if (load<i32>(p, OWN + 64) !== 0) value = abs(value);
  const whole = nearest(value);
  if (abs(value - whole) >= load<f64>(p, DOUBLES + 24)) return -1;
  return 65536 + <i32>max(-32768.0, min(32767.0, whole));
}

// @ts-ignore: decorators go on functions here
@inline
/** Two f32, `leap` bytes apart, as f64 times `unit`. */
function two(at: usize, leap: usize, unit: v128): v128 {
  const both = v128.load32_lane(at + leap, v128.load32_zero(at), 1);
  return f64x2.mul(f64x2.promote_low_f32x4(both), unit);
}

/** `Σ row[i]·(sums[i·step]·unit + rests[i·step]·restUnit)`. */
function along(p: usize, sums: usize, rests: usize, taps: i32, step: i32): f64 {
  const row = <usize>load<i32>(p, OWN + 52);
  const leap = (<usize>step) << 2;
  const fours = row + ((<usize>(taps & ~3)) << 3);
  const end = row + ((<usize>taps) << 3);
  const unit = f64x2.splat(load<f64>(p, DOUBLES));
  const restUnit = f64x2.splat(load<f64>(p, DOUBLES + 8));
  let at = sums;
  let to = rests;
  let t = row;
  let a = f64x2.splat(0);
  let b = a;
  for (; t < fours; t += 32) {
    const first = f64x2.add(two(at, leap, unit), two(to, leap, restUnit));
    at += leap << 1;
    to += leap << 1;
    const second = f64x2.add(two(at, leap, unit), two(to, leap, restUnit));
    at += leap << 1;
    to += leap << 1;
    a = f64x2.add(a, f64x2.mul(first, v128.load(t)));
    b = f64x2.add(b, f64x2.mul(second, v128.load(t, 16)));
  }
  a = f64x2.add(a, b);
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; t < end; t += 8) {
    const one = <f64>load<f32>(at) * load<f64>(p, DOUBLES) + <f64>load<f32>(to) * load<f64>(p, DOUBLES + 8);
    sum += one * load<f64>(t);
    at += leap;
    to += leap;
  }
  return sum;
}

/** Column sums under the rests of the taps, as f32, for `reach` elements in steps of 16 and, at the end, 4. */
function rests(p: usize, pairs: usize, lower: bool, to: usize, reach: i32): void {
  const table = <usize>load<i32>(p, OWN + 48) + (lower ? 8 : 4);
  const end = table + <usize>load<i32>(p, OWN + 84) * 12;
  const back: usize = lower ? 8 : 4;
  let x = 0;
  for (; x + 12 < reach; x += 16) {
    const base = pairs + ((<usize>x) << 2);
    let a0 = i32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    for (let t = table; t < end; t += 12) {
      const at = base + <usize>load<i32>(t - back);
      const k = v128.load32_splat(t);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v128.load(at), k));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v128.load(at, 16), k));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v128.load(at, 32), k));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v128.load(at, 48), k));
    }
    const out = to + ((<usize>x) << 2);
    v128.store(out, f32x4.convert_i32x4_s(a0));
    v128.store(out, f32x4.convert_i32x4_s(a1), 16);
    v128.store(out, f32x4.convert_i32x4_s(a2), 32);
    v128.store(out, f32x4.convert_i32x4_s(a3), 48);
  }
  for (; x < reach; x += 4) {
    const base = pairs + ((<usize>x) << 2);
    let a = i32x4.splat(0);
    for (let t = table; t < end; t += 12) {
      const k = v128.load32_splat(t);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(base + <usize>load<i32>(t - back)), k));
    }
    v128.store(to + ((<usize>x) << 2), f32x4.convert_i32x4_s(a));
  }
}
