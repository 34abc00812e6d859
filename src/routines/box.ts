/** Bands of integer pictures under a rectangle of ones: `round(|Σ x + start| / divisor)` from running sums, all exact. */
import type { BandKind, BandPlan, Frame } from "./band.js";
import { plainBand } from "./plain-band.js";
import { BY_THE_RULE, putQuotient, type Quotients, ruleOf, wholeWay } from "./settling.js";

export interface BoxSetup extends Quotients {
  readonly frame: Frame & { readonly input: "u8" | "u16"; readonly output: "u8" | "u16" | "i16" };
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Rows of u8 whose sums fit 16 bits. */
const NARROW = 257;

function plan(setup: BoxSetup): BandPlan {
  const { frame, width, height, channels, start, absolute } = setup;
  const way = frame.output === "u8" && !absolute ? wholeWay(setup) : BY_THE_RULE;
  const line = 4 * (frame.elements + frame.halo + channels + 64);
  const wide = frame.input !== "u8" || height > NARROW;
  return {
    routine: "boxBand",
    frame,
    tables: [],
    scratch: [line, line, way === BY_THE_RULE ? line : 0],
    own: (_, [columns, totals, sums]) => [
      height,
      width * channels,
      channels,
      wide ? 1 : 0,
      start,
      way.kind,
      columns,
      totals,
      sums,
      frame.output === "u8" ? 0 : 1,
      ...ruleOf(setup),
      absolute ? 1 : 0,
      frame.input === "u8" ? 0 : 1,
    ],
    doubles: [],
    vectors: way.vectors,
    doubtful: false,
  };
}

export const box: BandKind<BoxSetup> = {
  plan,
  reference: (setup) => {
    const { frame, width, height, channels, start } = setup;
    const put = putQuotient(setup);
    return plainBand(frame, (rows, y, e) => {
      let sum = start;
      for (let j = 0; j < height; j++) {
        for (let i = 0; i < width; i++) sum += rows.inputs[y + j][e + i * channels];
      }
      put(rows, y, e, sum);
    });
  },
};
