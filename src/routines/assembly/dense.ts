// One band of a dense filter: rows in pairs, dot products of i16, sums of 32 bits, samples. Sums are exact where taps are
// whole; where they are rounded taps, samples that this cannot decide are looked at again (`look.ts`) or listed.
// Own entries: `src/routines/whole.ts` and `rounded.ts` write and name them.
import { finish, LISTED, LOWER, UPPER } from "./finish";
import { COUNTS, DOUBTS, ELEMENTS, FOUND, MOST, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH } from "./frame";
import { lookAgain } from "./look";
import { pair16, pairU8 } from "./pairs";
import { quantize, store16, storeU8 } from "./quantize";
import { BY_PRODUCT, BY_QUOTIENT, BY_RULE, count, IN_DOUBT, MAGNITUDES, WHOLE } from "./settle";

// @ts-ignore: decorators go on functions here
@inline
/**
 * Two output rows of `n` elements from row pairs, in steps of 16. A step of the table is three i32: the offset of its
 * samples in bytes, and the two taps (packed as i16 × 2) with which they enter the upper and the lower output row. The
 * list has element · 2 + row of each sample in doubt.
 */
function rows(kind: i32, p: usize, pairs: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  const table = <usize>load<i32>(p, OWN);
  const end = table + <usize>load<i32>(p, OWN + 4) * 12;
  const start = i32x4.splat(load<i32>(p, OWN + 36));
  const absolute = load<i32>(p, OWN + 44) !== 0;
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
    if (kind === BY_RULE) {
      const to = (<usize>x) << 2;
      v128.store(upper + to, a0);
      v128.store(upper + to, a1, 16);
      v128.store(upper + to, a2, 32);
      v128.store(upper + to, a3, 48);
      v128.store(lower + to, b0);
      v128.store(lower + to, b1, 16);
      v128.store(lower + to, b2, 32);
      v128.store(lower + to, b3, 48);
    } else {
      const u = upper + x;
      const l = lower + x;
      finish(kind, false, p, a0, a1, a2, a3, b0, b1, b2, b3, absolute, u, l, x, n - x, list, counts);
    }
  }
}

function samples(p: usize, pairs: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  rows(WHOLE, p, pairs, upper, lower, n, 0, counts);
}

function byProduct(p: usize, pairs: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  rows(BY_PRODUCT, p, pairs, upper, lower, n, 0, counts);
}

function byQuotient(p: usize, pairs: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  rows(BY_QUOTIENT, p, pairs, upper, lower, n, 0, counts);
}

function sums(p: usize, pairs: usize, upper: usize, lower: usize, n: i32): void {
  rows(BY_RULE, p, pairs, upper, lower, n, 0, 0);
}

function inDoubt(p: usize, pairs: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  rows(IN_DOUBT, p, pairs, upper, lower, n, list, counts);
}

function magnitudes(p: usize, pairs: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  rows(MAGNITUDES, p, pairs, upper, lower, n, list, counts);
}

/** A line of sums to samples, by the rule. */
function settle(p: usize, line: usize, out: usize, n: i32): i32 {
  const clipped = quantize(line, n, p + OWN + 56, load<i32>(p, OWN + 44) !== 0);
  if (load<i32>(p, OWN + 52) !== 0) store16(line, out, n);
  else storeU8(line, out, n);
  return clipped;
}

export function denseBand(p: usize): void {
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
  const pairPitch = <usize>load<i32>(p, OWN + 20);
  const strip = load<i32>(p, OWN + 24);
  const wide = load<i32>(p, OWN + 28) !== 0;
  const flip = load<i32>(p, OWN + 32);
  const kind = load<i32>(p, OWN + 40);
  const lines = <usize>load<i32>(p, OWN + 48);
  const lower = lines + ((<usize>strip) << 2);
  const outSize: usize = load<i32>(p, OWN + 52) !== 0 ? 1 : 0;
  const size: usize = wide ? 1 : 0;
  const counter = p + OWN + 92;
  let listed = 0;
  for (let x = 0; x < n; x += strip) {
    const width = min(strip, n - x);
    let made = 0;
    for (let y = 0; y < outRows; y += 2) {
      for (const need = (y + span + 2) >> 1; made < need; made++) {
        const above = source + <usize>(2 * made) * sourcePitch + ((<usize>x) << size);
        const to = pairs + <usize>made * pairPitch;
        if (wide) pair16(above, above + sourcePitch, to, width + halo, flip);
        else pairU8(above, above + sourcePitch, to, width + halo);
      }
      const from = pairs + <usize>(y >> 1) * pairPitch;
      const to = out + <usize>y * outPitch + ((<usize>x) << outSize);
      const both = y + 1 < outRows;
      store<i64>(counter, 0);
      store<i32>(counter, 0, LISTED);
      if (kind === BY_RULE) {
        sums(p, from, lines, lower, width);
        store<i32>(counter, settle(p, lines, to, width), UPPER);
        if (both) store<i32>(counter, settle(p, lower, to + outPitch, width), LOWER);
      } else if (kind === WHOLE) samples(p, from, to, to + outPitch, width, counter);
      else if (kind === BY_PRODUCT) byProduct(p, from, to, to + outPitch, width, counter);
      else if (kind === BY_QUOTIENT) byQuotient(p, from, to, to + outPitch, width, counter);
      else if (kind === IN_DOUBT) inDoubt(p, from, to, to + outPitch, width, lines, counter);
      else magnitudes(p, from, to, to + outPitch, width, lines, counter);
      count(counts, y, load<i32>(counter, UPPER));
      if (both) count(counts, y + 1, load<i32>(counter, LOWER));
      const found = load<i32>(counter, LISTED);
      for (let i = 0; i < found; i++) {
        const place = load<i32>(lines + ((<usize>i) << 2));
        const row = y + (place & 1);
        if (row >= outRows) continue;
        const element = x + (place >> 1);
        const value = lookAgain(p, source + <usize>row * sourcePitch + element);
        if (value < 0) {
          // Neither counted nor written for good: the caller does.
          store<i32>(doubts + ((<usize>listed) << 2), row * most + element);
          listed++;
          continue;
        }
        const sample = value - 65536;
        if (sample < 0 || sample > 255) count(counts, row, 1);
        store<u8>(out + <usize>row * outPitch + element, <u8>min(255, max(0, sample)));
      }
    }
  }
  store<i32>(p, listed, FOUND);
}
