/** Threads that are started ahead of the work that is likely to need them: they take longer to be there than a picture. */
import { inputSize } from "../files/size.js";
import { poolOf } from "./pools.js";

/** Commands that share the work on a picture among threads. */
const SHARING: ReadonlySet<string | undefined> = new Set(["apply", "conv", "xcorr", "match"]);

/** Bytes of an input from which its filtering is likely to need threads. */
const LARGE = 1 << 20;

/** Starts them where an input is large, before it is read. @param threads as asked for, if anybody did */
export async function startThreads(inputs: readonly string[], threads: number | undefined): Promise<void> {
  for (const input of inputs) {
    // Tables and sounds are filtered sooner than threads would be there.
    if (/\.(csv|tsv|txt|json|wav)$/i.test(input)) continue;
    if (((await inputSize(input)) ?? 0) >= LARGE) {
      poolOf(threads).start();
      return;
    }
  }
}

/** The same for a command line that has not been parsed: whatever in it is the name of a large file is taken for an input. */
export async function startAhead([command, ...words]: readonly string[]): Promise<void> {
  if (!SHARING.has(command) || words.some((w) => w.startsWith("--threads"))) return;
  await startThreads(
    words.filter((w) => w !== "" && !w.startsWith("-")),
    undefined,
  );
}
