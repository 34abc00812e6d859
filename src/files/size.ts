/** How large an input is, for saying how far its reading is. */
import { calls } from "./calls.js";

/** Bytes of a regular file; undefined for stdin, for pipes and devices, and where it cannot be told. */
export async function inputSize(path: string): Promise<number | undefined> {
  if (path === "-") return undefined;
  const stats = await calls()
    .stat(path)
    .catch(() => undefined);
  return stats?.isFile() ? stats.size : undefined;
}
