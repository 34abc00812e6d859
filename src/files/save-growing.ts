/** A signal to a file that is written while the rows of the signal are being made. */
import { Rows } from "../base/rows.js";
import type { Signal } from "../base/signal.js";
import type { Format } from "../formats/format.js";
import { isSpecial } from "./atomic.js";
import { outputName, type SaveOptions } from "./save.js";
import { Writing } from "./writing.js";

export interface Growing {
  /** Is told how many rows there are. */
  readonly rows: Rows;
  /** All rows are made, and the file is wanted: resolves when it is there. @throws outputError */
  end(): Promise<void>;
  /** It is not wanted: resolves when nothing of it is left. */
  abandon(why: unknown): Promise<void>;
}

/** Bytes of samples from which it pays. */
const LEAST = 1 << 22;

/**
 * Whether a file at `target` may be written so, asked before its signal is known. Pipes and devices may not: they must not
 * get a part of what fails.
 */
export const mayGrow = async (target: string, format: Format): Promise<boolean> =>
  format.grows !== undefined && target !== "-" && !(await isSpecial(target));

/**
 * Begins to write `signal`, none of whose samples need be made; undefined where it is better written when it is whole. It
 * takes its place only at the end.
 */
export function saveGrowing(
  signal: Signal,
  target: string,
  { format, ...options }: Omit<SaveOptions, "stdout" | "laps">,
): Growing | undefined {
  if (signal.data.byteLength < LEAST || signal.rank !== 2 || format.grows?.(signal) !== true) return undefined;
  const rows = new Rows(signal.height);
  // The last of what is waited for: that the whole is wanted.
  const wanted = new Rows(1);
  async function* blocks(): AsyncGenerator<Uint8Array> {
    yield* await format.encode!(signal, { ...options, growing: rows, target: outputName(target) });
    await wanted.reached(1);
  }
  const writing = new Writing(target, blocks());
  return {
    rows,
    end: async () => {
      wanted.advance(1);
      await writing.over;
      writing.raise();
    },
    abandon: async (why) => {
      rows.fail(why);
      wanted.fail(why);
      await writing.over;
    },
  };
}
