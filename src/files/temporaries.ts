/** The temporary files that exist at this moment, so that whoever ends the process can remove them first. */
import { calls } from "./calls.js";

const existing = new Set<string>();
let listener: (some: boolean) => void = () => undefined;

/** Notes a path, just before the file is created. */
export function noteTemporary(path: string): void {
  existing.add(path);
  if (existing.size === 1) listener(true);
}

/** The file has become the output, or is gone. */
export function forgetTemporary(path: string): void {
  if (existing.delete(path) && existing.size === 0) listener(false);
}

/** Removes one temporary file; one that is gone already is no error. */
export function removeTemporary(path: string): void {
  try {
    calls().unlink(path);
  } catch {
    // Nothing more can be done for it, and the error that led here is the one to tell.
  }
  forgetTemporary(path);
}

/** Removes them all, at once and without waiting, for a process that ends. */
export function removeTemporaries(): void {
  for (const path of [...existing]) removeTemporary(path);
}

/** Calls `watch(true)` when the first temporary file appears and `watch(false)` when the last is gone. */
export function watchTemporaries(watch: (some: boolean) => void): void {
  listener = watch;
}
