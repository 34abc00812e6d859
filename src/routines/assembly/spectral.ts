// A band of f32 through its spectrum, in f32: a block of rows × columns, correlated with the kernel as a circle, twice at
// once. The samples of the second circle, `half` rows further down, are the imaginary parts of the first one's: the kernel
// is real, so its sums are imaginary parts too.
//
// The block lies in strips of STRIP units, row after row, then the next strip, so that columns are transformed side by side
// in a near cache. Rows are gathered four at a time, each in a lane of its own, and go back when they are done.
//
// Windows with a sample that is no number, and blocks of so large ones that a transform might leave the range of f32, are
// summed directly. Own entries: `src/routines/spectral.ts` writes and names them.
import { forward, inverse } from "./fft";
import { noteF32 } from "./float";
import {
  COUNTS,
  DOUBLES,
  ELEMENTS,
  OUT,
  OUT_PITCH,
  OWN,
  ROWS,
  SKIP_ELEMENTS,
  SKIP_ROWS,
  SOURCE,
  SOURCE_PITCH,
} from "./frame";
import { greatestBits, NO_NUMBER } from "./rows";
import { sums } from "./sums";
import { addOffset, tallyFast } from "./values";

/** Bounds of the table of taps, as `sums` takes it, and two lines for what it makes. */
const BOUNDS: usize = OWN;
const LINES: usize = OWN + 16;
const SPAN: usize = OWN + 20;
const HALO: usize = OWN + 24;
/** Whether the spectrum of the kernel has been made. */
const READY: usize = OWN + 28;
/** Plans of transforms. */
const DOWN: usize = OWN + 32;
const ALONG: usize = OWN + 36;
/** Extent of the block, and rows from the first circle to the second. */
const COLUMNS: usize = OWN + 40;
const HEIGHT: usize = OWN + 44;
const HALF: usize = OWN + 48;
/** Elements of a staged row, and staged rows. */
const REACH: usize = OWN + 52;
const STAGED: usize = OWN + 56;
const BLOCK: usize = OWN + 60;
const STRIP_BYTES: usize = OWN + 64;
const SPECTRUM: usize = OWN + 68;
/** Four rows of the block in lanes. */
const LANES: usize = OWN + 72;
/** For each staged row flags of its pieces, and bytes from one row of them to the next; one more row serves for scratch. */
const FLAGS: usize = OWN + 76;
const FLAG_PITCH: usize = OWN + 80;
/** For each tap where in the block it goes (bytes) and what it is (f32), and how many there are. */
const TAPS: usize = OWN + 84;
const TAP_COUNT: usize = OWN + 88;
/** Bytes from the count of a row's NaN to that of its infinities. */
const APART: usize = OWN + 108;
const OFFSET: usize = DOUBLES + 8;
/** Magnitude of samples up to which no transform leaves the range of f32, and values are numbers. */
const LIMIT: usize = DOUBLES + 16;

/** Units of a strip, and bytes of a row of it. */
const STRIP: i32 = 4;
const WIDTH: usize = 128;
/** Elements of a piece: those whose sums are made directly together. */
const PIECE: i32 = 16;

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
function prepare(p: usize): void {
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

function fill(p: usize): void {
  fillWith(p, false);
}

function fillNumbers(p: usize): void {
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
function correlate(p: usize): void {
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
function take(p: usize, y: i32, from: i32, to: i32): void {
  const half = load<i32>(p, HALF);
  const strip = <usize>load<i32>(p, STRIP_BYTES);
  const row = <usize>load<i32>(p, BLOCK) + (y < half ? WIDTH * <usize>y : WIDTH * <usize>(y - half) + 16);
  const out = <usize>load<i32>(p, OUT) + <usize>y * <usize>load<i32>(p, OUT_PITCH);
  for (let u = from >> 2; u << 2 < to; u++) {
    const v = v128.load(row + strip * <usize>(u / STRIP) + ((<usize>(u % STRIP)) << 5));
    v128.store(out + ((<usize>u) << 4), v);
  }
}

/** Flags the pieces of a row that hold what is no number; its greatest magnitude without that. */
function flag(row: usize, n: i32, flags: usize): f64 {
  let greatest: f32 = 0;
  for (let x = 0; x < n; x++) {
    const v = load<f32>(row + ((<usize>x) << 2));
    if (v - v !== 0) store<u8>(flags + <usize>(x / PIECE), 1);
    else if (abs(v) > greatest) greatest = abs(v);
  }
  return greatest;
}

/** Sums pieces of two rows directly where their windows may hold what is no number, or everywhere. */
function patch(p: usize, y: i32, to: i32, everywhere: bool): void {
  const pitch = <usize>load<i32>(p, FLAG_PITCH);
  const met = <usize>load<i32>(p, FLAGS) + pitch * <usize>load<i32>(p, STAGED);
  const further = (load<i32>(p, HALO) + PIECE - 1) / PIECE;
  const end = min(y + load<i32>(p, SPAN) + 1, load<i32>(p, STAGED));
  memory.fill(met, 0, pitch);
  let flags = <usize>load<i32>(p, FLAGS) + pitch * <usize>y;
  for (let r = y; r < end; r++, flags += pitch)
    for (let i: usize = 0; i < pitch; i += 8) store<u64>(met + i, load<u64>(met + i) | load<u64>(flags + i));
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const source = <usize>load<i32>(p, SOURCE) + sourcePitch * <usize>y;
  const out = <usize>load<i32>(p, OUT) + outPitch * <usize>y;
  const lines = <usize>load<i32>(p, LINES);
  for (let x = 0; x < to; x += PIECE) {
    let touched = everywhere;
    const piece = <usize>(x / PIECE);
    for (let i = 0; i <= further && !touched; i++) touched = load<u8>(met + piece + <usize>i) !== 0;
    if (!touched) continue;
    const at = (<usize>x) << 2;
    sums<f32>(source + at, lines, lines + 64, PIECE, PIECE, p + BOUNDS);
    memory.copy(out + at, lines, 64);
    memory.copy(out + outPitch + at, lines + 64, 64);
  }
}

export function spectralBand(p: usize): void {
  if (load<i32>(p, READY) === 0) prepare(p);
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const staged = load<i32>(p, STAGED);
  const reach = load<i32>(p, REACH);
  const flags = <usize>load<i32>(p, FLAGS);
  const flagPitch = <usize>load<i32>(p, FLAG_PITCH);
  let special = false;
  let largest: f64 = 0;
  for (let r = 0; r < staged; r++) {
    const row = source + sourcePitch * <usize>r;
    const bits = greatestBits(row, reach);
    noteF32(p, row, reach, bits);
    if (bits < NO_NUMBER) {
      largest = max(largest, <f64>reinterpret<f32>(bits));
      continue;
    }
    if (!special) memory.fill(flags, 0, flagPitch * <usize>staged);
    special = true;
    largest = max(largest, flag(row, reach, flags + flagPitch * <usize>r));
  }
  const everywhere = largest > load<f64>(p, LIMIT);
  if (!everywhere) {
    if (special) fillNumbers(p);
    else fill(p);
    correlate(p);
  }
  const from = load<i32>(p, SKIP_ELEMENTS);
  const top = load<i32>(p, SKIP_ROWS);
  const n = load<i32>(p, ELEMENTS);
  const bottom = top + load<i32>(p, ROWS);
  const to = from + n;
  if (!everywhere) for (let y = top; y < bottom; y++) take(p, y, from, to);
  if (special || everywhere) for (let y = top & ~1; y < bottom; y += 2) patch(p, y, to, everywhere);
  for (let y = top; y < bottom; y++) {
    const out = <usize>load<i32>(p, OUT) + <usize>y * <usize>load<i32>(p, OUT_PITCH) + ((<usize>from) << 2);
    const counts = <usize>load<i32>(p, COUNTS) + ((<usize>y) << 2);
    addOffset(out, out, n, <f32>load<f64>(p, OFFSET));
    if (special || everywhere) tallyFast(out, n, counts, <usize>load<i32>(p, APART));
  }
}
