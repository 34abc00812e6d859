/** Standard input: it can be read once only. */
import { usageError } from "../base/errors.js";
import { readDescriptor, streamDescriptor } from "./descriptor.js";
import { liveDescriptor } from "./live.js";

/** What `-` reads. */
export interface ByteSource {
  /** All bytes. @throws usageError when they were taken before */
  read(): Promise<Uint8Array>;
  /** The same, block by block as they come; absent where all is there at once. */
  readonly blocks?: () => AsyncIterable<Uint8Array>;
  /** The same with its pauses, as undefined; absent where there are none. */
  readonly live?: () => AsyncIterable<Uint8Array | undefined>;
}

/**
 * Descriptor 0, to be read once. The bytes are read on a thread of the system, so that the process stays open to
 * signals meanwhile.
 */
export function standardInput(fd = 0): ByteSource {
  let taken = false;
  const take = (): void => {
    if (taken) {
      throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
    }
    taken = true;
  };
  return {
    read: async () => {
      take();
      return readDescriptor(fd, "stdin");
    },
    blocks: () => {
      take();
      return streamDescriptor(fd, "stdin");
    },
    live: () => {
      take();
      return liveDescriptor(fd, "stdin");
    },
  };
}

/** For runs that have no standard input of their own; `because` completes "stdin cannot be read: …". */
export const noInput = (because: string): ByteSource => ({
  read: () => Promise.reject(usageError("-", `stdin cannot be read: ${because}`, "Give a file")),
});

/** The standard input of this process. */
export const STDIN: ByteSource = standardInput();
