// One band of u8 rows whose sums fit 16 bits (few taps, or small ones): eight sums a vector, straight from the bytes.
// Own entries: the table of taps (offset of the sample in bytes, tap; i32 each), how many there are, the sum that each
// starts from, how sums become samples, whether magnitudes are taken, a line for sums; then what `quantize` takes.
import { COUNTS, ELEMENTS, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH, VECTORS } from "./frame";
import { quantize, storeU8 } from "./quantize";
import { anyBeyond, beyond, BY_PRODUCT, BY_QUOTIENT, BY_RULE, count, firstBits, WHOLE, whole8 } from "./settle";

/** Elements of a strip: its rows stay in the nearest cache. */
const STRIP: i32 = 4096;

// @ts-ignore: decorators go on functions here
@inline
/** `n` outputs of one row (whole steps of 32), as samples at `out` or (BY_RULE) as i32 there; how many were clipped. */
function line(kind: i32, p: usize, source: usize, out: usize, n: i32): i32 {
  const table = <usize>load<i32>(p, OWN);
  const end = table + ((<usize>load<i32>(p, OWN + 4)) << 3);
  const start = i16x8.splat(<i16>load<i32>(p, OWN + 8));
  const absolute = load<i32>(p, OWN + 16) !== 0;
  const by = v128.load(p, VECTORS);
  let clipped = 0;
  for (let x = 0; x < n; x += 32) {
    const base = source + x;
    let a = start;
    let b = start;
    let c = start;
    let d = start;
    for (let t = table; t < end; t += 8) {
      const at = base + <usize>load<i32>(t);
      const k = v128.load16_splat(t, 4);
      a = i16x8.add(a, i16x8.mul(v128.load8x8_u(at), k));
      b = i16x8.add(b, i16x8.mul(v128.load8x8_u(at, 8), k));
      c = i16x8.add(c, i16x8.mul(v128.load8x8_u(at, 16), k));
      d = i16x8.add(d, i16x8.mul(v128.load8x8_u(at, 24), k));
    }
    if (kind === BY_RULE) {
      const to = out + ((<usize>x) << 2);
      v128.store(to, i32x4.extend_low_i16x8_s(a));
      v128.store(to, i32x4.extend_high_i16x8_s(a), 16);
      v128.store(to, i32x4.extend_low_i16x8_s(b), 32);
      v128.store(to, i32x4.extend_high_i16x8_s(b), 48);
      v128.store(to, i32x4.extend_low_i16x8_s(c), 64);
      v128.store(to, i32x4.extend_high_i16x8_s(c), 80);
      v128.store(to, i32x4.extend_low_i16x8_s(d), 96);
      v128.store(to, i32x4.extend_high_i16x8_s(d), 112);
      continue;
    }
    if (absolute) {
      a = i16x8.abs(a);
      b = i16x8.abs(b);
      c = i16x8.abs(c);
      d = i16x8.abs(d);
    }
    a = whole8(kind, a, by);
    b = whole8(kind, b, by);
    c = whole8(kind, c, by);
    d = whole8(kind, d, by);
    v128.store(out + x, i8x16.narrow_i16x8_u(a, b));
    v128.store(out + x, i8x16.narrow_i16x8_u(c, d), 16);
    if (anyBeyond(v128.or(a, b), v128.or(c, d))) {
      clipped += popcnt(beyond(a, b) & firstBits(n - x));
      clipped += popcnt(beyond(c, d) & firstBits(max(0, n - x - 16)));
    }
  }
  return clipped;
}

function samples(p: usize, source: usize, out: usize, n: i32): i32 {
  return line(WHOLE, p, source, out, n);
}

function byProduct(p: usize, source: usize, out: usize, n: i32): i32 {
  return line(BY_PRODUCT, p, source, out, n);
}

function byQuotient(p: usize, source: usize, out: usize, n: i32): i32 {
  return line(BY_QUOTIENT, p, source, out, n);
}

/** By way of a line of i32. */
function byRule(p: usize, source: usize, out: usize, n: i32): i32 {
  const sums = <usize>load<i32>(p, OWN + 20);
  line(BY_RULE, p, source, sums, n);
  const clipped = quantize(sums, n, p + OWN + 24, load<i32>(p, OWN + 16) !== 0);
  storeU8(sums, out, n);
  return clipped;
}

export function fewBand(p: usize): void {
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const out = <usize>load<i32>(p, OUT);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const n = load<i32>(p, ELEMENTS);
  const rows = load<i32>(p, ROWS);
  const counts = <usize>load<i32>(p, COUNTS);
  const kind = load<i32>(p, OWN + 12);
  for (let x = 0; x < n; x += STRIP) {
    const width = min(STRIP, n - x);
    for (let y = 0; y < rows; y++) {
      const from = source + <usize>y * sourcePitch + x;
      const to = out + <usize>y * outPitch + x;
      let clipped: i32;
      if (kind === WHOLE) clipped = samples(p, from, to, width);
      else if (kind === BY_PRODUCT) clipped = byProduct(p, from, to, width);
      else if (kind === BY_QUOTIENT) clipped = byQuotient(p, from, to, width);
      else clipped = byRule(p, from, to, width);
      count(counts, y, clipped);
    }
  }
}
