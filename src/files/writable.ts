/** Whether an output can be written, asked before the work is done. */
import { constants } from "node:fs";
import { dirname } from "node:path";
import { outputError } from "../base/errors.js";
import { resolveTarget } from "./atomic.js";
import { calls } from "./calls.js";
import { writeFailure } from "./failures.js";

/**
 * Says no where writing to `target` would fail as things are now: no such folder, a folder itself, no right to write.
 * @param target as written; `-` and devices are not asked
 * @throws outputError
 */
export async function requireWritable(target: string): Promise<void> {
  if (target === "-") return;
  try {
    const { path, descriptor, stats } = await resolveTarget(target);
    if (descriptor !== undefined) return;
    if (stats?.isDirectory() || target.endsWith("/")) throw outputError(target, "is a folder", "Name a file in it");
    if (stats && !stats.isFile()) return;
    const folder = dirname(path);
    if (!(await calls().stat(folder)).isDirectory()) throw Object.assign(new Error(folder), { code: "ENOTDIR" });
    if (stats) await calls().access(path, constants.W_OK);
    await calls().access(folder, constants.W_OK);
  } catch (error) {
    throw writeFailure(target, error);
  }
}
