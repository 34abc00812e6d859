/**
 * SIGINT, SIGTERM and SIGHUP: temporary files go, the progress line goes, and the signal is raised again, so that the
 * shell sees what ended us. We listen only while there is a temporary file; at all other times the system's own action is
 * right and works at once, also in the middle of a long computation, when no listener could run.
 */
import { removeTemporaries, watchTemporaries } from "../files/temporaries.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** @param before runs first: takes a progress line away, tells workers to stop */
export function guardTemporaries(before: () => void): void {
  const end = (signal: NodeJS.Signals): void => {
    before();
    removeTemporaries(); // Takes this listener away as well.
    for (const s of SIGNALS) process.removeListener(s, end);
    process.kill(process.pid, signal);
  };
  watchTemporaries((some) => {
    for (const s of SIGNALS) {
      process.removeListener(s, end);
      if (some) process.on(s, end);
    }
  });
}
