/**
 * The one way to fail on purpose. A `UserError` is something the caller can mend; everything else that is thrown is a
 * bug of ours. Its message has the form `place: what was found. What to do.` and is safe to print on a terminal.
 */
import { printable } from "./text.js";

/** Exit codes of the command; the library exposes them as `UserError.exitCode`. */
export const EXIT = { done: 0, no: 1, usage: 2, input: 3, output: 4, bug: 70 } as const;

/** Which side is wrong: the call (2), the input (3) or the place the output goes to (4). */
export type Fault = "usage" | "input" | "output";

export class UserError extends Error {
  override readonly name = "UserError";
  readonly fault: Fault;
  readonly exitCode: number;
  readonly place: string;

  /**
   * @param fault whose side it is on; decides the exit code
   * @param place an option, or `FILE`, `FILE:LINE`, `FILE:LINE:COLUMN`
   * @param found what was found there, no full stop
   * @param remedy what was expected or what to do, no full stop
   */
  constructor(fault: Fault, place: string, found: string, remedy: string, options?: ErrorOptions) {
    const stop = remedy.endsWith("?") ? "" : ".";
    super(`${printable(place)}: ${printable(found, 400)}. ${printable(remedy, 400)}${stop}`, options);
    this.fault = fault;
    this.exitCode = EXIT[fault];
    this.place = place;
  }
}

export const usageError = (place: string, found: string, remedy: string): UserError =>
  new UserError("usage", place, found, remedy);
export const inputError = (place: string, found: string, remedy: string, cause?: unknown): UserError =>
  new UserError("input", place, found, remedy, { cause });
export const outputError = (place: string, found: string, remedy: string, cause?: unknown): UserError =>
  new UserError("output", place, found, remedy, { cause });
