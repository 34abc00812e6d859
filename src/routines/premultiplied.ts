/**
 * Bands of pixels of four u16 (colours times alpha, alpha) under a kernel that is a column times a row of taps that are not
 * negative, to colours over their alpha in u8: f32 first, f64 where that does not decide a sample. What is in doubt even
 * then is left to the caller.
 */
import { align, type BandKind, type BandPlan, type Frame, SLACK } from "./band.js";
import { foldTable } from "./fold.js";
import { STRIP } from "./pairs.js";
import { plainBand } from "./plain-band.js";
import { doubtWay, putValue, type Settling } from "./settling.js";

export interface PremultipliedSetup {
  readonly frame: Frame & { readonly input: "u16"; readonly output: "u8" };
  /** All taps, row by row, and their factors: `taps ≈ column·row`. */
  readonly taps: Float64Array;
  readonly column: Float64Array;
  readonly row: Float64Array;
  /** Rows of the source, and pixels, from one tap to the next. */
  readonly dilation: readonly [x: number, y: number];
  readonly span: number;
  /** `colour = factor·Σ k·αc / Σ k·α`, 0 where the divisor is 0; `alpha = alphaFactor·Σ k·α`. */
  readonly factor: number;
  readonly alphaFactor: number;
  /** Bounds on the error of a value at the first and at the second look. */
  readonly error: number;
  readonly lastError: number;
}

const CHANNELS = 4;
const SETTLING: Settling = { offset: 0, absolute: false, boundary: "half" };

function plan(setup: PremultipliedSetup): BandPlan {
  const { frame, taps, column, row, dilation, span, factor, alphaFactor, error, lastError } = setup;
  const pitch = align((STRIP + frame.halo + SLACK) * 4);
  const down = foldTable(column, dilation[1] * pitch, 1);
  const across = foldTable(row, dilation[0] * CHANNELS * 4, 1);
  const way = doubtWay(SETTLING, 1, 0, error);
  return {
    routine: "premultipliedBand",
    frame,
    tables: [down.words, across.words, Float32Array.of(factor, factor, factor, alphaFactor), taps],
    scratch: [frame.inputRows * pitch, 2 * pitch + 8 * STRIP],
    own: ([downAt, acrossAt, factorsAt, tapsAt], [rows, lines]) => [
      ...[span, frame.halo, rows, pitch, STRIP],
      ...[downAt, down.single, down.shared, acrossAt, across.single, across.shared, factorsAt, lines],
      ...[tapsAt, column.length, row.length, dilation[1], dilation[0] * CHANNELS],
    ],
    doubles: [factor, alphaFactor, 0.5 - lastError],
    vectors: way.vectors,
    doubtful: true,
  };
}

export const premultiplied: BandKind<PremultipliedSetup> = {
  plan,
  reference: (setup) => {
    const { taps, row, dilation, factor, alphaFactor } = setup;
    const put = putValue(SETTLING, setup.lastError);
    return plainBand(setup.frame, (rows, y, e) => {
      const channel = e % CHANNELS;
      let colour = 0;
      let alpha = 0;
      for (const [t, tap] of taps.entries()) {
        const column = t % row.length;
        const line = rows.inputs[y + ((t - column) / row.length) * dilation[1]];
        const at = e + column * dilation[0] * CHANNELS;
        colour += tap * line[at];
        alpha += tap * line[at - channel + CHANNELS - 1];
      }
      const value = channel === CHANNELS - 1 ? alpha * alphaFactor : alpha > 0 ? (colour / alpha) * factor : 0;
      put(rows, y, e, value);
    });
  },
};
