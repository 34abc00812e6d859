// Sums of f64 to whole samples: `|(sum·by + offset)·factor + shift|`, or `|(sum·by + offset)/factor|`, to the nearest whole
// number, ties to even, clipped to least … greatest. Told are the samples that this does not decide, and how many lie far outside.

// Where the parameters lie, in bytes; f64 each.
const BY: usize = 0;
const OFFSET: usize = 8;
const FACTOR: usize = 16;
const SHIFT: usize = 24;
const LEAST: usize = 32;
const GREATEST: usize = 40;
const SURE: usize = 48; // below this distance from the nearest whole number a value is decided
const BELOW: usize = 56; // whole numbers below this, and above the next, are clipped without doubt
const ABOVE: usize = 64;

// Bits of `how`.
const DIVIDE: i32 = 1;
const ABSOLUTE: i32 = 2;
/** What is clipped is told too. */
const TELL: i32 = 4;

/** What is written out where it is called. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  @inline
  static value(at: usize, p: usize, how: i32): v128 {
    const value = f64x2.add(f64x2.mul(v128.load(at), v128.load64_splat(p, BY)), v128.load64_splat(p, OFFSET));
    const factor = v128.load64_splat(p, FACTOR);
    const v =
      (how & DIVIDE) !== 0
        ? f64x2.div(value, factor)
        : f64x2.add(f64x2.mul(value, factor), v128.load64_splat(p, SHIFT));
    return (how & ABSOLUTE) !== 0 ? f64x2.abs(v) : v;
  }

  /** Ones where a value is decided and its whole number lies within the range. */
  @inline
  static sure(v: v128, whole: v128, p: usize): v128 {
    const near = f64x2.lt(f64x2.abs(f64x2.sub(v, whole)), v128.load64_splat(p, SURE));
    const low = f64x2.ge(whole, v128.load64_splat(p, LEAST));
    return v128.and(near, v128.and(low, f64x2.le(whole, v128.load64_splat(p, GREATEST))));
  }

  /** Two whole numbers as i32, in the lower half; where there is none, an end of the range. */
  @inline
  static clip(whole: v128, p: usize): v128 {
    const least = v128.load64_splat(p, LEAST);
    return i32x4.trunc_sat_f64x2_s_zero(f64x2.max(least, f64x2.min(whole, v128.load64_splat(p, GREATEST))));
  }
}

/**
 * Rounds `n` sums (whole steps of 8) to samples of `type` (0 u8, 1 i8, 2 u16, 3 i16, 4 i32) at `out`. At `found` are two i32:
 * how many of the first n were told, and how many clipped without doubt; after them the places of those that were told.
 */
export function roundSums(sums: usize, n: i32, p: usize, how: i32, type: i32, out: usize, found: usize): void {
  let list = found + 8;
  let clipped = 0;
  for (let i = 0; i < n; i += 8) {
    const at = sums + ((<usize>i) << 3);
    const a = Inline.value(at, p, how);
    const b = Inline.value(at + 16, p, how);
    const c = Inline.value(at + 32, p, how);
    const d = Inline.value(at + 48, p, how);
    const wa = f64x2.nearest(a);
    const wb = f64x2.nearest(b);
    const wc = f64x2.nearest(c);
    const wd = f64x2.nearest(d);
    const s0 = v128.shuffle<i32>(Inline.sure(a, wa, p), Inline.sure(b, wb, p), 0, 2, 4, 6);
    const s1 = v128.shuffle<i32>(Inline.sure(c, wc, p), Inline.sure(d, wd, p), 0, 2, 4, 6);
    const low = v128.shuffle<i64>(Inline.clip(wa, p), Inline.clip(wb, p), 0, 2);
    const high = v128.shuffle<i64>(Inline.clip(wc, p), Inline.clip(wd, p), 0, 2);
    if (type >= 4) {
      v128.store(out + ((<usize>i) << 2), low);
      v128.store(out + ((<usize>i) << 2), high, 16);
    } else if (type >= 2) {
      const to = out + ((<usize>i) << 1);
      v128.store(to, type === 2 ? i16x8.narrow_i32x4_u(low, high) : i16x8.narrow_i32x4_s(low, high));
    } else {
      const words = i16x8.narrow_i32x4_s(low, high);
      const bytes = type === 0 ? i8x16.narrow_i16x8_u(words, words) : i8x16.narrow_i16x8_s(words, words);
      v128.store64_lane(out + <usize>i, bytes, 0);
    }
    if (i32x4.all_true(v128.and(s0, s1))) continue;
    for (let m = ~(i32x4.bitmask(s0) | (i32x4.bitmask(s1) << 4)) & firstBits(n - i); m !== 0; m &= m - 1) {
      const e = ctz(m);
      const whole = nearest(valueOf(at + ((<usize>e) << 3), p, how));
      const far = whole < load<f64>(p, BELOW) || whole > load<f64>(p, ABOVE);
      // x − x is 0 for finite x only.
      if ((how & TELL) === 0 && far && whole - whole === 0) clipped++;
      else {
        store<i32>(list, i + e);
        list += 4;
      }
    }
  }
  store<i32>(found, <i32>(list - found - 8) >> 2);
  store<i32>(found, clipped, 4);
}

/** A bit for each of the first `n` of 8, or all of them. */
function firstBits(n: i32): i32 {
  return n >= 8 ? 0xff : (1 << n) - 1;
}

function valueOf(at: usize, p: usize, how: i32): f64 {
  const value = load<f64>(at) * load<f64>(p, BY) + load<f64>(p, OFFSET);
  const factor = load<f64>(p, FACTOR);
  const v = (how & DIVIDE) !== 0 ? value / factor : value * factor + load<f64>(p, SHIFT);
  return (how & ABSOLUTE) !== 0 ? abs(v) : v;
}
