/**
 * Bands of f32 through their spectra, in f32: each is one block on the grid of overlap-save, two circles of it transformed
 * as the parts of complex numbers. Channels lie side by side along a row, so the kernel's taps are that far apart.
 */
import { type Band, type BandKind, type BandPlan, type Frame, sourcePitchOf } from "./band.js";
import type { Tap } from "./pairs.js";
import { plainBand } from "./plain-band.js";
import { stepTable } from "./step-table.js";
import { planWords, type TransformTables } from "./transform.js";

export interface SpectralSetup {
  /** Rows are those of both circles: an even number. */
  readonly frame: Frame & { readonly input: "f32"; readonly output: "f32" };
  /** All taps in the order in which they are added up, those that are 0 too; f32. */
  readonly taps: readonly Tap[];
  /** Rows from the first to the last tap. */
  readonly span: number;
  readonly offset: number;
  /** Extent of a circle: columns in sixteens, rows in fours, of factors 2, 3 and 5; and the tables of its transforms. */
  readonly columns: number;
  readonly height: number;
  readonly along: TransformTables;
  readonly down: TransformTables;
  /** Magnitude of samples up to which no transform leaves the range of f32. */
  readonly limit: number;
}

/** Columns of a strip, bytes of a row of it, and bytes between strips, so that their rows do not share places in caches. */
const STRIP = 16;
const WIDTH = 128;
const APART = 192;
const PIECE = 16;

function plan(setup: SpectralSetup): BandPlan {
  const { frame, taps, span, offset, columns, height, along, down, limit } = setup;
  const stripBytes = height * WIDTH + APART;
  const pitch = sourcePitchOf(frame);
  const placed = taps.map(({ row, element, tap }) => ({ at: row * pitch + 4 * element, tap }));
  const table = stepTable(placed, pitch, 4, true);
  const flagPitch = 8 * Math.ceil((columns / PIECE + 2) / 8);
  // Correlation is convolution with the tap at −j, so tap j stands at the end of the circle.
  const onCircle = taps.flatMap(({ row, element, tap }) => {
    const [x, y] = [(columns - element) % columns, (height - row) % height];
    const at = Math.floor(x / STRIP) * stripBytes + y * WIDTH + Math.floor((x % STRIP) / 4) * 32 + (x % 4) * 4;
    return [at, bitsOf(tap / (columns * height))];
  });
  return {
    routine: "spectralBand",
    frame,
    tables: [
      table.words,
      planWords(height, down, Float32Array),
      planWords(columns, along, Float32Array),
      Int32Array.from(onCircle),
    ],
    scratch: [
      2 * WIDTH,
      (columns / STRIP) * stripBytes,
      8 * columns * height,
      32 * columns,
      flagPitch * (frame.inputRows + 1),
    ],
    own: ([sums, downPlan, alongPlan, list], [lines, block, spectrum, lanes, flags]) => [
      ...table.bounds.map((b) => sums + b),
      lines,
      span,
      frame.halo,
      0,
      downPlan,
      alongPlan,
      columns,
      height,
      frame.rows / 2,
      frame.elements + frame.halo,
      frame.inputRows,
      block,
      stripBytes,
      spectrum,
      lanes,
      flags,
      flagPitch,
      list,
      taps.length,
      0,
      0,
      0,
      0,
      4 * (frame.rows + 1),
    ],
    doubles: [1, offset, limit],
    vectors: [],
    doubtful: false,
  };
}

function bitsOf(tap: number): number {
  return new Int32Array(Float32Array.of(tap).buffer)[0];
}

/** Sums in f64, rounded once: as near as a transform would like to be. */
function reference({ frame, taps, offset }: SpectralSetup): Band {
  return plainBand(frame, (rows, y, e) => {
    let sum = 0;
    for (const { row, element, tap } of taps) sum += tap * rows.inputs[y + row][e + element];
    rows.tally(y, e, Math.fround(sum + offset));
  });
}

export const spectral: BandKind<SpectralSetup> = { plan, reference };
