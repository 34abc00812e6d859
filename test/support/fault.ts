/** What a call throws, for expectations on messages and exit codes in full. */
import { UserError } from "../../src/base/errors.js";

/** `[exit code, message]` of the UserError that `work` throws; anything else fails the test. */
export async function faultOf(work: () => unknown): Promise<[number, string]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return [error.exitCode, error.message];
    throw error;
  }
  throw new Error("nothing was thrown");
}
