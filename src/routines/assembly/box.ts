// One band of a filter whose taps are all the same, over a rectangle: sums of columns that one row enters and another one
// leaves, running totals of these along the row, and differences of two totals. What a sample costs does not depend on the
// rectangle. All in whole numbers of 32 bits (totals modulo 2^32, which differences do not notice).
// Own entries: rows of the rectangle, elements from one total to the other, channels, whether sums of columns have 32 bits,
// the sum that each output starts from, how sums become samples, the columns' sums, the totals, a line of sums, whether
// results have 16 bits; then what `quantize` takes, whether magnitudes are taken, and whether samples have 16 bits.
import { COUNTS, ELEMENTS, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH, VECTORS } from "./frame";
import { quantize, store16, storeU8 } from "./quantize";
import { anyBeyond, beyond, BY_PRODUCT, BY_QUOTIENT, BY_RULE, count, firstBits, WHOLE, whole } from "./settle";

/** Adds a row of u8 to the sums of columns, as u16, and takes another one off (if that is not 0). */
function enterU8(columns: usize, row: usize, leaving: usize, n: i32): void {
  for (let x = 0; x < n; x += 16) {
    const at = columns + ((<usize>x) << 1);
    const a = i16x8.add(v128.load(at), v128.load8x8_u(row + x));
    const b = i16x8.add(v128.load(at, 16), v128.load8x8_u(row + x, 8));
    if (leaving !== 0) {
      v128.store(at, i16x8.sub(a, v128.load8x8_u(leaving + x)));
      v128.store(at, i16x8.sub(b, v128.load8x8_u(leaving + x, 8)), 16);
    } else {
      v128.store(at, a);
      v128.store(at, b, 16);
    }
  }
}

/** The same with sums of 32 bits. */
function enterU8Wide(columns: usize, row: usize, leaving: usize, n: i32): void {
  for (let x = 0; x < n; x += 4) {
    const at = columns + ((<usize>x) << 2);
    let a = i32x4.add(v128.load(at), four(row + x));
    if (leaving !== 0) a = i32x4.sub(a, four(leaving + x));
    v128.store(at, a);
  }
}

// @ts-ignore: decorators go on functions here
@inline
function four(at: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

/** The same of u16. */
function enterU16(columns: usize, row: usize, leaving: usize, n: i32): void {
  for (let x = 0; x < n; x += 8) {
    const at = columns + ((<usize>x) << 2);
    const from = (<usize>x) << 1;
    let a = i32x4.add(v128.load(at), v128.load16x4_u(row + from));
    let b = i32x4.add(v128.load(at, 16), v128.load16x4_u(row + from, 8));
    if (leaving !== 0) {
      a = i32x4.sub(a, v128.load16x4_u(leaving + from));
      b = i32x4.sub(b, v128.load16x4_u(leaving + from, 8));
    }
    v128.store(at, a);
    v128.store(at, b, 16);
  }
}

// @ts-ignore: decorators go on functions here
@inline
function column(wide: bool, columns: usize, x: i32): v128 {
  return wide ? v128.load(columns + ((<usize>x) << 2)) : v128.load16x4_u(columns + ((<usize>x) << 1));
}

// @ts-ignore: decorators go on functions here
@inline
/** `totals[x] = Σ columns[x − i·channels]` over i > 0, for x < n: what lies before x. */
function run1(wide: bool, columns: usize, totals: usize, n: i32): void {
  const zero = i32x4.splat(0);
  let carry = zero;
  store<i32>(totals, 0);
  for (let x = 0; x < n; x += 4) {
    let v = column(wide, columns, x);
    v = i32x4.add(v, v128.shuffle<i32>(zero, v, 3, 4, 5, 6));
    v = i32x4.add(v, v128.shuffle<i32>(zero, v, 2, 3, 4, 5));
    v = i32x4.add(v, carry);
    v128.store(totals + ((<usize>x) << 2), v, 4);
    carry = v128.shuffle<i32>(v, v, 3, 3, 3, 3);
  }
}

// @ts-ignore: decorators go on functions here
@inline
/** The same for three channels, twelve elements at a time. */
function run3(wide: bool, columns: usize, totals: usize, n: i32): void {
  const zero = i32x4.splat(0);
  let ka = zero;
  let kb = zero;
  let kc = zero;
  v128.store(totals, zero);
  for (let x = 0; x < n; x += 12) {
    let a = column(wide, columns, x);
    let b = column(wide, columns, x + 4);
    let c = column(wide, columns, x + 8);
    // First what lies three elements back, then six, then the totals of the twelve before.
    c = i32x4.add(c, v128.shuffle<i32>(b, c, 1, 2, 3, 4));
    b = i32x4.add(b, v128.shuffle<i32>(a, b, 1, 2, 3, 4));
    a = i32x4.add(a, v128.shuffle<i32>(zero, a, 0, 0, 0, 4));
    c = i32x4.add(c, v128.shuffle<i32>(a, b, 2, 3, 4, 5));
    b = i32x4.add(b, v128.shuffle<i32>(zero, a, 0, 0, 4, 5));
    a = i32x4.add(a, ka);
    b = i32x4.add(b, kb);
    c = i32x4.add(c, kc);
    const to = totals + ((<usize>x) << 2);
    v128.store(to, a, 12);
    v128.store(to, b, 28);
    v128.store(to, c, 44);
    ka = v128.shuffle<i32>(c, c, 1, 2, 3, 1);
    kb = v128.shuffle<i32>(c, c, 2, 3, 1, 2);
    kc = v128.shuffle<i32>(c, c, 3, 1, 2, 3);
  }
}

// @ts-ignore: decorators go on functions here
@inline
/** The same for any number of channels; the vectors of four channels do not touch one another. */
function runAny(wide: bool, columns: usize, totals: usize, n: i32, channels: i32): void {
  const back = (<usize>channels) << 2;
  if (channels === 4) {
    let v = i32x4.splat(0);
    v128.store(totals, v);
    for (let x = 0; x < n; x += 4) {
      v = i32x4.add(v, column(wide, columns, x));
      v128.store(totals + back + ((<usize>x) << 2), v);
    }
    return;
  }
  for (let x = 0; x < channels; x++) store<i32>(totals + ((<usize>x) << 2), 0);
  for (let x = 0; x < n; x++) {
    const at = totals + ((<usize>x) << 2);
    const own = wide ? load<i32>(columns + ((<usize>x) << 2)) : <i32>load<u16>(columns + ((<usize>x) << 1));
    store<i32>(at + back, load<i32>(at) + own);
  }
}

function runNarrow(columns: usize, totals: usize, n: i32, channels: i32): void {
  if (channels === 1) run1(false, columns, totals, n);
  else if (channels === 3) run3(false, columns, totals, n);
  else runAny(false, columns, totals, n, channels);
}

function runWide(columns: usize, totals: usize, n: i32, channels: i32): void {
  if (channels === 1) run1(true, columns, totals, n);
  else if (channels === 3) run3(true, columns, totals, n);
  else runAny(true, columns, totals, n, channels);
}

// @ts-ignore: decorators go on functions here
@inline
/** Differences of totals `leap` bytes apart: `n` samples at `out`, or (BY_RULE) sums there; how many were clipped. */
function line(kind: i32, p: usize, totals: usize, leap: usize, out: usize, n: i32): i32 {
  const start = i32x4.splat(load<i32>(p, OWN + 16));
  const by = v128.load(p, VECTORS);
  let clipped = 0;
  for (let x = 0; x < n; x += 16) {
    const at = totals + ((<usize>x) << 2);
    const end = at + leap;
    const a = i32x4.add(i32x4.sub(v128.load(end), v128.load(at)), start);
    const b = i32x4.add(i32x4.sub(v128.load(end, 16), v128.load(at, 16)), start);
    const c = i32x4.add(i32x4.sub(v128.load(end, 32), v128.load(at, 32)), start);
    const d = i32x4.add(i32x4.sub(v128.load(end, 48), v128.load(at, 48)), start);
    if (kind === BY_RULE) {
      const to = out + ((<usize>x) << 2);
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
      continue;
    }
    const e = i16x8.narrow_i32x4_s(whole(kind, a, by), whole(kind, b, by));
    const f = i16x8.narrow_i32x4_s(whole(kind, c, by), whole(kind, d, by));
    v128.store(out + x, i8x16.narrow_i16x8_u(e, f));
    if (anyBeyond(e, f)) clipped += popcnt(beyond(e, f) & firstBits(n - x));
  }
  return clipped;
}

function samples(p: usize, totals: usize, leap: usize, out: usize, n: i32): i32 {
  return line(WHOLE, p, totals, leap, out, n);
}

function byProduct(p: usize, totals: usize, leap: usize, out: usize, n: i32): i32 {
  return line(BY_PRODUCT, p, totals, leap, out, n);
}

function byQuotient(p: usize, totals: usize, leap: usize, out: usize, n: i32): i32 {
  return line(BY_QUOTIENT, p, totals, leap, out, n);
}

function byRule(p: usize, totals: usize, leap: usize, out: usize, n: i32): i32 {
  const sums = <usize>load<i32>(p, OWN + 32);
  line(BY_RULE, p, totals, leap, sums, n);
  const clipped = quantize(sums, n, p + OWN + 40, load<i32>(p, OWN + 60) !== 0);
  if (load<i32>(p, OWN + 36) !== 0) store16(sums, out, n);
  else storeU8(sums, out, n);
  return clipped;
}

// @ts-ignore: decorators go on functions here
@inline
function enter(wide: bool, u16: bool, columns: usize, row: usize, leaving: usize, n: i32): void {
  if (u16) enterU16(columns, row, leaving, n);
  else if (wide) enterU8Wide(columns, row, leaving, n);
  else enterU8(columns, row, leaving, n);
}

export function boxBand(p: usize): void {
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const out = <usize>load<i32>(p, OUT);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const n = load<i32>(p, ELEMENTS);
  const rows = load<i32>(p, ROWS);
  const counts = <usize>load<i32>(p, COUNTS);
  const span = load<i32>(p, OWN);
  const leap = load<i32>(p, OWN + 4);
  const channels = load<i32>(p, OWN + 8);
  const wide = load<i32>(p, OWN + 12) !== 0;
  const u16 = load<i32>(p, OWN + 64) !== 0;
  const kind = load<i32>(p, OWN + 20);
  const columns = <usize>load<i32>(p, OWN + 24);
  const totals = <usize>load<i32>(p, OWN + 28);
  // Totals before each element, and one pixel further than the last window's beginning.
  const reach = n + leap - channels;
  memory.fill(columns, 0, (<usize>(reach + 16)) << (wide ? 2 : 1));
  for (let r = 0; r < span - 1; r++) {
    enter(wide, u16, columns, source + <usize>r * sourcePitch, 0, reach);
  }
  for (let y = 0; y < rows; y++) {
    const row = source + <usize>(y + span - 1) * sourcePitch;
    const leaving = y === 0 ? 0 : source + <usize>(y - 1) * sourcePitch;
    enter(wide, u16, columns, row, leaving, reach);
    if (wide) runWide(columns, totals, reach, channels);
    else runNarrow(columns, totals, reach, channels);
    const to = out + <usize>y * outPitch;
    const bytes = (<usize>leap) << 2;
    let clipped: i32;
    if (kind === WHOLE) clipped = samples(p, totals, bytes, to, n);
    else if (kind === BY_PRODUCT) clipped = byProduct(p, totals, bytes, to, n);
    else if (kind === BY_QUOTIENT) clipped = byQuotient(p, totals, bytes, to, n);
    else clipped = byRule(p, totals, bytes, to, n);
    count(counts, y, clipped);
  }
}
