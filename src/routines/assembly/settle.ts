// From inexact f32 values to samples: rounded, clipped and counted where the value decides, marked where it does not.

// Rounding rules, as `ROUNDINGS` lists them: 0 … 2 round at halves, 3 and 4 (trunc, floor) at whole numbers.
const TRUNC: i32 = 3;
const FLOOR: i32 = 4;

/**
 * Settles `n` values (whole steps of 4) in place: `value·scale + offset`, its magnitude if `absolute`, becomes a clipped
 * whole number (i32). Within `error` of a rounding boundary the byte of `doubt` is set to 1, and the sample counts as
 * neither clipped nor not. Returns clipped samples in the low 32 bits and doubtful ones in the high.
 */
export function settle(
  values: usize,
  doubt: usize,
  n: i32,
  scale: f32,
  offset: f32,
  error: f32,
  absolute: bool,
  rule: i32,
  least: i32,
  greatest: i32,
): i64 {
  const m = f32x4.splat(scale);
  const o = f32x4.splat(offset);
  const low = f32x4.splat(<f32>least);
  const high = f32x4.splat(<f32>greatest);
  // Halves: |v − nearest(v)| ≥ 0.5 − error. Whole numbers: |v − nearest(v)| ≤ error.
  const halves = rule < TRUNC;
  const near = f32x4.splat(halves ? 0.5 - error : error);
  // Farther outside than this the end of the range is right whatever the error.
  const farLow = f32x4.splat(<f32>least - 1 - error);
  const farHigh = f32x4.splat(<f32>greatest + 1 + error);
  let outside = i32x4.splat(0);
  let doubtful = 0;
  let clipped = 0;
  for (let i = 0; i < n; i += 4) {
    const at = values + ((<usize>i) << 2);
    let v = f32x4.add(f32x4.mul(v128.load(at), m), o);
    if (absolute) v = f32x4.abs(v);
    const whole = f32x4.nearest(v);
    const away = f32x4.abs(f32x4.sub(v, whole));
    let unsure = halves ? f32x4.ge(away, near) : f32x4.le(away, near);
    unsure = v128.and(unsure, v128.and(f32x4.gt(v, farLow), f32x4.lt(v, farHigh)));
    const r = rule === TRUNC ? f32x4.trunc(v) : rule === FLOOR ? f32x4.floor(v) : whole;
    let beyond = v128.or(f32x4.lt(r, low), f32x4.gt(r, high));
    if (v128.any_true(unsure)) {
      beyond = v128.andnot(beyond, unsure);
      for (let mask = i32x4.bitmask(unsure); mask !== 0; mask &= mask - 1) {
        const lane = ctz(mask);
        if (i + lane >= n) break;
        store<u8>(doubt + i + lane, 1);
        doubtful++;
      }
    }
    if (i + 4 <= n) outside = i32x4.sub(outside, beyond);
    else for (let mask = i32x4.bitmask(beyond) & ((1 << (n - i)) - 1); mask !== 0; mask &= mask - 1) clipped++;
    v128.store(at, i32x4.trunc_sat_f32x4_s(f32x4.max(low, f32x4.min(high, r))));
  }
  clipped += i32x4.extract_lane(outside, 0) + i32x4.extract_lane(outside, 1);
  clipped += i32x4.extract_lane(outside, 2) + i32x4.extract_lane(outside, 3);
  return ((<i64>doubtful) << 32) | <i64>clipped;
}
