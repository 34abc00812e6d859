/** A file whose text comes bit by bit: it is there when all of it is, and an old one stays until then. */
import { Writing } from "./writing.js";

export interface GrowingFile {
  /** @throws outputError where what came before could not be written */
  write(text: string): Promise<void>;
  /** All has come: resolves when the file is there. @throws outputError */
  end(): Promise<void>;
  /** Nothing more comes and the file is not wanted; nothing of it is left. */
  abandon(): Promise<void>;
}

export function growingFile(target: string): GrowingFile {
  const waiting: Uint8Array[] = [];
  let state: "open" | "ended" | "abandoned" = "open";
  let wake: () => void = () => undefined;
  async function* blocks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      for (let block = waiting.shift(); block; block = waiting.shift()) yield block;
      if (state === "abandoned") throw new Error("it is not wanted any more");
      if (state === "ended") return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const writing = new Writing(target, blocks());
  const finish = async (how: typeof state): Promise<void> => {
    state = how;
    wake();
    await writing.over;
  };
  return {
    write: async (text) => {
      writing.raise();
      waiting.push(new TextEncoder().encode(text));
      wake();
      // The writing goes on in between.
      await Promise.resolve();
    },
    end: async () => {
      await finish("ended");
      writing.raise();
    },
    abandon: () => finish("abandoned"),
  };
}
