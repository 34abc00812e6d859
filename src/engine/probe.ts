/** What benchmarks and tests may ask of the engine. Nothing here is an option of the program or the library. */
import type { Plan } from "./planner.js";
import type { Posed } from "./problem.js";

export const probe: {
  /** Name of the algorithm or the fused way that runs, whatever the costs and the method asked for. */
  way?: string;
  /** Told each plan of a last stage. */
  seen?: (plan: Plan) => void;
  /** Puts another problem in the place of each that is set: a fault, which the laws of `verify` are to find. */
  plant?: (set: Posed) => Pick<Posed, "problem" | "field">;
} = {};
