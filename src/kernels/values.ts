/** Reading the parameters of a named kernel, after `parse-named.ts` has checked each by itself. */
import { usageError } from "../base/errors.js";
import { limits } from "../base/limits.js";

export type Values = ReadonlyMap<string, number | string>;

/** A number that was given or has a default. */
export function numberOf(values: Values, name: string): number {
  const value = values.get(name);
  if (typeof value !== "number") throw new Error(`${name} is no number`);
  return value;
}

/** A number, or undefined where its default is `auto` and it was not given. */
export const optionalNumber = (values: Values, name: string): number | undefined =>
  values.has(name) ? numberOf(values, name) : undefined;

/** A word, or a size as it was written. */
export function wordOf(values: Values, name: string): string {
  const value = values.get(name);
  if (typeof value !== "string") throw new Error(`${name} is no word`);
  return value;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
  readonly rank: 1 | 2;
}

/** `5` is 5 taps on a signal and 5×5 on a plane; `5x3` is 5 wide and 3 high, also on a signal. */
export function sizeOf(values: Values, name: string, rank: 1 | 2): Extent {
  const text = wordOf(values, name);
  const [width, height = width] = text.split("x").map(Number);
  if (text.includes("x")) return { width, height, rank: 2 };
  return rank === 1 ? { width, height: 1, rank } : { width, height: width, rank };
}

/** Refuses a kernel that is too large before it is allocated. */
export function checkTaps(name: string, width: number, height = 1): void {
  if (width * height <= limits.taps) return;
  const extent = height === 1 ? `${width}` : `${width}×${height}`;
  throw usageError("--kernel", `${name} would have ${extent} taps`, `A kernel has at most ${limits.taps} taps`);
}
