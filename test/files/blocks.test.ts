import { expect, test } from "vitest";
import { ahead } from "../../src/files/blocks.js";

/** Blocks of one byte, and what happened so far. */
function counted(count: number, failing = -1): { blocks: AsyncGenerator<Uint8Array>; log: string[] } {
  const log: string[] = [];
  async function* blocks(): AsyncGenerator<Uint8Array> {
    try {
      for (let i = 0; i < count; i++) {
        log.push(`makes ${i}`);
        await Promise.resolve();
        if (i === failing) throw new Error("no more");
        yield Uint8Array.of(i);
      }
    } finally {
      log.push("ends");
    }
  }
  return { blocks: blocks(), log };
}

test("blocks come in order, each made while the one before it is used", async () => {
  const { blocks, log } = counted(3);
  for await (const [i] of ahead(blocks)) log.push(`uses ${i}`);
  expect(log).toEqual(["makes 0", "makes 1", "uses 0", "makes 2", "uses 1", "ends", "uses 2"]);
});

test("a failure is told when its block is asked for", async () => {
  const { blocks, log } = counted(3, 1);
  const use = async (): Promise<void> => {
    for await (const [i] of ahead(blocks)) {
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`uses ${i}`);
    }
  };
  await expect(use()).rejects.toThrow("no more");
  expect(log).toEqual(["makes 0", "makes 1", "ends", "uses 0"]);
});

test("blocks that nobody wants any more are ended, and their failures are nobody's", async () => {
  const { blocks, log } = counted(3, 1);
  for await (const [i] of ahead(blocks)) {
    log.push(`uses ${i}`);
    break;
  }
  expect(new Set(log)).toEqual(new Set(["makes 0", "makes 1", "uses 0", "ends"]));
});
