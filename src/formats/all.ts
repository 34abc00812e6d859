/** The formats, one line each. Order and precedence never come from here. */
import type { Format } from "./format.js";

export const FORMATS: readonly Format[] = [];
