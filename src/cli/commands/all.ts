/** The commands, one line each, in the order of the help text. */
import type { Register } from "../context.js";

export const COMMANDS: readonly Register[] = [];
