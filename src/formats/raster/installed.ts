/**
 * The picture codec as it is installed. The program in one file has another module in the place of this one, with the
 * codec's own JavaScript inside: `test/scripts/sharp/`.
 */
import { createRequire } from "node:module";
import type sharp from "sharp";

/** @throws Error where the package, or what it needs of this machine, is not there */
export const installed = (): typeof sharp => createRequire(import.meta.url)("sharp") as typeof sharp;
