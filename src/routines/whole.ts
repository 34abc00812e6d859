/**
 * Bands of integer pictures under whole taps: `round(|Σ taps·x + start| / divisor)`, every step exact. Two routines do
 * it: `few` with sums of 16 bits, and `dense` with sums of 32 from pairs of rows.
 */
import { type Band, type BandKind, type BandPlan, type Frame, sourcePitchOf } from "./band.js";
import { pairPitchOf, pairRowsOf, pairTable, STRIP, type Tap } from "./pairs.js";
import { plainBand } from "./plain-band.js";
import { BY_THE_RULE, putQuotient, type Quotients, ruleOf, wholeWay } from "./settling.js";

/** `largest` is below 2^15 for `few`, and below 2^31 for `dense`. */
export interface WholeSetup extends Quotients {
  readonly frame: Frame & { readonly input: "u8" | "u16" | "i16"; readonly output: "u8" | "u16" | "i16" };
  /** Whole numbers within 16 bits. */
  readonly taps: readonly Tap[];
  /** Rows from the first to the last tap. */
  readonly span: number;
}

/** Elements of a strip of `assembly/few.ts`. */
const FEW_STRIP = 4096;

function planFew(setup: WholeSetup): BandPlan {
  const { frame, taps, start, absolute } = setup;
  const way = wholeWay(setup);
  const pitch = sourcePitchOf(frame);
  return {
    routine: "fewBand",
    frame,
    tables: [Int32Array.from(taps.flatMap(({ row, element, tap }) => [row * pitch + element, tap]))],
    scratch: [way === BY_THE_RULE ? 4 * (FEW_STRIP + 32) : 0],
    own: ([table], [sums]) => [table, taps.length, start, way.kind, absolute ? 1 : 0, sums, ...ruleOf(setup)],
    doubles: [],
    vectors: way.vectors,
    doubtful: false,
  };
}

function planDense(setup: WholeSetup): BandPlan {
  const { frame, taps, span, start, absolute } = setup;
  const way = frame.output === "u8" ? wholeWay(setup) : BY_THE_RULE;
  const pitch = pairPitchOf(frame.halo);
  const table = pairTable(taps, pitch);
  const bias = biasOf(frame.input);
  const sum = taps.reduce((s, { tap }) => s + tap, 0);
  return {
    routine: "denseBand",
    frame,
    tables: [table.words],
    scratch: [pairRowsOf(frame.rows, span) * pitch, 8 * (STRIP + 16)],
    own: ([words], [pairs, lines]) => [
      words,
      table.steps,
      span,
      frame.halo,
      pairs,
      pitch,
      STRIP,
      frame.input === "u8" ? 0 : 1,
      frame.input === "u16" ? 0x8000 : 0,
      start + bias * sum,
      way.kind,
      absolute ? 1 : 0,
      lines,
      frame.output === "u8" ? 0 : 1,
      ...ruleOf(setup),
    ],
    doubles: [],
    vectors: way.vectors,
    doubtful: false,
  };
}

/** What pairs of rows take off each sample. */
export const biasOf = (type: "u8" | "u16" | "i16"): number => (type === "u8" ? 128 : type === "u16" ? 32768 : 0);

export const few: BandKind<WholeSetup> = { plan: planFew, reference: referenceWhole };
export const dense: BandKind<WholeSetup> = { plan: planDense, reference: referenceWhole };

/** Both in plain TypeScript: each sum as it is defined, nothing shared between rows. */
function referenceWhole(setup: WholeSetup): Band {
  const { frame, taps, start } = setup;
  const put = putQuotient(setup);
  return plainBand(frame, (rows, y, e) => {
    let sum = start;
    for (const { row, element, tap } of taps) sum += tap * rows.inputs[y + row][e + element];
    put(rows, y, e, sum);
  });
}
