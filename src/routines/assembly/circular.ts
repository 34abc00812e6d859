// Circular correlations of blocks of complex f64, in place. A block is rows × 2·units elements and lies in strips: `width`
// units of each row, row after row, then the next strip. So a column of strips fits a near cache, and so does a row once
// it is gathered. A shape is i32:
//    0  rows
//    4  units of a row
//    8  the plan along columns, or 0
//   12  the plan along rows, or 0
//   16  the block
//   20  a row of scratch
//   24  width of a strip in units: all units where columns are not transformed
//   28  bytes from strip to strip
//   32  turns of the middle of a row (see `filterLine`)
import { filterLine, forward, inverse, multiplyColumns, productLine, spectrumLine } from "./fft";

/** What is written out where it is called. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  @inline
  static copy(to: usize, from: usize, bytes: usize): void {
    for (let i: usize = 0; i < bytes; i += 32) {
      v128.store(to + i, v128.load(from + i));
      v128.store(to + i, v128.load(from + i, 16), 16);
    }
  }

  @inline
  static add(to: usize, from: usize, bytes: usize): void {
    for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, f64x2.add(v128.load(to + i), v128.load(from + i)));
  }
}

/**
 * Replaces the block by its circular correlation with the kernel whose spectrum lies at `h`. `many`: the kernel has a
 * spectrum for each row, else one for all rows (or columns).
 */
export function filterBlock(shape: usize, h: usize, many: i32): void {
  const rows = load<i32>(shape);
  const units = load<i32>(shape, 4);
  const down = <usize>load<i32>(shape, 8);
  const along = <usize>load<i32>(shape, 12);
  const block = <usize>load<i32>(shape, 16);
  const width = load<i32>(shape, 24);
  const strip = <usize>load<i32>(shape, 28);
  const unit = (<usize>width) << 5;
  const strips = units / width;
  if (down !== 0) {
    for (let s = 0; s < strips; s++) {
      const at = block + strip * <usize>s;
      forward<f64>(down, at, unit);
      if (along !== 0) continue;
      multiplyColumns(at, rows, unit, h);
      inverse<f64>(down, at, unit);
    }
  }
  if (along === 0) return;
  for (let r = 0; r < rows; r++) filterRow(shape, r, many !== 0 ? h + (<usize>(units * r) << 5) : h, false);
  if (down === 0) return;
  for (let s = 0; s < strips; s++) inverse<f64>(down, block + strip * <usize>s, unit);
}

/** Writes the spectrum of the block, which is used up, to `h`; with columns only, that of its first column. */
export function spectrumBlock(shape: usize, h: usize, many: i32): void {
  const rows = load<i32>(shape);
  const units = load<i32>(shape, 4);
  const down = <usize>load<i32>(shape, 8);
  const along = <usize>load<i32>(shape, 12);
  const block = <usize>load<i32>(shape, 16);
  const width = load<i32>(shape, 24);
  const strip = <usize>load<i32>(shape, 28);
  const unit = (<usize>width) << 5;
  if (down !== 0) for (let s = 0; s < units / width; s++) forward<f64>(down, block + strip * <usize>s, unit);
  if (along !== 0) {
    const lines = many !== 0 ? rows : 1;
    for (let r = 0; r < lines; r++) filterRow(shape, r, h + (<usize>(units * r) << 5), true);
    return;
  }
  for (let r = 0; r < rows; r++) {
    const at = block + unit * <usize>r;
    store<f64>(h + ((<usize>r) << 4), load<f64>(at));
    store<f64>(h + ((<usize>r) << 4), load<f64>(at, 16), 8);
  }
}

/**
 * Half of what `filterBlock` does, rows transformed: the block's product with the spectrum at `h`, added to those that were
 * `gathered` before it (none, where `first`). The inverse is linear, so one does for all: of the `last` product, the block
 * becomes the sum of the correlations.
 */
export function gatherBlock(shape: usize, h: usize, many: i32, gathered: usize, first: i32, last: i32): void {
  const rows = load<i32>(shape);
  const units = load<i32>(shape, 4);
  const down = <usize>load<i32>(shape, 8);
  const along = <usize>load<i32>(shape, 12);
  const block = <usize>load<i32>(shape, 16);
  const row = <usize>load<i32>(shape, 20);
  const width = load<i32>(shape, 24);
  const strip = <usize>load<i32>(shape, 28);
  const turns = <usize>load<i32>(shape, 32);
  const unit = (<usize>width) << 5;
  const strips = units / width;
  const line = (<usize>units) << 5;
  if (down !== 0) for (let s = 0; s < strips; s++) forward<f64>(down, block + strip * <usize>s, unit);
  for (let r = 0; r < rows; r++) {
    const from = block + unit * <usize>r;
    const sum = gathered + line * <usize>r;
    for (let s = 0; s < strips; s++) Inline.copy(row + unit * <usize>s, from + strip * <usize>s, unit);
    productLine(along, row, units, turns, many !== 0 ? h + line * <usize>r : h);
    if (last === 0) {
      if (first !== 0) Inline.copy(sum, row, line);
      else Inline.add(sum, row, line);
      continue;
    }
    if (first === 0) Inline.add(row, sum, line);
    inverse<f64>(along, row, 32);
    for (let s = 0; s < strips; s++) Inline.copy(from + strip * <usize>s, row + unit * <usize>s, unit);
  }
  if (last === 0 || down === 0) return;
  for (let s = 0; s < strips; s++) inverse<f64>(down, block + strip * <usize>s, unit);
}

function filterRow(shape: usize, r: i32, h: usize, spectrum: bool): void {
  const units = load<i32>(shape, 4);
  const along = <usize>load<i32>(shape, 12);
  const width = load<i32>(shape, 24);
  const strip = <usize>load<i32>(shape, 28);
  const turns = <usize>load<i32>(shape, 32);
  const unit = (<usize>width) << 5;
  const from = <usize>load<i32>(shape, 16) + unit * <usize>r;
  if (width === units) {
    if (spectrum) spectrumLine(along, from, units, turns, h);
    else filterLine(along, from, units, turns, h);
    return;
  }
  const row = <usize>load<i32>(shape, 20);
  const strips = units / width;
  for (let s = 0; s < strips; s++) Inline.copy(row + unit * <usize>s, from + strip * <usize>s, unit);
  if (spectrum) {
    spectrumLine(along, row, units, turns, h);
    return;
  }
  filterLine(along, row, units, turns, h);
  for (let s = 0; s < strips; s++) Inline.copy(from + strip * <usize>s, row + unit * <usize>s, unit);
}

// Types of samples.
const F64: i32 = 0;
const U8: i32 = 1;
const U16: i32 = 2;
const I16: i32 = 3;

// @ts-ignore: decorators go on functions here
@inline
/** Two samples as f64, the second one `step` bytes on; 0 where there is none. */
function two(type: i32, at: usize, step: usize): v128 {
  if (type === F64) return v128.load64_lane(at + step, v128.load64_zero(at), 1);
  if (type === U8) return pair(<i32>load<u8>(at), <i32>load<u8>(at + step));
  if (type === U16) return pair(<i32>load<u16>(at), <i32>load<u16>(at + step));
  return pair(<i32>load<i16>(at), <i32>load<i16>(at + step));
}

// @ts-ignore: decorators go on functions here
@inline
function pair(a: i32, b: i32): v128 {
  return f64x2.convert_low_i32x4_s(i32x4.replace_lane(i32x4.splat(a), 1, b));
}

// @ts-ignore: decorators go on functions here
@inline
/** Four samples that lie side by side, as i32. */
function four(type: i32, at: usize): v128 {
  if (type === U8) return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
  if (type === U16) return i32x4.extend_low_i16x8_u(v128.load64_zero(at));
  return i32x4.extend_low_i16x8_s(v128.load64_zero(at));
}

// @ts-ignore: decorators go on functions here
@inline
function fill(type: i32, shape: usize, re: usize, im: usize, step: usize, pitch: usize, alone: bool): void {
  const rows = load<i32>(shape);
  const units = load<i32>(shape, 4);
  const block = <usize>load<i32>(shape, 16);
  const width = load<i32>(shape, 24);
  const strip = <usize>load<i32>(shape, 28);
  const unit = (<usize>width) << 5;
  const zero = f64x2.splat(0);
  const close = step === (type === F64 ? 8 : type === U8 ? 1 : 2);
  for (let s = 0; s < units / width; s++) {
    let to = block + strip * <usize>s;
    let first = step * <usize>(2 * s * width);
    for (let r = 0; r < rows; r++) {
      let at = first;
      const end = to + unit;
      if (!close) {
        for (; to < end; to += 32, at += step << 1) {
          v128.store(to, two(type, re + at, step));
          v128.store(to, alone ? zero : two(type, im + at, step), 16);
        }
      } else if (type === F64) {
        for (; to < end; to += 32, at += 16) {
          v128.store(to, v128.load(re + at));
          v128.store(to, alone ? zero : v128.load(im + at), 16);
        }
      } else {
        // Strips and lines are whole numbers of two units.
        for (; to < end; to += 64, at += step << 2) {
          const a = four(type, re + at);
          const b = alone ? i32x4.splat(0) : four(type, im + at);
          v128.store(to, f64x2.convert_low_i32x4_s(a));
          v128.store(to, f64x2.convert_low_i32x4_s(b), 16);
          v128.store(to, f64x2.convert_low_i32x4_s(v128.shuffle<i64>(a, a, 1, 1)), 32);
          v128.store(to, f64x2.convert_low_i32x4_s(v128.shuffle<i64>(b, b, 1, 1)), 48);
        }
      }
      first += pitch;
    }
  }
}

/**
 * Fills the block with samples of `type` (0 f64, 1 u8, 2 u16, 3 i16): real parts from `re`, imaginary ones from `im` (0:
 * none; of f64 only), elements `step` bytes apart and rows `pitch`.
 */
export function fillBlock(shape: usize, type: i32, re: usize, im: usize, step: usize, pitch: usize): void {
  if (type === U8) fill(U8, shape, re, im, step, pitch, false);
  else if (type === U16) fill(U16, shape, re, im, step, pitch, false);
  else if (type === I16) fill(I16, shape, re, im, step, pitch, false);
  else if (im === 0) fill(F64, shape, re, im, step, pitch, true);
  else fill(F64, shape, re, im, step, pitch, false);
}

/** How sums are taken out: as they are, as the nearest whole numbers times `scale`, or those added to what is there. */
const AS_THEY_ARE: i32 = 0;
const WHOLE: i32 = 1;

// @ts-ignore: decorators go on functions here
@inline
function taken(v: v128, to: usize, how: i32, scale: f64): v128 {
  // Adding turns the −0 that may be left into 0, as a sum gives it.
  if (how === AS_THEY_ARE) return f64x2.add(v, f64x2.splat(0));
  const whole = f64x2.mul(f64x2.nearest(v), f64x2.splat(scale));
  return f64x2.add(whole, how === WHOLE ? f64x2.splat(0) : v128.load(to));
}

/**
 * Takes real parts (`part` 0) or imaginary ones (16) of rows [y0, y1) and columns [x0, x1) out, to rows `pitch` bytes apart
 * of elements `step` bytes apart from `out` on.
 */
export function takeBlock(
  shape: usize,
  part: usize,
  x0: i32,
  x1: i32,
  y0: i32,
  y1: i32,
  out: usize,
  step: usize,
  pitch: usize,
  how: i32,
  scale: f64,
): void {
  const units = load<i32>(shape, 4);
  const block = <usize>load<i32>(shape, 16) + part;
  const width = load<i32>(shape, 24);
  const strip = <usize>load<i32>(shape, 28);
  const unit = (<usize>width) << 5;
  for (let s = 0; s < units / width; s++) {
    const left = 2 * s * width;
    const from = max(x0, left);
    const to = min(x1, left + 2 * width);
    if (from >= to) continue;
    // Whole units go as vectors, what lies beside them one by one.
    const first = min((from + 1) & ~1, to);
    const last = step === 8 ? max(first, to & ~1) : first;
    for (let y = y0; y < y1; y++) {
      const row = block + strip * <usize>s + unit * <usize>y;
      const line = out + pitch * <usize>(y - y0);
      for (let x = from; x < first; x++) takeOne(row, x - left, line + step * <usize>(x - x0), how, scale);
      let at = line + step * <usize>(first - x0);
      const end = row + ((<usize>(last - left)) << 4);
      for (let v = row + ((<usize>(first - left)) << 4); v < end; v += 32, at += 16)
        v128.store(at, taken(v128.load(v), at, how, scale));
      for (let x = last; x < to; x++) takeOne(row, x - left, line + step * <usize>(x - x0), how, scale);
    }
  }
}

function takeOne(row: usize, x: i32, to: usize, how: i32, scale: f64): void {
  const v = load<f64>(row + ((<usize>(x >> 1)) << 5) + ((<usize>(x & 1)) << 3));
  if (how === AS_THEY_ARE) store<f64>(to, v + 0);
  else store<f64>(to, nearest(v) * scale + (how === WHOLE ? 0 : load<f64>(to)));
}
