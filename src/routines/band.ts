/**
 * Bands of integer pictures: staged input rows in, rounded and clipped output rows out, through the compiled routine or
 * its twin in plain TypeScript. Sums are exact in 32 bits (the caller proves it), so both give the same samples.
 */
import { type IntegerType, rangeOf } from "../base/element.js";
import { ROUNDINGS, type Rounding } from "../base/options.js";
import { COMPILED } from "./compiled.js";

/** One column of a pair of rows that enters both output rows of a pass: `taps[upper, lower output][even, odd row]`. */
export interface PairStep {
  /** Row pair, counted from the pair that the pass begins in. */
  readonly pair: number;
  /** Elements to the right of the output's own column. */
  readonly element: number;
  readonly upper: readonly [number, number];
  readonly lower: readonly [number, number];
}

export interface BandSetup {
  readonly input: "u8" | "u16" | "i16";
  readonly output: "u8" | "u16" | "i16";
  /** Output elements a row, and elements that windows reach beyond. */
  readonly elements: number;
  readonly halo: number;
  /** Most output rows of a band, and input rows that they need. */
  readonly rows: number;
  readonly inputRows: number;
  readonly steps: readonly PairStep[];
  /** `round((sum·factor + shift)/divisor)` in whole numbers within 32 bits; `largest` bounds the dividend. */
  readonly factor: number;
  readonly shift: number;
  readonly divisor: number;
  readonly largest: number;
  readonly absolute: boolean;
  readonly rounding: Rounding;
  readonly range: readonly [number, number];
}

type Row = Uint8Array | Uint16Array | Int16Array;

/** A band that can be filled and run many times; holds a small memory of its own. */
export interface Band {
  /** Where input row i goes: elements + halo samples. */
  inputRow(i: number): Row;
  /** Computes `rows` output rows from the staged ones. */
  run(rows: number): void;
  /** Output row i: elements samples. */
  outputRow(i: number): Row;
  /** Samples of output row i that were clipped. */
  clipped(i: number): number;
}

/** Vector routines go in whole steps of up to 16 elements beyond a row's end. */
export const SLACK = 64;
const STRIP = 512;
export const align = (n: number): number => (n + 63) & ~63;
const bytesOf = (type: IntegerType): number => (rangeOf(type)[1] > 255 ? 2 : 1);

let compiled: WebAssembly.Module | undefined;

/** An instance of the compiled routines with a memory of its own. */
export function instantiate(bytes: number): { buffer: ArrayBuffer; exports: Readonly<Record<string, unknown>> } {
  compiled ??= new WebAssembly.Module(Buffer.from(COMPILED, "base64"));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { buffer: memory.buffer, exports };
}

/** The compiled band. Throws where the engine has no SIMD. */
export function compiledBand(setup: BandSetup): Band {
  const layout = layoutOf(setup);
  const { buffer, exports } = instantiate(layout.end);
  const integerBand = exports["integerBand"] as (at: number) => void;
  const words = new Int32Array(buffer);
  writeSteps(setup, words, layout);
  const counts = new Int32Array(buffer, layout.counts, setup.rows + 1);
  const rowAt = (type: "u8" | "u16" | "i16", at: number, length: number): Row =>
    type === "u8"
      ? new Uint8Array(buffer, at, length)
      : type === "u16"
        ? new Uint16Array(buffer, at, length)
        : new Int16Array(buffer, at, length);
  const all = setup.elements + setup.halo;
  const inputs = Array.from({ length: setup.inputRows }, (_, i) =>
    rowAt(setup.input, layout.source + i * layout.sourcePitch, all),
  );
  const outputs = Array.from({ length: setup.rows }, (_, i) =>
    rowAt(setup.output, layout.out + i * layout.outPitch, setup.elements),
  );
  return {
    inputRow: (i) => inputs[i],
    outputRow: (i) => outputs[i],
    clipped: (i) => counts[i],
    run: (rows) => {
      counts.fill(0);
      words.set(parameters(setup, layout, rows), 0);
      integerBand(0);
    },
  };
}

interface Layout {
  readonly table: number;
  readonly counts: number;
  readonly sums: number;
  readonly pairs: number;
  readonly pairPitch: number;
  readonly source: number;
  readonly sourcePitch: number;
  readonly out: number;
  readonly outPitch: number;
  readonly end: number;
}

function layoutOf(setup: BandSetup): Layout {
  const sourcePitch = align((setup.elements + setup.halo + SLACK) * bytesOf(setup.input));
  const outPitch = align((setup.elements + SLACK) * bytesOf(setup.output));
  const pairPitch = ((STRIP + setup.halo + 31) & ~15) * 4;
  const table = 256;
  const counts = align(table + setup.steps.length * 12);
  const sums = align(counts + (setup.rows + 2) * 4);
  const pairs = align(sums + 2 * STRIP * 4 + SLACK * 4);
  // One pair of rows more than there are: the last pass of an odd band reads it and keeps nothing of it.
  const source = align(pairs + (pairRows(setup) + 1) * pairPitch + SLACK * 4);
  const out = align(source + (2 * pairRows(setup) + 2) * sourcePitch);
  return {
    table,
    counts,
    sums,
    pairs,
    pairPitch,
    source,
    sourcePitch,
    out,
    outPitch,
    end: out + (setup.rows + 1) * outPitch,
  };
}

const pairRows = (setup: BandSetup): number => Math.ceil((setup.inputRows + 1) / 2);

function writeSteps(setup: BandSetup, words: Int32Array, layout: Layout): void {
  const packed = ([even, odd]: readonly [number, number]): number => (even & 0xffff) | (odd << 16);
  for (const [i, step] of setup.steps.entries()) {
    const at = layout.table / 4 + i * 3;
    words[at] = step.pair * layout.pairPitch + step.element * 4;
    words[at + 1] = packed(step.upper);
    words[at + 2] = packed(step.lower);
  }
}

/** The block that `assembly/band.ts` reads. */
function parameters(setup: BandSetup, layout: Layout, rows: number): Int32Array {
  const reach = pairRows(setup) - Math.floor((setup.rows - rows) / 2);
  return Int32Array.of(
    layout.source,
    layout.sourcePitch,
    setup.input === "u8" ? 0 : 1,
    setup.input === "u16" ? 0x8000 : 0,
    reach,
    layout.pairs,
    layout.table,
    setup.steps.length,
    setup.halo,
    layout.sums,
    layout.out,
    layout.outPitch,
    rows,
    setup.elements,
    setup.output === "u8" ? 0 : 1,
    setup.factor,
    setup.shift,
    setup.divisor,
    setup.absolute ? 1 : 0,
    ROUNDINGS.indexOf(setup.rounding),
    quotientSpeed(setup),
    setup.range[0],
    setup.range[1],
    layout.counts,
  );
}

/** How quotients are made: 2 by a reciprocal, 1 in f32, 0 in f64; see `assembly/quantize.ts` for why each is exact. */
function quotientSpeed({ divisor, largest, rounding }: BandSetup): 0 | 1 | 2 {
  const doubled = rounding === "half-up" || rounding === "half-away" ? 2 * largest + divisor : largest;
  if (doubled >= 4194304 || 2 * divisor >= 4194304) return 0;
  const odd = divisor % 2 === 1;
  const power = (divisor & (divisor - 1)) === 0;
  return rounding === "half-even" && (odd || power) ? 2 : 1;
}
