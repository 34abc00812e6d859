/** Standard error: what is said there is written at once, and nobody who has stopped reading is a reason to fail. */
import { writeSync } from "node:fs";
import { systemCode } from "./failures.js";
import { isTerminal } from "./stdout.js";

/**
 * A writer for descriptor 2. Files and pipes are written directly: Node's own stream would have to be loaded first, which
 * takes longer than what is said. Terminals are left to it.
 */
export function standardError(fd = 2): (text: string) => void {
  if (process.platform !== "win32" && !isTerminal(fd))
    return (text) => {
      writeWhole(fd, text);
    };
  let listens = false;
  return (text) => {
    if (!listens) process.stderr.on("error", () => undefined);
    listens = true;
    process.stderr.write(text);
  };
}

function writeWhole(fd: number, text: string): void {
  let bytes: Uint8Array = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      if (systemCode(error) !== "EAGAIN") return;
      // A pipe that another process made non-blocking, and that is full.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
