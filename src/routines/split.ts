/**
 * Bands of u8 pictures under a dense kernel of real taps: whole parts of taps, exact sums, and a mark on each sample that
 * is too near a rounding boundary for their f32 join to decide.
 */
import { ROUNDINGS } from "../base/options.js";
import { align, instantiate, type PairStep, SLACK } from "./band.js";
import { bandAt, type DoubtfulBand, type DoubtfulSetup, plainBand } from "./doubtful.js";

export interface SplitSetup extends DoubtfulSetup {
  /** The high and the low parts of the taps, in the same places. */
  readonly high: readonly PairStep[];
  readonly low: readonly PairStep[];
  /** tap = high·weightHigh + low·weightLow, both powers of two. */
  readonly weightHigh: number;
  readonly weightLow: number;
}

const STRIP = 512;

/** The compiled band. */
export function compiledSplit(setup: SplitSetup): DoubtfulBand {
  const layout = layoutOf(setup);
  const { buffer, exports } = instantiate(layout.end);
  const splitBand = exports["splitBand"] as (at: number) => void;
  const words = new Int32Array(buffer);
  const floats = new Float32Array(buffer);
  writeTable(setup.high, words, layout.tableHigh, layout.pairPitch);
  writeTable(setup.low, words, layout.tableLow, layout.pairPitch);
  return bandAt(setup, buffer, layout, (rows) => {
    words.set(parameters(setup, layout, rows), 0);
    floats.set([setup.weightHigh, setup.weightLow, setup.scale, setup.offset, setup.error], 15);
    splitBand(0);
  });
}

function writeTable(steps: readonly PairStep[], words: Int32Array, at: number, pairPitch: number): void {
  const packed = ([even, odd]: readonly [number, number]): number => (even & 0xffff) | (odd << 16);
  for (const [i, step] of steps.entries()) {
    words.set([step.pair * pairPitch + step.element * 4, packed(step.upper), packed(step.lower)], at / 4 + i * 3);
  }
}

type Layout = ReturnType<typeof layoutOf>;

const pairRows = (setup: SplitSetup): number => Math.ceil((setup.inputRows + 1) / 2);

function layoutOf(setup: SplitSetup) {
  const sourcePitch = align(setup.elements + setup.halo + SLACK);
  const outPitch = align(setup.elements + SLACK);
  const pairPitch = ((STRIP + setup.halo + 31) & ~15) * 4;
  const tableHigh = 256;
  const tableLow = align(tableHigh + setup.high.length * 12);
  const counts = align(tableLow + setup.low.length * 12);
  const sums = align(counts + (setup.rows + 1) * 8);
  const pairs = align(sums + 4 * STRIP * 4 + SLACK * 4);
  const source = align(pairs + (pairRows(setup) + 1) * pairPitch + SLACK * 4);
  const doubt = align(source + (2 * pairRows(setup) + 2) * sourcePitch);
  const out = doubt + (setup.rows + 1) * outPitch;
  const end = out + (setup.rows + 1) * outPitch;
  return { tableHigh, tableLow, counts, sums, pairs, pairPitch, source, sourcePitch, doubt, out, outPitch, end };
}

/** The block that `assembly/split.ts` reads; its five f32 are written after it. */
function parameters(setup: SplitSetup, layout: Layout, rows: number): Int32Array {
  return Int32Array.of(
    layout.source,
    layout.sourcePitch,
    pairRows(setup) - Math.floor((setup.rows - rows) / 2),
    layout.pairs,
    layout.tableHigh,
    layout.tableLow,
    setup.high.length,
    setup.halo,
    layout.sums,
    layout.out,
    layout.outPitch,
    rows,
    setup.elements,
    layout.doubt,
    layout.counts,
    0,
    0,
    0,
    0,
    0,
    setup.absolute ? 1 : 0,
    ROUNDINGS.indexOf(setup.rounding),
    setup.range[0],
    setup.range[1],
  );
}

/** The same band in plain TypeScript, its sums in f64. */
export const referenceSplit = (setup: SplitSetup): DoubtfulBand =>
  plainBand(setup, (inputs, y, e) => {
    const sumOf = (steps: readonly PairStep[]): number => {
      let sum = 0;
      for (const step of steps) {
        const [even, odd] = y % 2 === 0 ? step.upper : step.lower;
        const at = y - (y % 2) + 2 * step.pair;
        if (even !== 0) sum += even * inputs[at][e + step.element];
        if (odd !== 0) sum += odd * inputs[at + 1][e + step.element];
      }
      return sum;
    };
    return sumOf(setup.high) * setup.weightHigh + sumOf(setup.low) * setup.weightLow;
  });
