/** Chooses the routines, once: the compiled ones where the engine has SIMD, the plain ones elsewhere or when told. */
import { type Band, type BandSetup, compiledBand } from "./band.js";
import type { DoubtfulBand } from "./doubtful.js";
import { reference } from "./reference.js";
import { referenceBand } from "./reference-band.js";
import type { Routines } from "./routines.js";
import { compiledSeparable, referenceSeparable, type SeparableSetup } from "./separable.js";
import { compiledSplit, referenceSplit, type SplitSetup } from "./split.js";

export const routines: Routines = reference;

export type RoutineSet = "compiled" | "reference";

/** A function with one SIMD instruction: validates where the engine has SIMD128. */
const PROBE = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  5,
  1,
  96,
  0,
  1,
  123,
  3,
  2,
  1,
  0,
  10,
  10,
  1,
  8,
  0,
  65,
  0,
  253,
  15,
  253,
  98,
  11,
);

let chosen: RoutineSet | undefined;

/** Which routines are in use. */
export const routineSet = (): RoutineSet => (chosen ??= WebAssembly.validate(PROBE) ? "compiled" : "reference");

/** Forces a set, for tests and for `CONVXCORR_ROUTINES`. */
export function forceRoutines(set: RoutineSet | undefined): void {
  chosen = set;
}

export const makeBand = (setup: BandSetup): Band =>
  routineSet() === "compiled" ? compiledBand(setup) : referenceBand(setup);

export const makeSeparable = (setup: SeparableSetup): DoubtfulBand =>
  routineSet() === "compiled" ? compiledSeparable(setup) : referenceSeparable(setup);

export const makeSplit = (setup: SplitSetup): DoubtfulBand =>
  routineSet() === "compiled" ? compiledSplit(setup) : referenceSplit(setup);
