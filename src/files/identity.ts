/** Which file a path to be written means, however it is spelt. */
import { basename, dirname, resolve } from "node:path";
import { resolveTarget } from "./atomic.js";
import { calls } from "./calls.js";

/**
 * `stdout` where the path leads to our standard output; undefined for what can be written again and again, such as a
 * device or a pipe; else a path that is the same for all spellings, links included. The file need not exist.
 */
export async function outputIdentity(target: string): Promise<{ stdout: true } | { path: string } | undefined> {
  if (target === "-") return { stdout: true };
  try {
    const { path, descriptor, stats } = await resolveTarget(target);
    if (descriptor !== undefined) return descriptor === 1 ? { stdout: true } : undefined;
    if (stats && !stats.isFile()) return undefined;
    return { path: resolve(await calls().realpath(dirname(path)), basename(path)) };
  } catch {
    // Its folder is not there, or the like: writing will say so.
    return { path: resolve(target) };
  }
}
