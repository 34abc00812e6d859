/** Chooses the routines, once. */
import { reference } from "./reference.js";
import type { Routines } from "./routines.js";

export const routines: Routines = reference;
