// From sums to samples: `round(sum/divisor)`, clipped to a range and counted. The division is exact: for |sum| below 2^22
// in f32, or any i32 in f64, a correctly rounded quotient lies on the same side of each rounding boundary as the true one
// (the boundary is a number of the format, and the true quotient is farther from it than half an ulp). An odd divisor has
// no ties, and a power of two has an exact reciprocal: there the product with the reciprocal will do for half-even.

// Rounding rules, as `ROUNDINGS` lists them.
const HALF_EVEN: i32 = 0;
const HALF_UP: i32 = 1;
const HALF_AWAY: i32 = 2;
const TRUNC: i32 = 3;

// How a quotient is made: in f64 always right, in f32 below 2^22, by the reciprocal as said above.
const IN_F32: i32 = 1;
const BY_RECIPROCAL: i32 = 2;

function round32(v: v128, rule: i32): v128 {
  if (rule === HALF_EVEN) return f32x4.nearest(v);
  if (rule === TRUNC) return f32x4.trunc(v);
  return f32x4.floor(v);
}

function round64(v: v128, rule: i32): v128 {
  if (rule === HALF_EVEN) return f64x2.nearest(v);
  if (rule === TRUNC) return f64x2.trunc(v);
  return f64x2.floor(v);
}

/** Four quotients. Rules of halves take the doubled dividend and divisor: floor((2s + d)/2d) is half-up of s/d. */
function quotient(s: v128, divisor: i32, rule: i32, speed: i32): v128 {
  if (speed === BY_RECIPROCAL) {
    const product = f32x4.mul(f32x4.convert_i32x4_s(s), f32x4.splat(<f32>1 / <f32>divisor));
    return i32x4.trunc_sat_f32x4_s(f32x4.nearest(product));
  }
  let sign = i32x4.splat(0);
  let dividend = s;
  let by = divisor;
  if (rule === HALF_AWAY) {
    sign = i32x4.shr_s(s, 31);
    dividend = i32x4.abs(s);
  }
  if (rule === HALF_UP || rule === HALF_AWAY) {
    dividend = i32x4.add(i32x4.shl(dividend, 1), i32x4.splat(divisor));
    by = divisor << 1;
  }
  let q: v128;
  if (speed === IN_F32) {
    q = i32x4.trunc_sat_f32x4_s(round32(f32x4.div(f32x4.convert_i32x4_s(dividend), f32x4.splat(<f32>by)), rule));
  } else {
    const d = f64x2.splat(<f64>by);
    const low = round64(f64x2.div(f64x2.convert_low_i32x4_s(dividend), d), rule);
    const top = v128.shuffle<i32>(dividend, dividend, 2, 3, 2, 3);
    const high = round64(f64x2.div(f64x2.convert_low_i32x4_s(top), d), rule);
    const a = i32x4.trunc_sat_f64x2_s_zero(low);
    const b = i32x4.trunc_sat_f64x2_s_zero(high);
    q = v128.shuffle<i32>(a, b, 0, 1, 4, 5);
  }
  return rule === HALF_AWAY ? i32x4.sub(v128.xor(q, sign), sign) : q;
}

/**
 * Rounds `n` sums in place (whole steps of 4) and clips them to least … greatest; returns how many of the first `n` were
 * clipped. `absolute`: of the magnitude. At `how` are five i32: rule, speed, divisor, least, greatest.
 */
export function quantize(sums: usize, n: i32, how: usize, absolute: bool): i32 {
  const rule = load<i32>(how);
  const speed = load<i32>(how, 4);
  const divisor = load<i32>(how, 8);
  const least = load<i32>(how, 12);
  const greatest = load<i32>(how, 16);
  const low = i32x4.splat(least);
  const high = i32x4.splat(greatest);
  let outside = i32x4.splat(0);
  let clipped = 0;
  for (let i = 0; i < n; i += 4) {
    const at = sums + ((<usize>i) << 2);
    let v = v128.load(at);
    if (absolute) v = i32x4.abs(v);
    if (divisor !== 1) v = quotient(v, divisor, rule, speed);
    const beyond = v128.or(i32x4.lt_s(v, low), i32x4.gt_s(v, high));
    if (i + 4 <= n) outside = i32x4.sub(outside, beyond);
    else {
      if (i < n && i32x4.extract_lane(beyond, 0)) clipped++;
      if (i + 1 < n && i32x4.extract_lane(beyond, 1)) clipped++;
      if (i + 2 < n && i32x4.extract_lane(beyond, 2)) clipped++;
    }
    v128.store(at, i32x4.max_s(low, i32x4.min_s(high, v)));
  }
  return clipped + total(outside);
}

/** The sum of four i32. */
export function total(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3);
}

/** Stores `n` sums that fit u8 (whole steps of 16). */
export function storeU8(sums: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 16) {
    const at = sums + ((<usize>i) << 2);
    const a = i16x8.narrow_i32x4_s(v128.load(at), v128.load(at, 16));
    const b = i16x8.narrow_i32x4_s(v128.load(at, 32), v128.load(at, 48));
    v128.store(out + i, i8x16.narrow_i16x8_u(a, b));
  }
}

/** Stores the low 16 bits of `n` sums (whole steps of 8): u16 and i16 alike. */
export function store16(sums: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 8) {
    const at = sums + ((<usize>i) << 2);
    const v = v128.shuffle<i16>(v128.load(at), v128.load(at, 16), 0, 2, 4, 6, 8, 10, 12, 14);
    v128.store(out + ((<usize>i) << 1), v);
  }
}
