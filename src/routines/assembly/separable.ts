// One band of a filter that is a column times a row of whole taps, on u8 rows, exact in every step: down the columns from
// pairs of rows, sums of 16 bits side by side with the ones a step further, and along the rows from these.
// Own entries: `src/routines/separable.ts` writes and names them.
import { down, NARROW } from "./down";
import { finish, LOWER, UPPER } from "./finish";
import { COUNTS, ELEMENTS, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH } from "./frame";
import { pairU8 } from "./pairs";
import { quantize, storeU8 } from "./quantize";
import { BY_PRODUCT, BY_QUOTIENT, BY_RULE, count, WHOLE } from "./settle";

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
 * (BY_RULE) as sums there.
 */
function across(kind: i32, p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  const table = <usize>load<i32>(p, OWN + 28);
  const end = table + ((<usize>load<i32>(p, OWN + 32)) << 2);
  const leap = (<usize>load<i32>(p, OWN + 36)) << 3;
  const start = i32x4.splat(load<i32>(p, OWN + 56));
  const absolute = load<i32>(p, OWN + 44) !== 0;
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
      finish(kind, false, p, a0, a1, a2, a3, b0, b1, b2, b3, absolute, u, l, x, n - x, 0, counts);
    }
  }
}

function samples(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  across(WHOLE, p, pairs, line, upper, lower, n, counts);
}

function byProduct(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  across(BY_PRODUCT, p, pairs, line, upper, lower, n, counts);
}

function byQuotient(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32, counts: usize): void {
  across(BY_QUOTIENT, p, pairs, line, upper, lower, n, counts);
}

function sums(p: usize, pairs: usize, line: usize, upper: usize, lower: usize, n: i32): void {
  across(BY_RULE, p, pairs, line, upper, lower, n, 0);
}

/** A line of sums to samples, by the rule. */
function settle(p: usize, line: usize, out: usize, n: i32): i32 {
  const clipped = quantize(line, n, p + OWN + 60, load<i32>(p, OWN + 44) !== 0);
  storeU8(line, out, n);
  return clipped;
}

export function separableBand(p: usize): void {
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const out = <usize>load<i32>(p, OUT);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const n = load<i32>(p, ELEMENTS);
  const outRows = load<i32>(p, ROWS);
  const counts = <usize>load<i32>(p, COUNTS);
  const table = <usize>load<i32>(p, OWN);
  const span = load<i32>(p, OWN + 8);
  const halo = load<i32>(p, OWN + 12);
  const pairs = <usize>load<i32>(p, OWN + 16);
  const pitch = <usize>load<i32>(p, OWN + 20);
  const strip = load<i32>(p, OWN + 24);
  const step = load<i32>(p, OWN + 36);
  const kind = load<i32>(p, OWN + 40);
  // Lines of four bytes an element, of both rows: i16, pairs, sums.
  const narrow = <usize>load<i32>(p, OWN + 48);
  const line = <usize>load<i32>(p, OWN + 52);
  const twins = narrow + 2 * line;
  const results = twins + 2 * line;
  const counter = p + OWN + 80;
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
      down(NARROW, table, p + OWN + 4, 1, from, reach, narrow, line);
      besides(narrow, (<usize>step) << 1, twins, reach);
      besides(narrow + line, (<usize>step) << 1, twins + line, reach);
      store<i64>(counter, 0);
      if (kind === BY_RULE) {
        sums(p, twins, line, results, results + line, width);
        store<i32>(counter, settle(p, results, to, width), UPPER);
        if (both) store<i32>(counter, settle(p, results + line, to + outPitch, width), LOWER);
      } else if (kind === WHOLE) samples(p, twins, line, to, to + outPitch, width, counter);
      else if (kind === BY_PRODUCT) byProduct(p, twins, line, to, to + outPitch, width, counter);
      else byQuotient(p, twins, line, to, to + outPitch, width, counter);
      count(counts, y, load<i32>(counter, UPPER));
      if (both) count(counts, y + 1, load<i32>(counter, LOWER));
    }
  }
}
