// The program as a user starts it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const PROGRAM = fileURLToPath(new URL("../../bin/convxcorr.js", import.meta.url));

/** The help text of `apply`: tells which options this build has. */
export const commandHelp = () => spawnSync(process.execPath, [PROGRAM, "apply", "--help"], { encoding: "utf8" }).stdout;
