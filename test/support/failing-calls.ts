/** The calls of the file system, with one of them failing. */
import { type FileCalls, replaceCalls, SYSTEM_CALLS } from "../../src/files/calls.js";

const systemError = (code: string, call: string): Error => Object.assign(new Error(`${code}: ${call}`), { code });

/**
 * Runs `work` while the n-th call (from 1) fails with `code`, and tells the names of the calls that were made. A call that
 * fails does nothing.
 */
export async function withFailure<T>(
  n: number,
  code: string,
  work: () => Promise<T>,
): Promise<{ made: string[]; result?: T; error?: unknown }> {
  const made: string[] = [];
  const counted = new Proxy(SYSTEM_CALLS, {
    get: (calls, name: keyof FileCalls) => {
      const call = calls[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        made.push(name);
        if (made.length !== n) return call(...args);
        if (name === "openNew" || name === "unlink") throw systemError(code, name);
        return Promise.reject(systemError(code, name));
      };
    },
  });
  const restore = replaceCalls(counted);
  try {
    return { made, result: await work() };
  } catch (error) {
    return { made, error };
  } finally {
    restore();
  }
}
