// Bands of sums in f64 (or, in a hurry, f32), to floats or to integers: dense, along one row, or down the columns and then along the rows.
// Own entries: `src/routines/float.ts` writes and names them.
import { COUNTS, DOUBLES, ELEMENTS, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH } from "./frame";
import { allWhole, convertWhole, greatestBits, greatestF64, NO_NUMBER, promoteF32 } from "./rows";
import { settled } from "./settled";
import { sums } from "./sums";
import { addOffset, tallyFast, valuesF32, valuesF64 } from "./values";

/** Bounds of the four tables: the first sums where all samples are numbers, and elsewhere; the second sums likewise. */
const FIRST: usize = OWN;
const SECOND: usize = OWN + 32;
const ALL: usize = 16;
const SPAN: usize = OWN + 64;
const HALO: usize = OWN + 68;
const STRIP: usize = OWN + 72;
const RUN: usize = OWN + 76;
const SHAPE: usize = OWN + 80;
const STAGED: usize = OWN + 84;
const STAGED_PITCH: usize = OWN + 88;
const INPUT: usize = OWN + 92;
const LINES: usize = OWN + 96;
const LINE: usize = OWN + 100;
const OUTPUT: usize = OWN + 104;
/** Bytes from the count of a row's NaN to that of its infinities. */
const APART: usize = OWN + 108;
/** What was seen: whether a sample was no number, and whether one was no whole number. */
const SPECIAL: usize = OWN + 112;
const BROKEN: usize = OWN + 116;

const DIVISOR: usize = DOUBLES;
const OFFSET: usize = DOUBLES + 8;
/** Of bands in f32: the largest magnitude of samples whose sums are certainly numbers. */
const LIMIT: usize = DOUBLES + 16;
const LARGEST: usize = DOUBLES + 120;

const ALONG: i32 = 1;
const SEPARABLE: i32 = 2;

const F64: i32 = 0;
const F32: i32 = 1;
const U8: i32 = 2;
const U16: i32 = 3;

/** Notes what `n` f32 of a row hold, the greatest bits of theirs being known. */
export function noteF32(p: usize, row: usize, n: i32, bits: i32): void {
  if (bits >= NO_NUMBER) store<i32>(p, 1, SPECIAL);
  else if (<f64>reinterpret<f32>(bits) > load<f64>(p, LARGEST)) store<f64>(p, <f64>reinterpret<f32>(bits), LARGEST);
  if (load<i32>(p, BROKEN) === 0 && !allWhole<f32>(row, n)) store<i32>(p, 1, BROKEN);
}

/** Looks at `n` samples of a row; whether one of them is no number. */
function look(p: usize, input: i32, row: usize, n: i32): bool {
  if (input > F32) return false;
  if (input === F32) {
    const bits = greatestBits(row, n);
    noteF32(p, row, n, bits);
    return bits >= NO_NUMBER;
  }
  const largest = greatestF64(row, n);
  const special = largest < 0;
  if (special) store<i32>(p, 1, SPECIAL);
  else if (largest > load<f64>(p, LARGEST)) store<f64>(p, largest, LARGEST);
  if (load<i32>(p, BROKEN) === 0 && !allWhole<f64>(row, n)) store<i32>(p, 1, BROKEN);
  return special;
}

function convert(input: i32, row: usize, to: usize, n: i32): void {
  if (input === F32) promoteF32(row, to, n);
  else if (input === U8) convertWhole<u8>(row, to, n);
  else if (input === U16) convertWhole<u16>(row, to, n);
  else convertWhole<i16>(row, to, n);
}

// @ts-ignore: decorators go on functions here
@inline
function sizeOf(input: i32): usize {
  return input === F64 ? 8 : input === F32 ? 4 : input === U8 ? 1 : 2;
}

// @ts-ignore: decorators go on functions here
@inline
/** A line of sums to `n` samples of row y at element x; `sure`: their windows hold numbers only. */
function values<T>(p: usize, line: usize, x: i32, y: i32, n: i32, sure: bool): void {
  const out = <usize>load<i32>(p, OUT) + <usize>y * <usize>load<i32>(p, OUT_PITCH);
  const counts = <usize>load<i32>(p, COUNTS) + ((<usize>y) << 2);
  const apart = <usize>load<i32>(p, APART);
  const offset = load<f64>(p, OFFSET);
  const divisor = load<f64>(p, DIVISOR);
  if (sizeof<T>() === 4) {
    const to = out + ((<usize>x) << 2);
    if (line !== to || offset !== 0) addOffset(line, to, n, <f32>offset);
    if (!sure || load<f64>(p, LARGEST) > load<f64>(p, LIMIT)) tallyFast(to, n, counts, apart);
    return;
  }
  const output = load<i32>(p, OUTPUT);
  if (output === F64) valuesF64(line, out + ((<usize>x) << 3), n, divisor, offset, counts, apart);
  else if (output === F32) valuesF32(line, out + ((<usize>x) << 2), n, divisor, offset, counts, apart);
  else if (output === U8) settled(p, line, out + <usize>x, n, y, x, 1, false);
  else settled(p, line, out + ((<usize>x) << 1), n, y, x, 2, output !== U16);
}

// @ts-ignore: decorators go on functions here
@inline
function band<T>(p: usize): void {
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const out = <usize>load<i32>(p, OUT);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const n = load<i32>(p, ELEMENTS);
  const outRows = load<i32>(p, ROWS);
  const span = load<i32>(p, SPAN);
  const halo = load<i32>(p, HALO);
  const strip = load<i32>(p, STRIP);
  const run = load<i32>(p, RUN);
  const shape = load<i32>(p, SHAPE);
  const input = load<i32>(p, INPUT);
  const inputSize = sizeOf(input);
  // Samples of the sums' own type are read where they are.
  const converts = inputSize !== sizeof<T>() || input > F32;
  const staged = <usize>load<i32>(p, STAGED);
  const pitch = converts ? <usize>load<i32>(p, STAGED_PITCH) : sourcePitch;
  const upper = <usize>load<i32>(p, LINES);
  const line = <usize>load<i32>(p, LINE);
  const lower = upper + line;
  const result = lower + line;
  const further = result + (<usize>run) * sizeof<T>();
  const step = shape === ALONG ? 1 : 2;
  for (let x = 0; x < n; x += strip) {
    const width = min(strip, n - x);
    const from = source + (<usize>x) * inputSize;
    const base = converts ? staged : from;
    let made = 0;
    let special = -1;
    for (let y = 0; y < outRows; y += step) {
      for (const need = y + span + step - 1; made < need; made++) {
        const row = from + <usize>made * sourcePitch;
        // The row beyond the last one belongs to no output that is kept.
        if (made < outRows + span - 1 && look(p, input, row, width + halo)) special = made;
        if (converts) convert(input, row, staged + <usize>made * pitch, width + halo);
      }
      const sure = special < y;
      const all: usize = sure ? 0 : ALL;
      const at = base + <usize>y * pitch;
      const both = y + 1 < outRows && step === 2;
      if (shape === SEPARABLE) {
        const whole = (width + halo + 15) & ~15;
        sums<T>(at, upper, lower, whole, whole, p + FIRST + all);
        sums<T>(upper, result, further, width, run, p + SECOND + all);
        values<T>(p, result, x, y, width, sure);
        if (!both) continue;
        sums<T>(lower, result, further, width, run, p + SECOND + all);
        values<T>(p, result, x, y + 1, width, sure);
      } else if (shape === ALONG) {
        sums<T>(at, result, further, width, run, p + FIRST + all);
        values<T>(p, result, x, y, width, sure);
      } else {
        const whole = (width + 15) & ~15;
        // Sums of f32 are made where their values go: there is a row more than there are, and room after each.
        const first = sizeof<T>() === 4 ? out + <usize>y * outPitch + ((<usize>x) << 2) : upper;
        const second = sizeof<T>() === 4 ? first + outPitch : lower;
        sums<T>(at, first, second, whole, whole, p + FIRST + all);
        values<T>(p, first, x, y, width, sure);
        if (both) values<T>(p, second, x, y + 1, width, sure);
      }
    }
  }
}

/** Sums in f64. */
export function doubleBand(p: usize): void {
  band<f64>(p);
}

/** Sums of f32 in f32. */
export function fastBand(p: usize): void {
  band<f32>(p);
}
