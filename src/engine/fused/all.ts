/** The fused ways, one line each. The cheapest that is possible runs, never the first. */
import { directInteger } from "./direct-integer.js";
import { directSplit } from "./direct-split.js";
import type { Fused } from "./fused.js";
import { separable } from "./separable.js";

export const FUSED: readonly Fused[] = [directInteger, directSplit, separable];
