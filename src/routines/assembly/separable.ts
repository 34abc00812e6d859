// One band of a filter that is a column times a row, on u8 rows. Down the columns from pairs of rows, as sums of 32 bits;
// of those 16 bits, side by side with the ones a step further; along the rows from these. Where taps are whole and nothing
// is rounded in between, all of it is exact. Else samples that this cannot decide are looked at again, from the sums of 32
// bits at first, and then with the rests of the column's taps too.
// Own entries and doubles: `src/routines/separable.ts` writes and names them.
import { finish, LISTED, LOWER, UPPER } from "./finish";
import { COUNTS, DOUBLES, DOUBTS, ELEMENTS, FOUND, MOST, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH, VECTORS } from "./frame";
import { pairU8 } from "./pairs";
import { quantize, storeU8 } from "./quantize";
import { BY_PRODUCT, BY_QUOTIENT, BY_RULE, count, IN_DOUBT, MAGNITUDES, WHOLE } from "./settle";

// @ts-ignore: decorators go on functions here
@inline
/**
 * Two rows of column sums, `n` of each in steps of 16: as i32 at `wide` (if that is not 0) and one `line` further, and
 * shifted to i16 at `narrow` and one `line` further. A step of the table: offset, taps of the upper and the lower row.
 */
function downBy(shift: i32, p: usize, pairs: usize, n: i32, narrow: usize, wide: usize, line: usize): void {
  const table = <usize>load<i32>(p, OWN);
  const end = table + <usize>load<i32>(p, OWN + 4) * 12;
  const start = i32x4.splat(load<i32>(p, OWN + 32));
  for (let x = 0; x < n; x += 16) {
    const base = pairs + ((<usize>x) << 2);
    let a0 = start;
    let a1 = start;
    let a2 = start;
    let a3 = start;
    let b0 = start;
    let b1 = start;
    let b2 = start;
    let b3 = start;
    for (let t = table; t < end; t += 12) {
      const at = base + <usize>load<i32>(t);
      const ka = v128.load32_splat(t, 4);
      const kb = v128.load32_splat(t, 8);
      const s0 = v128.load(at);
      const s1 = v128.load(at, 16);
      const s2 = v128.load(at, 32);
      const s3 = v128.load(at, 48);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(s0, ka));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(s0, kb));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(s1, ka));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(s1, kb));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(s2, ka));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(s2, kb));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(s3, ka));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(s3, kb));
    }
    if (wide !== 0) {
      const to = wide + ((<usize>x) << 2);
      v128.store(to, a0);
      v128.store(to, a1, 16);
      v128.store(to, a2, 32);
      v128.store(to, a3, 48);
      v128.store(to + line, b0);
      v128.store(to + line, b1, 16);
      v128.store(to + line, b2, 32);
      v128.store(to + line, b3, 48);
    }
    const to = narrow + ((<usize>x) << 1);
    v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a0, shift), i32x4.shr_s(a1, shift)));
    v128.store(to, i16x8.narrow_i32x4_s(i32x4.shr_s(a2, shift), i32x4.shr_s(a3, shift)), 16);
    v128.store(to + line, i16x8.narrow_i32x4_s(i32x4.shr_s(b0, shift), i32x4.shr_s(b1, shift)));
    v128.store(to + line, i16x8.narrow_i32x4_s(i32x4.shr_s(b2, shift), i32x4.shr_s(b3, shift)), 16);
  }
}

// A shift by a constant is one instruction, by a variable it is four: so the usual ones have their own.

function downBy0(p: usize, pairs: usize, n: i32, narrow: usize, wide: usize, line: usize): void {
  downBy(0, p, pairs, n, narrow, wide, line);
}

function downBy8(p: usize, pairs: usize, n: i32, narrow: usize, wide: usize, line: usize): void {
  downBy(8, p, pairs, n, narrow, wide, line);
}

function downBy9(p: usize, pairs: usize, n: i32, narrow: usize, wide: usize, line: usize): void {
  downBy(9, p, pairs, n, narrow, wide, line);
}

function downBy10(p: usize, pairs: usize, n: i32, narrow: usize, wide: usize, line: usize): void {
  downBy(10, p, pairs, n, narrow, wide, line);
}

function downBy11(p: usize, pairs: usize, n: i32, narrow: usize, wide: usize, line: usize): void {
  downBy(11, p, pairs, n, narrow, wide, line);
}

function down(p: usize, pairs: usize, n: i32, narrow: usize, wide: usize, line: usize): void {
  const shift = load<i32>(p, OWN + 28);
  if (shift === 0) downBy0(p, pairs, n, narrow, wide, line);
  else if (shift === 8) downBy8(p, pairs, n, narrow, wide, line);
  else if (shift === 9) downBy9(p, pairs, n, narrow, wide, line);
  else if (shift === 10) downBy10(p, pairs, n, narrow, wide, line);
  else if (shift === 11) downBy11(p, pairs, n, narrow, wide, line);
  else downBy(shift, p, pairs, n, narrow, wide, line);
}

/** Each of `n` i16 beside the one `step` bytes further. */
function besides(from: usize, step: usize, to: usize, n: i32): void {
  for (let x = 0; x < n; x += 8) {
    const at = from + ((<usize>x) << 1);
    const a = v128.load(at);
    const b = v128.load(at + step);
    const pair = to + ((<usize>x) << 2);
    v128.store(pair, v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(pair, v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  }
}

// @ts-ignore: decorators go on functions here
@inline
/**
 * Along two rows of pairs, `line` bytes apart: `n` outputs of each in steps of 16, as samples at `upper` and `lower` or
 * (BY_RULE) as sums there. The list has element · 2 + row of each sample in doubt.
 */
function across(kind: i32, p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  const table = <usize>load<i32>(p, OWN + 36);
  const end = table + ((<usize>load<i32>(p, OWN + 40)) << 2);
  const leap = (<usize>load<i32>(p, OWN + 44)) << 3;
  const start = i32x4.splat(load<i32>(p, OWN + 84));
  const absolute = load<i32>(p, OWN + 52) !== 0;
  const by = v128.load(p, VECTORS);
  const one = v128.load(p, VECTORS + 16);
  const less = v128.load(p, VECTORS + 32);
  const more = v128.load(p, VECTORS + 48);
  const near = v128.load(p, VECTORS + 64);
  for (let x = 0; x < n; x += 16) {
    let at = pairs + ((<usize>x) << 2);
    let to = at + line;
    let a0 = start;
    let a1 = start;
    let a2 = start;
    let a3 = start;
    let b0 = start;
    let b1 = start;
    let b2 = start;
    let b3 = start;
    for (let t = table; t < end; t += 4) {
      const k = v128.load32_splat(t);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v128.load(at), k));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v128.load(at, 16), k));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v128.load(at, 32), k));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v128.load(at, 48), k));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(v128.load(to), k));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(v128.load(to, 16), k));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(v128.load(to, 32), k));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(v128.load(to, 48), k));
      at += leap;
      to += leap;
    }
    if (kind === BY_RULE) {
      const out = (<usize>x) << 2;
      v128.store(upper + out, a0);
      v128.store(upper + out, a1, 16);
      v128.store(upper + out, a2, 32);
      v128.store(upper + out, a3, 48);
      v128.store(lower + out, b0);
      v128.store(lower + out, b1, 16);
      v128.store(lower + out, b2, 32);
      v128.store(lower + out, b3, 48);
    } else {
      const u = upper + x;
      const l = lower + x;
      finish(kind, a0, a1, a2, a3, b0, b1, b2, b3, absolute, by, one, less, more, near, u, l, x, n - x, list, counts);
    }
  }
}

function samples(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  across(WHOLE, p, pairs, line, upper, lower, n, 0, counts);
}

function byProduct(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  across(BY_PRODUCT, p, pairs, line, upper, lower, n, 0, counts);
}

function byQuotient(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  across(BY_QUOTIENT, p, pairs, line, upper, lower, n, 0, counts);
}

function sums(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32): void {
  across(BY_RULE, p, pairs, line, upper, lower, n, 0, 0);
}

function inDoubt(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  across(IN_DOUBT, p, pairs, line, upper, lower, n, list, counts);
}

function magnitudes(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  across(MAGNITUDES, p, pairs, line, upper, lower, n, list, counts);
}

/** A line of sums to samples, by the rule. */
function settle(p: usize, line: usize, out: usize, n: i32): i32 {
  const clipped = quantize(line, n, p + OWN + 88, load<i32>(p, OWN + 52) !== 0);
  storeU8(line, out, n);
  return clipped;
}

/**
 * One sample again: `Σ row[i]·column sum[i·step]` in f64, at first from the sums of 32 bits at `wide`, and where these
 * are not enough with those of the rests of the column's taps, which are made from the pairs; `lower` says of which of
 * the two output rows. The rounded value plus 65536, or −1 where it is in doubt even then.
 */
function lookAgain(p: usize, wide: usize, pairs: usize, lower: bool, scratch: usize): i32 {
  const row = <usize>load<i32>(p, OWN + 72);
  const taps = load<i32>(p, OWN + 68);
  const step = <usize>load<i32>(p, OWN + 44);
  const unit = load<f64>(p, DOUBLES);
  const offset = load<f64>(p, DOUBLES + 16);
  const absolute = load<i32>(p, OWN + 52) !== 0;
  const sum = along(wide, row, taps, step);
  let value = sum * unit + offset;
  if (absolute) value = abs(value);
  let r = nearest(value);
  if (abs(value - r) >= load<f64>(p, DOUBLES + 24)) {
    rests(p, pairs, lower, scratch);
    value = sum * unit + along(scratch, row, taps, step) * load<f64>(p, DOUBLES + 8) + offset;
    if (absolute) value = abs(value);
    r = nearest(value);
    if (abs(value - r) >= load<f64>(p, DOUBLES + 32)) return -1;
  }
  return 65536 + <i32>max(-32768.0, min(32767.0, r));
}

/** `Σ row[i]·sums[i·step]` in f64; the row has zeros up to a multiple of four. */
function along(sums: usize, row: usize, taps: i32, step: usize): f64 {
  const leap = step << 2;
  const end = row + ((<usize>taps) << 3);
  let at = sums;
  let a = f64x2.splat(0);
  let b = a;
  for (let t = row; t < end; t += 32) {
    const first = v128.load32_lane(at + leap, v128.load32_zero(at), 1);
    at += leap << 1;
    const second = v128.load32_lane(at + leap, v128.load32_zero(at), 1);
    at += leap << 1;
    a = f64x2.add(a, f64x2.mul(f64x2.convert_low_i32x4_s(first), v128.load(t)));
    b = f64x2.add(b, f64x2.mul(f64x2.convert_low_i32x4_s(second), v128.load(t, 16)));
  }
  a = f64x2.add(a, b);
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** Column sums under the rests of the taps, for all elements that one output reaches along its row. */
function rests(p: usize, pairs: usize, lower: bool, to: usize): void {
  const table = <usize>load<i32>(p, OWN + 64);
  const end = table + <usize>load<i32>(p, OWN + 4) * 12;
  const reach = (load<i32>(p, OWN + 68) - 1) * load<i32>(p, OWN + 44) + 1;
  const side: usize = lower ? 8 : 4;
  for (let x = 0; x < reach; x += 4) {
    const base = pairs + ((<usize>x) << 2);
    let a = i32x4.splat(0);
    for (let t = table; t < end; t += 12) {
      const k = v128.load32_splat(t + side);
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load(base + <usize>load<i32>(t)), k));
    }
    v128.store(to + ((<usize>x) << 2), a);
  }
}

export function separableBand(p: usize): void {
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const out = <usize>load<i32>(p, OUT);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const n = load<i32>(p, ELEMENTS);
  const outRows = load<i32>(p, ROWS);
  const counts = <usize>load<i32>(p, COUNTS);
  const doubts = <usize>load<i32>(p, DOUBTS);
  const most = load<i32>(p, MOST);
  const span = load<i32>(p, OWN + 8);
  const halo = load<i32>(p, OWN + 12);
  const pairs = <usize>load<i32>(p, OWN + 16);
  const pitch = <usize>load<i32>(p, OWN + 20);
  const strip = load<i32>(p, OWN + 24);
  const step = load<i32>(p, OWN + 44);
  const kind = load<i32>(p, OWN + 48);
  // Lines of four bytes an element: i16 of both rows, i32 of both rows, pairs of both rows, sums of both rows.
  const narrow = <usize>load<i32>(p, OWN + 56);
  const line = <usize>load<i32>(p, OWN + 60);
  const wide = narrow + 2 * line;
  const twins = wide + 2 * line;
  const results = twins + 2 * line;
  const counter = p + OWN + 108;
  let listed = 0;
  for (let x = 0; x < n; x += strip) {
    const width = min(strip, n - x);
    const reach = width + halo;
    let made = 0;
    for (let y = 0; y < outRows; y += 2) {
      for (const need = (y + span + 2) >> 1; made < need; made++) {
        const above = source + <usize>(2 * made) * sourcePitch + x;
        pairU8(above, above + sourcePitch, pairs + <usize>made * pitch, reach);
      }
      const from = pairs + <usize>(y >> 1) * pitch;
      const to = out + <usize>y * outPitch + x;
      const both = y + 1 < outRows;
      down(p, from, reach, narrow, kind >= IN_DOUBT ? wide : 0, line);
      besides(narrow, (<usize>step) << 1, twins, reach);
      besides(narrow + line, (<usize>step) << 1, twins + line, reach);
      store<i64>(counter, 0);
      store<i32>(counter, 0, LISTED);
      if (kind === BY_RULE) {
        sums(p, twins, line, results, results + line, width);
        store<i32>(counter, settle(p, results, to, width), UPPER);
        if (both) store<i32>(counter, settle(p, results + line, to + outPitch, width), LOWER);
      } else if (kind === WHOLE) samples(p, twins, line, to, to + outPitch, width, counter);
      else if (kind === BY_PRODUCT) byProduct(p, twins, line, to, to + outPitch, width, counter);
      else if (kind === BY_QUOTIENT) byQuotient(p, twins, line, to, to + outPitch, width, counter);
      else if (kind === IN_DOUBT) inDoubt(p, twins, line, to, to + outPitch, width, results, counter);
      else magnitudes(p, twins, line, to, to + outPitch, width, results, counter);
      count(counts, y, load<i32>(counter, UPPER));
      if (both) count(counts, y + 1, load<i32>(counter, LOWER));
      const found = load<i32>(counter, LISTED);
      for (let i = 0; i < found; i++) {
        const place = load<i32>(results + ((<usize>i) << 2));
        const lower = place & 1;
        if (y + lower >= outRows) continue;
        const e = place >> 1;
        const at = (<usize>e) << 2;
        const value = lookAgain(p, wide + <usize>lower * line + at, from + at, lower !== 0, narrow);
        if (value < 0) {
          store<i32>(doubts + ((<usize>listed) << 2), (y + lower) * most + x + e);
          listed++;
          continue;
        }
        const sample = value - 65536;
        if (sample < 0 || sample > 255) count(counts, y + lower, 1);
        store<u8>(to + <usize>lower * outPitch + e, <u8>min(255, max(0, sample)));
      }
    }
  }
  store<i32>(p, listed, FOUND);
}
