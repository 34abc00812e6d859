/**
 * Standard output. Blocks go to the descriptor itself, one after another, on a thread of the system: a slow reader holds
 * us back, the process stays open to signals, and each failure comes back to the caller instead of as a stray event.
 */
import { fstatSync, statSync } from "node:fs";
import { isatty } from "node:tty";
import { outputError, usageError } from "../base/errors.js";
import { type Blocks, writeBlocks } from "./blocks.js";
import { isInternal, stdoutWasClosed } from "./descriptors.js";
import { systemCode, writeFailure } from "./failures.js";

/** Where results go when they go to no file. */
export interface ByteSink {
  readonly isTerminal: boolean;
  /** The reader has gone, so nothing need be written any more. */
  readonly readerGone?: boolean;
  /** Writes all blocks; returns quietly when the reader has gone. @throws outputError */
  write(blocks: Blocks): Promise<void>;
}

/** Whether a descriptor is a terminal. The system is asked first: `isatty` brings the whole of Node's network along. */
export function isTerminal(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && !isNowhere(stats) && isatty(fd);
  } catch {
    return false; // It is closed.
  }
}

/** Where much is sent, and which is a device as terminals are. */
function isNowhere({ rdev }: { readonly rdev: number }): boolean {
  return rdev === statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}

/** Descriptor 1, or another one that is open for writing; `name` is how messages name it. */
export function standardOutput(fd = 1, name = "stdout"): ByteSink {
  let readerGone = false;
  return {
    isTerminal: isTerminal(fd),
    get readerGone() {
      return readerGone;
    },
    write: async (blocks) => {
      if (readerGone) return;
      try {
        if (fd === 1 ? stdoutWasClosed() : fd > 2 && isInternal(fd)) {
          throw outputError(name, "is closed", "Open it, or write to a file with -o FILE");
        }
        await writeBlocks(fd, blocks);
      } catch (error) {
        if (systemCode(error) !== "EPIPE") throw writeFailure(name, error);
        // The reader has what it wanted (`| head`): a normal end.
        readerGone = true;
      }
    },
  };
}

/** For runs that have no standard output of their own; `because` completes "stdout cannot be written: …". */
export const noOutput = (because: string): ByteSink => ({
  isTerminal: false,
  write: () =>
    Promise.reject(
      usageError("stdout", `cannot be written: ${because}`, "Write to a file with -o FILE, or run it by itself"),
    ),
});
