import * as fs from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.js";
import { readJsonLines } from "../../src/files/json-lines.js";
import { linesOf } from "../../src/files/lines.js";
import type { ByteSource } from "../../src/files/stdin.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";

const { path } = freshFolder();

async function* blocksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const to of [...cuts].sort((a, b) => a - b)) {
    yield await Promise.resolve(bytes.subarray(from, to));
    from = to;
  }
  yield bytes.subarray(from);
}

async function linesIn(text: string, limit: number, cuts: readonly number[] = []): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const { number, bytes, end } of linesOf(blocksOf(Buffer.from(text), cuts), limit)) {
    lines.push([number, bytes && Buffer.from(bytes).toString("latin1"), end]);
  }
  return lines;
}

describe("lines of bytes", () => {
  it("end in LF or CRLF, the last one also in nothing", async () => {
    expect(await linesIn("a\n\r\nbc\r\nd", 9)).toEqual([
      [1, "a", 2],
      [2, "", 4],
      [3, "bc", 8],
      [4, "d", 9],
    ]);
    expect(await linesIn("a\n", 9)).toEqual([[1, "a", 2]]);
    expect(await linesIn("", 9)).toEqual([]);
  });

  it("are counted, but not kept, where they are longer than the limit", async () => {
    expect(await linesIn("abc\nabcd\nabc\r\nabcd\r\nabcde", 3)).toEqual([
      [1, "abc", 4],
      [2, undefined, 9],
      [3, "abc", 14],
      [4, undefined, 20],
      [5, undefined, 25],
    ]);
  });

  it("are the same however the bytes come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("a", "b", "\n", "\r"), { maxLength: 40 }),
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (characters, limit, cuts) => {
          const text = characters.join("");
          const inside = cuts.map((c) => c % (text.length + 1));
          expect(await linesIn(text, limit, inside)).toEqual(await linesIn(text, limit));
        },
      ),
    );
  });
});

describe("JSON lines", () => {
  async function read(name: string, stdin?: ByteSource): Promise<unknown[]> {
    const values: unknown[] = [];
    for await (const { place, value, end } of readJsonLines(name, stdin)) {
      values.push([place, value instanceof UserError ? `${value.exitCode} ${value.message}` : value.kind, end]);
    }
    return values;
  }

  it("are told with their places, the wrong ones among the others", async () => {
    const file = path("lines.jsonl");
    const long = `"${"x".repeat(1024 * 1024)}"\n`;
    fs.writeFileSync(file, `\ufeff{"a": 1}\r\n\n  \t\n[1, 2\n${long}`);
    fs.appendFileSync(file, Buffer.from([0x22, 0xff, 0x22, 0x0a]));
    fs.appendFileSync(file, '7 8\n"end"');
    const size = fs.statSync(file).size;
    expect(await read(file)).toEqual([
      [`${file}:1`, "object", 13],
      [`${file}:4`, `3 ${file}:4:6: the text ends where "," or "]" should be. Mend the JSON.`, 24],
      [`${file}:5`, `3 ${file}:5: the line has more than 1048576 bytes. Give a shorter line.`, 24 + long.length],
      [`${file}:6`, `3 ${file}:6: the line is not UTF-8. Write the file as UTF-8.`, size - 9],
      [`${file}:7`, `3 ${file}:7:3: "8" stands where the end should be. Mend the JSON.`, size - 5],
      [`${file}:8`, "string", size],
    ]);
  });

  it("come from stdin, block by block or whole", async () => {
    const bytes = Buffer.from("1\n2");
    const whole: ByteSource = { read: () => Promise.resolve(bytes) };
    const expected = [
      ["stdin:1", "number", 2],
      ["stdin:2", "number", 3],
    ];
    expect(await read("-", whole)).toEqual(expected);
    expect(await read("-", { ...whole, blocks: () => blocksOf(bytes, [1]) })).toEqual(expected);
  });

  it("come from files that can be read, and an empty one has none", async () => {
    fs.writeFileSync(path("empty.jsonl"), "");
    expect(await read(path("empty.jsonl"))).toEqual([]);
    expect(await faultOf(() => read(path("none.jsonl")))).toEqual([
      3,
      `${path("none.jsonl")}: there is no such file. Check the path.`,
    ]);
    expect(await faultOf(() => read(path("")))).toEqual([3, `${path("")}: is a folder. Name a file in it.`]);
    expect(await faultOf(() => read("/dev/zero"))).toEqual([
      3,
      "/dev/zero: is a device. Give a file, or a pipe that ends.",
    ]);
  });
});
