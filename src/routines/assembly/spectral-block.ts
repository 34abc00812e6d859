// The block of a band that goes through its spectrum (`spectral.ts`), and what is done to it.
//
// The block lies in strips of STRIP units, row after row, then the next strip, so that columns are transformed side by side
// in a near cache. Rows are gathered four at a time, each in a lane of its own, and go back when they are done.
import { forward, inverse } from "./fft";
import { OUT, OUT_PITCH, OWN, SOURCE, SOURCE_PITCH } from "./frame";

/** Whether the spectrum of the kernel has been made. */
export const READY: usize = OWN + 28;
/** Plans of transforms. */
const DOWN: usize = OWN + 32;
const ALONG: usize = OWN + 36;
/** Extent of the block, and rows from the first circle to the second. */
const COLUMNS: usize = OWN + 40;
const HEIGHT: usize = OWN + 44;
const HALF: usize = OWN + 48;
/** Elements of a staged row, and staged rows. */
export const REACH: usize = OWN + 52;
export const STAGED: usize = OWN + 56;
const BLOCK: usize = OWN + 60;
const STRIP_BYTES: usize = OWN + 64;
const SPECTRUM: usize = OWN + 68;
/** Four rows of the block in lanes. */
const LANES: usize = OWN + 72;
/** For each tap where in the block it goes (bytes) and what it is (f32), and how many there are. */
const TAPS: usize = OWN + 84;
const TAP_COUNT: usize = OWN + 88;

/** Units of a strip, and bytes of a row of it. */
const STRIP: i32 = 4;
const WIDTH: usize = 128;

/** What is written out where it is called. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  /** Lane i of four vectors that lie `step` bytes apart to vector i of those that lie `pitch` bytes apart from `to` on. */
  @inline
  static transpose(from: usize, step: usize, to: usize, pitch: usize): void {
    const a = v128.load(from);
    const b = v128.load(from + step);
    const c = v128.load(from + 2 * step);
    const d = v128.load(from + 3 * step);
    const e = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const f = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const g = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    const h = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<i64>(e, g, 0, 2));
    v128.store(to + pitch, v128.shuffle<i64>(e, g, 1, 3));
    v128.store(to + 2 * pitch, v128.shuffle<i64>(f, h, 0, 2));
    v128.store(to + 3 * pitch, v128.shuffle<i64>(f, h, 1, 3));
  }
}

function gather(block: usize, strip: usize, strips: i32, row: usize): void {
  for (let s = 0; s < strips; s++) {
    const from = block + strip * <usize>s;
    const to = row + ((<usize>(s * STRIP)) << 7);
    for (let u: usize = 0; u < WIDTH; u += 32) {
      Inline.transpose(from + u, WIDTH, to + (u << 2), 32);
      Inline.transpose(from + u + 16, WIDTH, to + (u << 2) + 16, 32);
    }
  }
}

function scatter(block: usize, strip: usize, strips: i32, row: usize): void {
  for (let s = 0; s < strips; s++) {
    const to = block + strip * <usize>s;
    const from = row + ((<usize>(s * STRIP)) << 7);
    for (let u: usize = 0; u < WIDTH; u += 32) {
      Inline.transpose(from + (u << 2), 32, to + u, WIDTH);
      Inline.transpose(from + (u << 2) + 16, 32, to + u + 16, WIDTH);
    }
  }
}

/** The spectrum of the taps, by way of the block, to its own place. */
export function prepare(p: usize): void {
  const block = <usize>load<i32>(p, BLOCK);
  const columns = load<i32>(p, COLUMNS);
  const height = load<i32>(p, HEIGHT);
  const strip = <usize>load<i32>(p, STRIP_BYTES);
  const strips = columns / (4 * STRIP);
  const down = <usize>load<i32>(p, DOWN);
  const along = <usize>load<i32>(p, ALONG);
  memory.fill(block, 0, strip * <usize>strips);
  const list = <usize>load<i32>(p, TAPS);
  const end = list + ((<usize>load<i32>(p, TAP_COUNT)) << 3);
  for (let t = list; t < end; t += 8) store<f32>(block + <usize>load<i32>(t), load<f32>(t, 4));
  for (let s = 0; s < strips; s++) forward<f32>(down, block + strip * <usize>s, WIDTH);
  let h = <usize>load<i32>(p, SPECTRUM);
  for (let r = 0; r < height; r += 4) {
    gather(block + WIDTH * <usize>r, strip, strips, h);
    forward<f32>(along, h, 32);
    h += (<usize>columns) << 5;
  }
  // The block is as wide as transforms want it; nothing is staged beyond the windows, ever.
  const reach = load<i32>(p, REACH);
  const staged = load<i32>(p, STAGED);
  let beyond = <usize>load<i32>(p, SOURCE) + ((<usize>reach) << 2);
  for (let r = 0; r < staged; r++) {
    memory.fill(beyond, 0, (<usize>(columns - reach)) << 2);
    beyond += <usize>load<i32>(p, SOURCE_PITCH);
  }
  store<i32>(p, 1, READY);
}

// @ts-ignore: decorators go on functions here
@inline
/** A vector of samples, those that are no numbers as 0. */
function numbers(at: usize, special: bool): v128 {
  const v = v128.load(at);
  return special ? v128.and(v, f32x4.eq(f32x4.sub(v, v), f32x4.splat(0))) : v;
}

// @ts-ignore: decorators go on functions here
@inline
function fillWith(p: usize, special: bool): void {
  const block = <usize>load<i32>(p, BLOCK);
  const strips = load<i32>(p, COLUMNS) / (4 * STRIP);
  const height = load<i32>(p, HEIGHT);
  const half = load<i32>(p, HALF);
  const strip = <usize>load<i32>(p, STRIP_BYTES);
  const source = <usize>load<i32>(p, SOURCE);
  const pitch = <usize>load<i32>(p, SOURCE_PITCH);
  // No window that is asked for reaches beyond the last row; any numbers serve there.
  const last = load<i32>(p, STAGED) - 1;
  for (let r = 0; r < height; r++) {
    let re = source + <usize>min(r, last) * pitch;
    let im = source + <usize>min(r + half, last) * pitch;
    let at = block + WIDTH * <usize>r;
    for (let s = 0; s < strips; s++) {
      for (let u: usize = 0; u < WIDTH; u += 32) {
        v128.store(at + u, numbers(re + (u >> 1), special));
        v128.store(at + u, numbers(im + (u >> 1), special), 16);
      }
      re += WIDTH >> 1;
      im += WIDTH >> 1;
      at += strip;
    }
  }
}

export function fill(p: usize): void {
  fillWith(p, false);
}

export function fillNumbers(p: usize): void {
  fillWith(p, true);
}

function multiply(data: usize, h: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 32) {
    const r = v128.load(data + i);
    const j = v128.load(data + i, 16);
    const hr = v128.load(h + i);
    const hi = v128.load(h + i, 16);
    v128.store(data + i, f32x4.sub(f32x4.mul(r, hr), f32x4.mul(j, hi)));
    v128.store(data + i, f32x4.add(f32x4.mul(r, hi), f32x4.mul(j, hr)), 16);
  }
}

/** The block's circular correlations with the kernel, in its place. */
export function correlate(p: usize): void {
  const block = <usize>load<i32>(p, BLOCK);
  const columns = load<i32>(p, COLUMNS);
  const height = load<i32>(p, HEIGHT);
  const strip = <usize>load<i32>(p, STRIP_BYTES);
  const strips = columns / (4 * STRIP);
  const down = <usize>load<i32>(p, DOWN);
  const along = <usize>load<i32>(p, ALONG);
  const lanes = <usize>load<i32>(p, LANES);
  const bytes = (<usize>columns) << 5;
  let h = <usize>load<i32>(p, SPECTRUM);
  for (let s = 0; s < strips; s++) forward<f32>(down, block + strip * <usize>s, WIDTH);
  for (let r = 0; r < height; r += 4) {
    const at = block + WIDTH * <usize>r;
    gather(at, strip, strips, lanes);
    forward<f32>(along, lanes, 32);
    multiply(lanes, h, bytes);
    inverse<f32>(along, lanes, 32);
    scatter(at, strip, strips, lanes);
    h += bytes;
  }
  for (let s = 0; s < strips; s++) inverse<f32>(down, block + strip * <usize>s, WIDTH);
}

/** The sums of output row y to where its values go, in whole vectors. */
export function take(p: usize, y: i32, from: i32, to: i32): void {
  const half = load<i32>(p, HALF);
  const strip = <usize>load<i32>(p, STRIP_BYTES);
  const row = <usize>load<i32>(p, BLOCK) + (y < half ? WIDTH * <usize>y : WIDTH * <usize>(y - half) + 16);
  const out = <usize>load<i32>(p, OUT) + <usize>y * <usize>load<i32>(p, OUT_PITCH);
  for (let u = from >> 2; u << 2 < to; u++) {
    const v = v128.load(row + strip * <usize>(u / STRIP) + ((<usize>(u % STRIP)) << 5));
    v128.store(out + ((<usize>u) << 4), v);
  }
}
