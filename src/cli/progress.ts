/** One line on a terminal that says how far long work is. */
import { printable } from "../base/text.js";

export interface Progress {
  /** @param fraction what is done, 0 to 1 @param label what is being done, in a few words */
  report(fraction: number, label: string): void;
  /** Takes the line away, until the next report. */
  clear(): void;
}

export const NO_PROGRESS: Progress = { report: () => undefined, clear: () => undefined };

/** Work that is done sooner shows no line. */
const PATIENCE = 1000;
/** Between two drawings: at most ten a second. */
const PAUSE = 100;
const BAR = 24;

/** @param options.now a clock in milliseconds @param options.columns the width of the terminal */
export function createProgress(options: {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly now?: () => number;
  readonly columns?: () => number;
}): Progress {
  if (!options.isTerminal) return NO_PROGRESS;
  const { write, now = () => performance.now(), columns = () => 80 } = options;
  const start = now();
  let drawn = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    report: (fraction, label) => {
      const time = now();
      if (time - start < PATIENCE || time - drawn < PAUSE) return;
      drawn = time;
      shown = true;
      const part = fraction >= 0 ? Math.min(1, fraction) : 0;
      const full = Math.round(part * BAR);
      const bar = "#".repeat(full) + ".".repeat(BAR - full);
      const text = `${String(Math.floor(part * 100)).padStart(3)}% [${bar}] ${printable(label)}`;
      // Cut to one line less a column: a line that wraps could not be taken away again.
      write(`\r${text.slice(0, Math.max(1, columns() - 1))}\u001b[K`);
    },
    clear: () => {
      if (shown) write("\r\u001b[K");
      shown = false;
    },
  };
}
