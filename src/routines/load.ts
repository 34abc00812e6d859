/** Chooses the routines, once: the compiled ones where the engine has SIMD, the plain ones elsewhere or when told. */
import { Arena } from "./arena.js";
import { reference } from "./reference.js";
import type { Routines } from "./routines.js";
import { borrowStation } from "./station.js";
import { Workspace } from "./workspace.js";

/** The routines in use: those for f64 in a workspace where the arrays lie in one, the plain ones elsewhere. */
export const routines: Routines = {
  name: "by where the arrays lie",
  accumulate(out, outAt, count, source, at, step, taps, offsets) {
    const workspace = step === 1 ? Workspace.of(out) : undefined;
    if (workspace && workspace === Workspace.of(source))
      workspace.accumulate(out, outAt, count, source, at, taps, offsets);
    else reference.accumulate(out, outAt, count, source, at, step, taps, offsets);
  },
  inspect: (samples) => (Workspace.of(samples) ?? Arena.of(samples) ?? reference).inspect(samples),
};

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

/** A workspace for f64 arrays of these lengths; undefined where the plain routines are in use or the memory is too small. */
export const makeWorkspace = (lengths: readonly number[]): Workspace | undefined =>
  routineSet() === "compiled" ? Workspace.forDoubles(lengths) : undefined;

/** The memory of a station for one call, in areas; undefined as above. Its station goes back at the end. */
export function borrowArena(): Arena | undefined {
  const station = routineSet() === "compiled" ? borrowStation() : undefined;
  return station && new Arena(station);
}
