/**
 * Sums of CNN layers: the tables of `assembly/layer.ts`, and its twin. All samples that windows reach lie in one area, and
 * a table says where, from the first sample of a window, each product of its sum finds its sample.
 */
import { borrowArena } from "./load.js";

export type Floats = Float32Array | Float64Array;

/** Products that are added up before their sum goes to the total. As `assembly/layer.ts` has it. */
export const LAYER_BLOCK = 64;
/** Output channels that the compiled routine makes at once; their weights lie together. */
export const CHANNELS_AT_ONCE = 4;
/** Elements that vectors may read and write behind those that are wanted. */
export const LAYER_ROOM = 32;

/** The areas of a band, for the largest one there is, in elements. */
export interface LayerRoom {
  readonly samples: number;
  /** Rows of one plane as they lie in the input. */
  readonly incoming: number;
  /** Products of one sum. */
  readonly terms: number;
  readonly weights: number;
  readonly totals: number;
}

/** A band: what it is made of, and its totals. */
export interface LayerBand {
  readonly samples: Floats;
  /** Rows of the input on their way to the samples. */
  readonly incoming: Floats;
  /** Where each product's sample lies, in bytes from a window's first one. */
  readonly offsets: Int32Array;
  /** `[m / 4][t][m % 4]` for as many channels as there are fours of, then `[m][t]`. */
  readonly weights: Floats;
  /** A line of `pitch` elements for each output channel; the bias stands there before. */
  readonly totals: Floats;
  /** Adds to `count` elements of each line the sums of the windows that begin at samples 0, 1, 2, … */
  run(terms: number, pitch: number, count: number, channels: number): void;
  /** Puts `rows` rows of `width` samples, which lie `pitch` apart in `incoming`, at `to` of the samples, `columns` apart. */
  spread(pitch: number, width: number, rows: number, to: number, columns: number): void;
  /** Moves the rows of a line of totals, `columns` apart, together: `width` elements of each. */
  gather(line: number, width: number, columns: number, rows: number): void;
  /** Gives the memory back. */
  end(): void;
}

/** @param single sums in f32; else in f64 */
export function layerBand(single: boolean, room: LayerRoom): LayerBand {
  return compiledBand(single, room) ?? plainBand(single, room);
}

/** Undefined where there are no compiled routines, or no memory for them. */
function compiledBand(single: boolean, room: LayerRoom): LayerBand | undefined {
  const arena = borrowArena();
  if (!arena) return undefined;
  const size = single ? 4 : 8;
  try {
    const at = {
      samples: arena.take((room.samples + LAYER_ROOM) * size),
      incoming: arena.take(room.incoming * size),
      offsets: arena.take(room.terms * 4),
      weights: arena.take(room.weights * size),
      totals: arena.take((room.totals + LAYER_ROOM) * size),
    };
    const { buffer, routines } = arena.station;
    const floats = (from: number, length: number): Floats =>
      single ? new Float32Array(buffer, from, length) : new Float64Array(buffer, from, length);
    const sums = single ? routines.layerSingles : routines.layerDoubles;
    return {
      samples: floats(at.samples, room.samples + LAYER_ROOM),
      incoming: floats(at.incoming, room.incoming),
      offsets: new Int32Array(buffer, at.offsets, room.terms),
      weights: floats(at.weights, room.weights),
      totals: floats(at.totals, room.totals + LAYER_ROOM),
      run(terms, pitch, count, channels) {
        sums(at.samples, at.offsets, terms, at.weights, at.totals, pitch * size, count, channels);
      },
      spread(pitch, width, rows, to, columns) {
        routines.moveRows(at.incoming, pitch * size, at.samples + to * size, columns * size, width * size, rows);
      },
      gather(line, width, columns, rows) {
        const from = at.totals + line * size;
        routines.moveRows(from, columns * size, from, width * size, width * size, rows);
      },
      end: () => {
        arena.end();
      },
    };
  } catch (error) {
    arena.end();
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function plainBand(single: boolean, room: LayerRoom): LayerBand {
  const floats = (length: number): Floats => (single ? new Float32Array(length) : new Float64Array(length));
  const band = {
    samples: floats(room.samples + LAYER_ROOM),
    incoming: floats(room.incoming),
    offsets: new Int32Array(room.terms),
    weights: floats(room.weights),
    totals: floats(room.totals + LAYER_ROOM),
  };
  const rounded = single ? Math.fround : (x: number): number => x;
  return {
    ...band,
    run(terms, pitch, count, channels) {
      const fours = channels - (channels % CHANNELS_AT_ONCE);
      for (let m = 0; m < channels; m++) {
        const step = m < fours ? CHANNELS_AT_ONCE : 1;
        const own = m < fours ? (m - (m % CHANNELS_AT_ONCE)) * terms + (m % CHANNELS_AT_ONCE) : m * terms;
        addLine(band, { terms, step, own, line: m * pitch, count, size: single ? 4 : 8 }, rounded);
      }
    },
    spread(pitch, width, rows, to, columns) {
      for (let r = 0; r < rows; r++)
        band.samples.set(band.incoming.subarray(r * pitch, r * pitch + width), to + r * columns);
    },
    gather(line, width, columns, rows) {
      for (let r = 0; r < rows; r++)
        band.totals.copyWithin(line + r * width, line + r * columns, line + r * columns + width);
    },
    end: () => undefined,
  };
}

interface Line {
  readonly terms: number;
  /** From weight to weight, and where the first one lies. */
  readonly step: number;
  readonly own: number;
  readonly line: number;
  readonly count: number;
  readonly size: number;
}

/** The twin: each product and each sum rounded, in the order of the terms, block by block. */
function addLine(
  { samples, offsets, weights, totals }: Pick<LayerBand, "samples" | "offsets" | "weights" | "totals">,
  { terms, step, own, line, count, size }: Line,
  rounded: (x: number) => number,
): void {
  for (let i = 0; i < count; i++) {
    let total = totals[line + i];
    for (let from = 0; from < terms; from += LAYER_BLOCK) {
      const to = Math.min(terms, from + LAYER_BLOCK);
      let sum = 0;
      for (let t = from; t < to; t++) {
        sum = rounded(sum + rounded(samples[i + offsets[t] / size] * weights[own + t * step]));
      }
      total = rounded(total + sum);
    }
    totals[line + i] = total;
  }
}
