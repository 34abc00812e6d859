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
/** Adding and taking this off rounds to whole numbers; the low bits of what is between are that number. */
const MAGIC: f64 = 6755399441055744;

// @ts-ignore: decorators go on functions here
@inline
/** Whole numbers of f64, less than 2^51, as i64. */
function whole(v: v128): v128 {
  return i64x2.sub(f64x2.add(v, f64x2.splat(MAGIC)), f64x2.splat(MAGIC));
}

// @ts-ignore: decorators go on functions here
@inline
function two(at: usize, step: usize): v128 {
  return v128.load64_lane(at + step, v128.load64_zero(at), 1);
}

// @ts-ignore: decorators go on functions here
@inline
function gather(
  sums: usize,
  squares: usize,
  n: i32,
  width: i32,
  channels: i32,
  weight: f64,
  own: usize,
  to: usize,
  pitch: usize,
  wide: bool,
): void {
  const step = (<usize>channels) << 3;
  const span = step * <usize>width;
  const weights = wide ? i64x2.splat(<i64>weight) : f64x2.splat(weight);
  for (let c = 0; c < channels; c++) {
    const first = (<usize>c) << 3;
    const last = c === channels - 1;
    const ownSums = v128.load64_splat(own + first);
    let s: f64 = 0;
    let q: f64 = 0;
    for (let at = first; at < span; at += step) {
      s += load<f64>(sums + at);
      q += load<f64>(squares + at);
    }
    let at = first;
    for (let x = 0; x < n; x += 2, at += step << 1) {
      // All sums are whole, so it does not matter in which order they are added up.
      const ds = f64x2.sub(two(sums + at + span, step), two(sums + at, step));
      const dq = f64x2.sub(two(squares + at + span, step), two(squares + at, step));
      const ds0 = f64x2.extract_lane(ds, 0);
      const dq0 = f64x2.extract_lane(dq, 0);
      const ss = f64x2.replace_lane(f64x2.splat(s), 1, s + ds0);
      let energy = f64x2.replace_lane(f64x2.splat(q), 1, q + dq0);
      s += ds0 + f64x2.extract_lane(ds, 1);
      q += dq0 + f64x2.extract_lane(dq, 1);
      let square: v128;
      if (wide) {
        const integer = whole(ss);
        square = i64x2.mul(integer, integer);
      } else square = f64x2.mul(ss, ss);
      let mean = f64x2.mul(ss, ownSums);
      const out = to + ((<usize>x) << 3);
      if (c > 0) {
        const before = v128.load(out);
        square = wide ? i64x2.add(before, square) : f64x2.add(before, square);
        energy = f64x2.add(v128.load(out + pitch), energy);
        mean = f64x2.add(v128.load(out + 2 * pitch), mean);
      }
      if (last) {
        if (wide) {
          const spread = i64x2.sub(i64x2.mul(weights, whole(energy)), square);
          square = f64x2.splat(<f64>i64x2.extract_lane(spread, 0));
          square = f64x2.replace_lane(square, 1, <f64>i64x2.extract_lane(spread, 1));
        } else square = f64x2.sub(f64x2.mul(weights, energy), square);
      }
      v128.store(out, square);
      v128.store(out + pitch, energy);
      v128.store(out + 2 * pitch, mean);
    }
  }
}

/**
 * What `n` windows of `width` columns have, in three rows `pitch` bytes apart from `to` on: W·ΣI² − Σ(ΣI)², ΣI² and
 * Σ(ΣI·ΣT), the outer sums over the channels, whose ΣT lie at `own`. `wide`: the first in integers of 64 bits, where
 * those of f64 would not hold its terms. Reads two columns beyond the last one, and writes a window beyond.
 */
export function gatherWindows(
  sums: usize,
  squares: usize,
  n: i32,
  width: i32,
  channels: i32,
  weight: f64,
  own: usize,
  to: usize,
  pitch: usize,
  wide: i32,
): void {
  if (wide !== 0) gather(sums, squares, n, width, channels, weight, own, to, pitch, true);
  else gather(sums, squares, n, width, channels, weight, own, to, pitch, false);
}

// The methods.
const ZNCC: i32 = 0;
const NCC: i32 = 1;
const CCORR: i32 = 2;
const CCOEFF: i32 = 3;
const SSD: i32 = 4;
const SSD_NORM: i32 = 5;

// @ts-ignore: decorators go on functions here
@inline
function score(products: usize, n: i32, windows: usize, pitch: usize, constants: usize, counts: usize, method: i32): void {
  const weight = v128.load64_splat(constants);
  const own = v128.load64_splat(constants + 8);
  const ownEnergy = v128.load64_splat(constants + 16);
  const factor = v128.load64_splat(constants + 24);
  const lost = v128.load64_splat(constants + 32);
  const rounded = v128.load64_splat(constants + 40);
  const tolerance = v128.load64_splat(constants + 48);
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const nan = f64x2.splat(NaN);
  const centred = method === ZNCC || method === CCOEFF;
  const distant = method === SSD || method === SSD_NORM;
  const single = method === ZNCC || method === NCC || method === SSD_NORM;
  let flat = 0;
  let doubts = 0;
  for (let x = 0; x < n; x += 2) {
    const at = (<usize>x) << 3;
    const spread = v128.load(windows + at);
    const energy = v128.load(windows + at + pitch);
    const product = f64x2.div(v128.load(products + at), factor);
    const size = f64x2.abs(product);
    let value: v128;
    let error: v128;
    if (centred) {
      const mean = v128.load(windows + at + 2 * pitch);
      const large = f64x2.mul(weight, product);
      value = f64x2.sub(large, mean);
      error = f64x2.add(
        f64x2.mul(weight, lost),
        f64x2.mul(rounded, f64x2.add(f64x2.mul(weight, size), f64x2.abs(mean))),
      );
    } else if (distant) {
      const twice = f64x2.add(product, product);
      value = f64x2.max(zero, f64x2.add(f64x2.sub(energy, twice), ownEnergy));
      const terms = f64x2.add(f64x2.add(energy, f64x2.add(size, size)), ownEnergy);
      error = f64x2.add(f64x2.add(lost, lost), f64x2.mul(rounded, terms));
    } else {
      value = product;
      error = f64x2.add(lost, f64x2.mul(rounded, size));
    }
    const norm = f64x2.sqrt(centred ? f64x2.mul(spread, own) : f64x2.mul(energy, ownEnergy));
    // What has no contrast is flat; of products it is known what they are.
    let known: v128;
    if (method === NCC) known = v128.or(f64x2.eq(f64x2.mul(spread, own), zero), f64x2.eq(norm, zero));
    else known = method === SSD ? zero : f64x2.eq(norm, zero);
    let doubtful = f64x2.gt(error, f64x2.mul(tolerance, method === SSD ? value : norm));
    doubtful = v128.andnot(doubtful, known);
    if (method === ZNCC || method === NCC) {
      value = f64x2.max(f64x2.min(f64x2.div(value, norm), one), f64x2.neg(one));
    } else if (method === SSD_NORM) value = f64x2.div(value, norm);
    else if (method === CCOEFF) value = f64x2.div(value, weight);
    value = v128.bitselect(method === SSD_NORM ? one : zero, value, known);
    value = v128.bitselect(nan, value, doubtful);
    const mask = x + 1 < n ? 3 : 1;
    if (single) flat += popcnt<i32>(i64x2.bitmask(known) & mask);
    doubts += popcnt<i32>(i64x2.bitmask(doubtful) & mask);
    if (single) v128.store64_lane(products + (at >> 1), f32x4.demote_f64x2_zero(value), 0);
    else if (x + 1 < n) v128.store(products + at, value);
    else v128.store64_lane(products + at, value, 0);
  }
  store<i32>(counts, flat);
  store<i32>(counts, doubts, 4);
}

/**
 * `n` products to scores of `method`, f64 or, where they are bounded, f32, which begin where the products do. The windows
 * are those of `gatherWindows`. Constants are f64: the pixels of a window; W·ΣT² − (ΣT)²; ΣT²; what products were
 * multiplied by; a bound on their error; roundings, relative; and the tolerance. Scores that the bound leaves in doubt are
 * NaN. Counts, two of i32: how many are flat, and in doubt.
 */
export function scoreWindows(
  method: i32,
  products: usize,
  n: i32,
  windows: usize,
  pitch: usize,
  constants: usize,
  counts: usize,
): void {
  if (method === ZNCC) score(products, n, windows, pitch, constants, counts, ZNCC);
  else if (method === NCC) score(products, n, windows, pitch, constants, counts, NCC);
  else if (method === CCORR) score(products, n, windows, pitch, constants, counts, CCORR);
  else if (method === CCOEFF) score(products, n, windows, pitch, constants, counts, CCOEFF);
  else if (method === SSD) score(products, n, windows, pitch, constants, counts, SSD);
  else score(products, n, windows, pitch, constants, counts, SSD_NORM);
}
