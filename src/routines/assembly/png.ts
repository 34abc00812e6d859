// Rows of a PNG, filtered so that they compress well (clause 9 of the standard) and back, and the checksum of zlib.

/** |a − b| of unsigned bytes. */
// @ts-ignore: decorator
@inline
function apart(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

/** Paeth's choice of 16 bytes, whichever of a, b and c is nearest to a + b − c; of equally near ones the first. */
// @ts-ignore: decorator
@inline
function predicted(a: v128, b: v128, c: v128): v128 {
  const ofA = apart(b, c);
  const ofB = apart(a, c);
  // |a + b − 2c|: the distances add up where a and b lie on one side of c.
  const aBelow = i8x16.eq(i8x16.min_u(a, c), a);
  const bBelow = i8x16.eq(i8x16.min_u(b, c), b);
  const opposite = v128.xor(aBelow, bBelow);
  const ofC = v128.bitselect(apart(ofA, ofB), i8x16.add_sat_u(ofA, ofB), opposite);
  const least = i8x16.min_u(ofB, ofC);
  const second = v128.bitselect(b, c, i8x16.eq(least, ofB));
  return v128.bitselect(a, second, i8x16.eq(i8x16.min_u(ofA, least), ofA));
}

/** Half of a + b, rounded down. */
// @ts-ignore: decorator
@inline
function half(a: v128, b: v128): v128 {
  const odd = v128.and(v128.xor(a, b), i8x16.splat(1));
  return i8x16.sub(i8x16.avgr_u(a, b), odd);
}

/** Magnitudes of signed bytes, summed up in fours. */
// @ts-ignore: decorator
@inline
function sizes(v: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(i8x16.abs(v)));
}

// @ts-ignore: decorator
@inline
function sum(v: v128): u32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

/** 255 in the first `n` bytes, 0 in the others. */
// @ts-ignore: decorator
@inline
function firsts(n: i32): v128 {
  return i8x16.lt_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(<i8>n));
}

/** The filter whose bytes, taken as signed, have the least sum of magnitudes; of equal ones the first. */
function bestFilter(row: usize, above: usize, bytes: i32, left: usize): i32 {
  let s0 = i8x16.splat(0);
  let s1 = i8x16.splat(0);
  let s2 = i8x16.splat(0);
  let s3 = i8x16.splat(0);
  let s4 = i8x16.splat(0);
  for (let i = 0; i < bytes; i += 16) {
    const at = row + <usize>i;
    const up = above + <usize>i;
    const x = v128.load(at);
    const a = v128.load(at - left);
    const b = v128.load(up);
    const c = v128.load(up - left);
    const mask = firsts(min(16, bytes - i));
    s0 = i32x4.add(s0, sizes(v128.and(x, mask)));
    s1 = i32x4.add(s1, sizes(v128.and(i8x16.sub(x, a), mask)));
    s2 = i32x4.add(s2, sizes(v128.and(i8x16.sub(x, b), mask)));
    s3 = i32x4.add(s3, sizes(v128.and(i8x16.sub(x, half(a, b)), mask)));
    s4 = i32x4.add(s4, sizes(v128.and(i8x16.sub(x, predicted(a, b, c)), mask)));
  }
  let best = 0;
  let least = sum(s0);
  for (let filter = 1; filter < 5; filter++) {
    const total = sum(filter === 1 ? s1 : filter === 2 ? s2 : filter === 3 ? s3 : s4);
    if (total < least) {
      least = total;
      best = filter;
    }
  }
  return best;
}

/**
 * Writes `rows` rows of `bytes` bytes with their filter types to `out`: each with its best filter, or unfiltered. They
 * begin at `source` and are `pitch` apart, with zeros before each, and one stands above the first. Up to 15 bytes
 * behind each row are read, and as many behind the last one written.
 */
export function filterRows(
  source: usize,
  pitch: usize,
  rows: i32,
  bytes: i32,
  left: usize,
  choose: i32,
  out: usize,
): void {
  for (let y = 0; y < rows; y++) {
    const above = source - pitch;
    const filter = choose ? bestFilter(source, above, bytes, left) : 0;
    store<u8>(out++, filter);
    for (let i: usize = 0; i < <usize>bytes; i += 16) {
      const x = v128.load(source + i);
      let v = x;
      if (filter === 1) v = i8x16.sub(x, v128.load(source + i - left));
      else if (filter === 2) v = i8x16.sub(x, v128.load(above + i));
      else if (filter === 3) v = i8x16.sub(x, half(v128.load(source + i - left), v128.load(above + i)));
      else if (filter === 4) {
        const a = v128.load(source + i - left);
        v = i8x16.sub(x, predicted(a, v128.load(above + i), v128.load(above + i - left)));
      }
      v128.store(out + i, v);
    }
    out += <usize>bytes;
    source += pitch;
  }
}

/** Bytes after which the sums are reduced: they stay below 2^32 until then. */
const RUN: i32 = 5552;

/** Adler-32 (RFC 1950) of `n` bytes behind data whose Adler-32 is `before`. */
export function adler32(at: usize, n: i32, before: u32): u32 {
  let low: u32 = before & 65535;
  let high: u32 = before >>> 16;
  const first = i16x8(16, 15, 14, 13, 12, 11, 10, 9);
  const second = i16x8(8, 7, 6, 5, 4, 3, 2, 1);
  while (n > 0) {
    const run = min(n, RUN);
    const blocks = run >> 4;
    let sums = i32x4.splat(0); // of the bytes
    let former = i32x4.splat(0); // of `sums` before each block
    let weighted = i32x4.splat(0);
    for (let i = 0; i < blocks; i++, at += 16) {
      const v = v128.load(at);
      former = i32x4.add(former, sums);
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(v)));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(v), first));
      weighted = i32x4.add(weighted, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(v), second));
    }
    high += 16 * (<u32>blocks * low + sum(former)) + sum(weighted);
    low += sum(sums);
    for (let i = blocks << 4; i < run; i++) {
      low += load<u8>(at++);
      high += low;
    }
    low %= 65521;
    high %= 65521;
    n -= run;
  }
  return (high << 16) | low;
}

/** The pixel of up to 4 or 8 bytes at `at`, and maybe what stands behind it. */
// @ts-ignore: decorator
@inline
function pixel(at: usize, wide: bool): v128 {
  return wide ? v128.load64_zero(at) : v128.load32_zero(at);
}

// @ts-ignore: decorator
@inline
function put(at: usize, v: v128, wide: bool): void {
  if (wide) v128.store64_lane(at, v, 0);
  else v128.store32_lane(at, v, 0);
}

/** Rows of pixels that fill most of a vector: one pixel after the other. What is written too far is overwritten. */
// @ts-ignore: decorator
@inline
function undoPixels(filter: i32, row: usize, above: usize, end: usize, left: usize, out: usize, wide: bool): void {
  let a = i8x16.splat(0);
  if (filter === 1) {
    for (; row < end; row += left, out += left) {
      a = i8x16.add(a, pixel(row, wide));
      put(out, a, wide);
    }
  } else if (filter === 3) {
    for (; row < end; row += left, above += left, out += left) {
      a = i8x16.add(pixel(row, wide), half(a, pixel(above, wide)));
      put(out, a, wide);
    }
  } else {
    // In 16 bits. 3c − a − b is compared with the lesser and the greater of a and b, which says the same as distances do.
    const low = i16x8.splat(255);
    let c = i8x16.splat(0);
    for (; row < end; row += left, above += left, out += left) {
      const b = i16x8.extend_low_i8x16_u(pixel(above, wide));
      const x = i16x8.extend_low_i8x16_u(pixel(row, wide));
      const threshold = i16x8.sub(i16x8.sub(i16x8.add(c, i16x8.add(c, c)), b), a);
      const lesser = i16x8.min_s(a, b);
      const greater = i16x8.max_s(a, b);
      const takeGreater = i16x8.le_s(threshold, lesser);
      const takeLesser = i16x8.ge_s(threshold, greater);
      const one = v128.or(v128.and(greater, takeGreater), v128.and(lesser, takeLesser));
      const nearest = v128.or(one, v128.andnot(c, v128.or(takeGreater, takeLesser)));
      a = v128.and(i16x8.add(x, nearest), low);
      c = b;
      put(out, i8x16.narrow_i16x8_u(a, a), wide);
    }
  }
}

/** Rows of pixels of one or two bytes: one byte after the other. */
function undoBytes(filter: i32, row: usize, above: usize, end: usize, left: usize, out: usize): void {
  for (; row < end; row++, above++, out++) {
    const a = <i32>load<u8>(out - left);
    const b = <i32>load<u8>(above);
    let expected = a;
    if (filter === 3) expected = (a + b) >> 1;
    else if (filter === 4) {
      const c = <i32>load<u8>(above - left);
      const threshold = 3 * c - a - b;
      const lesser = select<i32>(a, b, a < b);
      const greater = select<i32>(b, a, a < b);
      expected = select<i32>(lesser, c, threshold >= greater);
      expected = select<i32>(greater, expected, threshold <= lesser);
    }
    store<u8>(out, load<u8>(row) + expected);
  }
}

/**
 * Undoes the filter of the row of `bytes` bytes at `row`, with the one above it at `above`, to `out`. Before `above` and
 * `out` are zeros, as many as a pixel has bytes. Up to 15 bytes behind each row are read, and as many behind `out`
 * written.
 */
export function unfilterRow(filter: i32, row: usize, above: usize, bytes: i32, left: usize, out: usize): void {
  const end = row + <usize>bytes;
  if (filter === 0) memory.copy(out, row, bytes);
  else if (filter === 2) {
    for (; row < end; row += 16, above += 16, out += 16) v128.store(out, i8x16.add(v128.load(row), v128.load(above)));
  } else if (left > 4) undoPixels(filter, row, above, end, left, out, true);
  else if (left > 2) undoPixels(filter, row, above, end, left, out, false);
  else undoBytes(filter, row, above, end, left, out);
}
