/** Bands of tests: filled with noise or extremes, run by the compiled routines and by their twins. */
import type { Band, BandKind, Frame } from "../../src/routines/band.js";
import { bandBytes, CompiledBand } from "../../src/routines/compiled-band.js";
import { Station } from "../../src/routines/station.js";
import { mulberry } from "./random.js";

export const RANGES = { u8: [0, 255], u16: [0, 65535], i16: [-32768, 32767] } as const;
export type Whole = keyof typeof RANGES;

export interface Made {
  /** Samples, row by row; undefined where the band leaves one in doubt. */
  readonly rows: (number | undefined)[][];
  readonly clipped: number[];
}

/** One memory for all bands, so that each meets what the one before it left there. */
const station = new Station();

export function bandsOf<S extends { readonly frame: Frame }>(kind: BandKind<S>, setup: S): readonly [Band, Band] {
  const plan = kind.plan(setup);
  station.reserve(bandBytes(plan));
  return [new CompiledBand(station, plan, 0), kind.reference(setup)];
}

/** Whole numbers of a type: all of its range, or its ends alone. */
export function fill(band: Band, { input, inputRows, elements, halo }: Frame, seed: number, ends: boolean): void {
  const random = mulberry(seed);
  const [least, greatest] = RANGES[input as Whole];
  for (let r = 0; r < inputRows; r++) {
    const row = band.inputRow(r);
    for (let i = 0; i < elements + halo; i++) {
      if (ends) row[i] = random() < 0.5 ? least : greatest;
      else row[i] = least + Math.floor(random() * (greatest - least + 1));
    }
  }
}

/** What a band makes of its first rows and elements. */
export function made(band: Band, { elements: pitch }: Frame, rows: number, elements: number): Made {
  band.run(rows, elements);
  const all: (number | undefined)[][] = Array.from({ length: rows }, (_, r) =>
    Array.from(band.outputRow(r).subarray(0, elements)),
  );
  for (const place of band.doubts()) all[Math.floor(place / pitch)][place % pitch] = undefined;
  return { rows: all, clipped: Array.from({ length: rows }, (_, r) => band.clipped(r)) };
}
