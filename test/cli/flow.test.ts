/** Large pictures are filtered while they are read and written: whole, or as if nothing had been done. */
import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import { type FileCalls, replaceCalls, SYSTEM_CALLS } from "../../src/files/calls.js";
import { command, type Ran } from "../support/command.js";
import { freshFolder } from "../support/folder.js";
import { shell } from "../support/process.js";

const { path, names } = freshFolder();
const [WIDTH, HEIGHT] = [2000, 1300];
const samples = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => Math.imul(i, 48271) >>> 11);
fs.writeFileSync(path("in.ppm"), Buffer.concat([Buffer.from(`P6\n${WIDTH} ${HEIGHT}\n255\n`), samples]));
fs.writeFileSync(
  path("16.pgm"),
  Buffer.concat([Buffer.from(`P5\n${WIDTH} ${HEIGHT}\n65535\n`), samples.subarray(0, 2 * WIDTH * HEIGHT)]),
);

const call = (out: string, ...words: string[]): Promise<Ran> =>
  command(["xcorr", "-k", "sharpen", path("in.ppm"), "-o", out, "--threads", "1", ...words]);

/** The same call while the n-th call of a kind fails. */
async function failing(kind: "read" | "write" | "fsync", n: number, code: string): Promise<Ran> {
  let calls = 0;
  const fails = (): boolean => ++calls >= n;
  const error = (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));
  const broken: Partial<FileCalls> = {
    read: (...words) => (kind === "read" && fails() ? error() : SYSTEM_CALLS.read(...words)),
    write: (...words) => (kind === "write" && fails() ? error() : SYSTEM_CALLS.write(...words)),
    fsync: (...words) => (kind === "fsync" && fails() ? error() : SYSTEM_CALLS.fsync(...words)),
  };
  const restore = replaceCalls({ ...SYSTEM_CALLS, ...broken });
  try {
    return await call(path("old.ppm"));
  } finally {
    restore();
  }
}

describe("a picture on its way", () => {
  it("has the bytes that it has when it is whole, by every format and with threads", async () => {
    // Standard output gets nothing of a call that may still fail, so that is the way of whole pictures.
    const lines = ["sharpen", "gaussian:2", "box:9"].flatMap((kernel) =>
      ["in.ppm", "16.pgm"].flatMap((input) =>
        ["ppm", "pam", "npy"].map((to) => [kernel, input, to === "ppm" && input === "16.pgm" ? "pgm" : to]),
      ),
    );
    const all = lines.map(([kernel, input, to]) => {
      const words = `convxcorr xcorr -k ${kernel} ${path(input)}`;
      return `${words} -o ${path(`out.${to}`)} 2>/dev/null && ${words} -o - --output-format ${to} 2>/dev/null | cmp - ${path(`out.${to}`)} && echo same`;
    });
    const { stdout, stderr } = await shell(all.join("\n"));
    expect([stdout, stderr]).toEqual(["same\n".repeat(lines.length), ""]);
  }, 120_000);

  it("leaves the old file where reading or writing fails on the way", async () => {
    for (const [kind, n, code, exit] of [
      ["read", 3, "EIO", 3],
      ["write", 2, "ENOSPC", 4],
      ["write", 3, "EIO", 4],
      ["fsync", 1, "EIO", 4],
      ["fsync", 2, "EIO", 4],
    ] as const) {
      fs.writeFileSync(path("old.ppm"), "old");
      const before = names();
      const { exitCode, message } = await failing(kind, n, code);
      expect([kind, n, exitCode], message).toEqual([kind, n, exit]);
      expect(message.startsWith(path(kind === "read" ? "in.ppm" : "old.ppm"))).toBe(true);
      expect([fs.readFileSync(path("old.ppm"), "latin1"), names()]).toEqual(["old", before]);
    }
  });

  it("may take the place of its own input", async () => {
    fs.copyFileSync(path("in.ppm"), path("both.ppm"));
    expect((await call(path("once.ppm"))).exitCode).toBe(0);
    const { exitCode } = await command([
      "xcorr",
      "-k",
      "sharpen",
      path("both.ppm"),
      "-o",
      path("both.ppm"),
      "--threads",
      "1",
    ]);
    expect(exitCode).toBe(0);
    expect(fs.readFileSync(path("both.ppm")).equals(fs.readFileSync(path("once.ppm")))).toBe(true);
  });

  it("is stopped by a signal with nothing left behind", async () => {
    fs.writeFileSync(path("old.ppm"), "old");
    const before = names();
    const words = `convxcorr xcorr -k box:63 -k box:61 -k gaussian:20 ${path("in.ppm")} -o ${path("old.ppm")} --threads 1`;
    const { stdout } = await shell(`${words} & sleep 0.25; kill -INT $!; wait $!; echo $?`);
    expect(stdout).toBe("130\n");
    expect([fs.readFileSync(path("old.ppm"), "latin1"), names()]).toEqual(["old", before]);
  });
});
