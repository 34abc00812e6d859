// A band of f32 through its spectrum, in f32: a block of rows × columns, correlated with the kernel as a circle, twice at
// once. The samples of the second circle, `half` rows further down, are the imaginary parts of the first one's: the kernel
// is real, so its sums are imaginary parts too.
//
// Windows with a sample that is no number, and blocks of so large ones that a transform might leave the range of f32, are
// summed directly. Own entries: `src/routines/spectral.ts` writes and names them.
import { noteF32 } from "./float";
import { COUNTS, DOUBLES, ELEMENTS, OUT, OUT_PITCH, OWN, ROWS, SKIP_ELEMENTS, SKIP_ROWS, SOURCE, SOURCE_PITCH } from "./frame";
import { greatestBits, NO_NUMBER } from "./rows";
import { correlate, fill, fillNumbers, prepare, READY, REACH, STAGED, take } from "./spectral-block";
import { sums } from "./sums";
import { addOffset, tallyFast } from "./values";

/** Bounds of the table of taps, as `sums` takes it, and two lines for what it makes. */
const BOUNDS: usize = OWN;
const LINES: usize = OWN + 16;
const SPAN: usize = OWN + 20;
const HALO: usize = OWN + 24;
/** For each staged row flags of its pieces, and bytes from one row of them to the next; one more row serves for scratch. */
const FLAGS: usize = OWN + 76;
const FLAG_PITCH: usize = OWN + 80;
/** Bytes from the count of a row's NaN to that of its infinities. */
const APART: usize = OWN + 108;
const OFFSET: usize = DOUBLES + 8;
/** Magnitude of samples up to which no transform leaves the range of f32, and values are numbers. */
const LIMIT: usize = DOUBLES + 16;
/** Elements of a piece: those whose sums are made directly together. */
const PIECE: i32 = 16;

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
