/**
 * Standard output. Blocks go to the descriptor itself, one after another, on a thread of the system: a slow reader holds
 * us back, the process stays open to signals, and each failure comes back to the caller instead of as a stray event.
 */
import { readFileSync, readlinkSync, realpathSync } from "node:fs";
import { isatty } from "node:tty";
import { outputError } from "../base/errors.js";
import { type Blocks, writeBlocks } from "./blocks.js";
import { calls } from "./calls.js";
import { systemCode, writeFailure } from "./failures.js";

/** Where results go when they go to no file. */
export interface ByteSink {
  readonly isTerminal: boolean;
  /** Writes all blocks; returns quietly when the reader has gone. @throws outputError */
  write(blocks: Blocks): Promise<void>;
}

/** Whether a descriptor is a terminal. */
export const isTerminal = (fd: number): boolean => isatty(fd);

/** Descriptor 1, or another one that is open for writing; `name` is how messages name it. */
export function standardOutput(fd = 1, name = "stdout"): ByteSink {
  let readerGone = false;
  return {
    isTerminal: isTerminal(fd),
    write: async (blocks) => {
      if (readerGone) return;
      try {
        if (fd === 1 && (await wasClosed())) {
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
  write: () => Promise.reject(outputError("stdout", `cannot be written: ${because}`, "Write to a file with -o FILE")),
});

const SHELLS: ReadonlySet<string> = new Set("sh bash dash zsh ksh mksh yash ash busybox fish".split(" "));

/**
 * Whether descriptor 1 was closed (`>&-`) when the process started. Node then opens /dev/null in its place, for reading
 * and writing; a shell's `>/dev/null` opens it for writing only. Other programs that discard output open it as Node does,
 * so this counts only where a shell started us and does not itself write there. Linux only; elsewhere the answer is no.
 */
async function wasClosed(): Promise<boolean> {
  try {
    const stats = await calls().fstat(1);
    if (!stats.isCharacterDevice() || !openedForBoth("self")) return false;
    const parent = `${process.ppid}`;
    // bash names the program it ran in `_`, also when it gave its own process to it.
    const named = process.env["_"];
    const script = process.argv[1] as string | undefined;
    if (named !== undefined && script !== undefined && realpathSync(named) === realpathSync(script)) return true;
    return SHELLS.has(readFileSync(`/proc/${parent}/comm`, "utf8").trim()) && !openedForBoth(parent);
  } catch {
    return false;
  }
}

function openedForBoth(process: string): boolean {
  try {
    if (readlinkSync(`/proc/${process}/fd/1`) !== "/dev/null") return false;
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/${process}/fdinfo/1`, "utf8"));
    return flags !== null && (Number.parseInt(flags[1], 8) & 3) === 2;
  } catch {
    return false;
  }
}
