// Scores of template matching along a row of windows: `../scores.ts` says what they are.

/** A pair of rows' difference into the columns' sums and squares: d = b − a, e = b + a, b² − a² = d·e. */
// @ts-ignore: decorators go on functions here
@inline
function exchange(a: v128, b: v128, sums: usize, squares: usize): void {
  const d = i32x4.sub(b, a);
  const e = i32x4.add(b, a);
  const d0 = f64x2.convert_low_i32x4_s(d);
  const d1 = f64x2.convert_low_i32x4_s(i8x16.shuffle(d, d, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
  const e0 = f64x2.convert_low_i32x4_s(e);
  const e1 = f64x2.convert_low_i32x4_s(i8x16.shuffle(e, e, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
  v128.store(sums, f64x2.add(v128.load(sums), d0));
  v128.store(sums, f64x2.add(v128.load(sums, 16), d1), 16);
  v128.store(squares, f64x2.add(v128.load(squares), f64x2.mul(d0, e0)));
  v128.store(squares, f64x2.add(v128.load(squares, 16), f64x2.mul(d1, e1)), 16);
}

/**
 * Columns of `n` samples take in the row at `into` and let go of the one at `out`. Types: 0 u8, 1 i8, 2 u16, 3 i16. Writes
 * in whole steps of four.
 */
export function slideColumns(sums: usize, squares: usize, n: i32, out: usize, into: usize, type: i32): void {
  for (let i = 0; i < n; i += 4) {
    const to = (<usize>i) << 3;
    if (type === 0) {
      const a = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(out + i)));
      const b = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(into + i)));
      exchange(a, b, sums + to, squares + to);
    } else if (type === 1) {
      const a = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(out + i)));
      const b = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(into + i)));
      exchange(a, b, sums + to, squares + to);
    } else if (type === 2) {
      const at = (<usize>i) << 1;
      const a = i32x4.extend_low_i16x8_u(v128.load64_zero(out + at));
      const b = i32x4.extend_low_i16x8_u(v128.load64_zero(into + at));
      exchange(a, b, sums + to, squares + to);
    } else {
      const at = (<usize>i) << 1;
      const a = i32x4.extend_low_i16x8_s(v128.load64_zero(out + at));
      const b = i32x4.extend_low_i16x8_s(v128.load64_zero(into + at));
      exchange(a, b, sums + to, squares + to);
    }
  }
}

/**
 * `n` products of windows of `width` columns to scores of f32, which begin where the products do; returns how many windows are flat. Reads a column
 * beyond the last one.
 */
export function scoreRow(
  sums: usize,
  squares: usize,
  products: usize,
  n: i32,
  width: i32,
  weight: f64,
  own: f64,
  ownSum: f64,
): i32 {
  let s: f64 = 0;
  let q: f64 = 0;
  for (let i = 0; i < width; i++) {
    s += load<f64>(sums + ((<usize>i) << 3));
    q += load<f64>(squares + ((<usize>i) << 3));
  }
  const span = (<usize>width) << 3;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const minusOne = f64x2.splat(-1);
  const weights = f64x2.splat(weight);
  const owns = f64x2.splat(own);
  const ownSums = f64x2.splat(ownSum);
  let flat = 0;
  for (let x = 0; x < n; x += 2) {
    const at = (<usize>x) << 3;
    // All sums are whole, so it does not matter in which order they are added up.
    const ds = f64x2.sub(v128.load(sums + at + span), v128.load(sums + at));
    const dq = f64x2.sub(v128.load(squares + at + span), v128.load(squares + at));
    const ds0 = f64x2.extract_lane(ds, 0);
    const dq0 = f64x2.extract_lane(dq, 0);
    const ss = f64x2.replace_lane(f64x2.splat(s), 1, s + ds0);
    const qq = f64x2.replace_lane(f64x2.splat(q), 1, q + dq0);
    s += ds0 + f64x2.extract_lane(ds, 1);
    q += dq0 + f64x2.extract_lane(dq, 1);
    const spread = f64x2.mul(f64x2.sub(f64x2.mul(weights, qq), f64x2.mul(ss, ss)), owns);
    const without = f64x2.eq(spread, zero);
    const likeness = f64x2.sub(f64x2.mul(weights, v128.load(products + at)), f64x2.mul(ss, ownSums));
    const score = f64x2.max(f64x2.min(f64x2.div(likeness, f64x2.sqrt(spread)), one), minusOne);
    const result = v128.andnot(score, without);
    const bits = i64x2.bitmask(without);
    const single = f32x4.demote_f64x2_zero(result);
    const to = products + (at >> 1);
    if (x + 1 < n) {
      v128.store64_lane(to, single, 0);
      flat += popcnt<i32>(bits);
    } else {
      v128.store32_lane(to, single, 0);
      flat += bits & 1;
    }
  }
  return flat;
}
