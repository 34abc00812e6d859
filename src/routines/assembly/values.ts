// Lines of sums to rows of floats, and a count of those that are no numbers.
import { greatestBits, NO_NUMBER } from "./rows";

/** What `tally` leaves at `counts`: NaN and, `apart` bytes further, infinities (i32 each). */
// @ts-ignore: decorators go on functions here
@inline
function tally<T>(v: T, counts: usize, apart: usize): void {
  if (v - v === <T>0) return;
  const at = v !== v ? counts : counts + apart;
  store<i32>(at, load<i32>(at) + 1);
}

/** `sum/divisor + offset` of `n` f64 sums as f64; adds to the counts. Writes in whole steps of two. */
export function valuesF64(line: usize, out: usize, n: i32, divisor: f64, offset: f64, counts: usize, apart: usize): void {
  const by = f64x2.splat(divisor);
  const more = f64x2.splat(offset);
  let special = f64x2.splat(0);
  for (let i = 0; i < n; i += 2) {
    const at = (<usize>i) << 3;
    let v = v128.load(line + at);
    if (divisor !== 1) v = f64x2.div(v, by);
    v = f64x2.add(v, more);
    v128.store(out + at, v);
    special = f64x2.add(special, f64x2.sub(v, v));
  }
  if (f64x2.extract_lane(special, 0) + f64x2.extract_lane(special, 1) !== 0)
    for (let i = 0; i < n; i++) tally<f64>(load<f64>(out + ((<usize>i) << 3)), counts, apart);
}

/** The same as f32; what leaves their range was a number, and is not counted. Writes in whole steps of four. */
export function valuesF32(line: usize, out: usize, n: i32, divisor: f64, offset: f64, counts: usize, apart: usize): void {
  const by = f64x2.splat(divisor);
  const more = f64x2.splat(offset);
  let special = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = line + ((<usize>i) << 3);
    let v = v128.load(at);
    let w = v128.load(at, 16);
    if (divisor !== 1) {
      v = f64x2.div(v, by);
      w = f64x2.div(w, by);
    }
    v = f64x2.add(v, more);
    w = f64x2.add(w, more);
    const a = f32x4.demote_f64x2_zero(v);
    const b = f32x4.demote_f64x2_zero(w);
    v128.store(out + ((<usize>i) << 2), v128.shuffle<i64>(a, b, 0, 2));
    special = f64x2.add(special, f64x2.add(f64x2.sub(v, v), f64x2.sub(w, w)));
  }
  if (f64x2.extract_lane(special, 0) + f64x2.extract_lane(special, 1) !== 0)
    for (let i = 0; i < n; i++)
      tally<f64>(load<f64>(line + ((<usize>i) << 3)) / divisor + offset, counts, apart);
}

/** `sum + offset` of `n` f32 sums as f32. Writes in whole steps of four. */
export function addOffset(line: usize, out: usize, n: i32, offset: f32): void {
  const more = f32x4.splat(offset);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    v128.store(out + at, f32x4.add(v128.load(line + at), more));
  }
}

/** Adds to the counts what of `n` f32 is no number. */
export function tallyFast(out: usize, n: i32, counts: usize, apart: usize): void {
  if (greatestBits(out, n) < NO_NUMBER) return;
  for (let i = 0; i < n; i++) tally<f32>(load<f32>(out + ((<usize>i) << 2)), counts, apart);
}
