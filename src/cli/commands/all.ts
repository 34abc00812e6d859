/** The commands, one line each, in the order of the help text. */
import type { Register } from "../context.js";
import { apply, conv, xcorr } from "./apply.js";
import { batch } from "./batch.js";
import { find } from "./find.js";
import { kernel } from "./kernel.js";

export const COMMANDS: readonly Register[] = [apply, conv, xcorr, find, kernel, batch];
