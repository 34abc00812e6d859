/** Files that are used while they are read. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { describe, expect, it } from "vitest";
import { replaceCalls, SYSTEM_CALLS } from "../../src/files/calls.js";
import { type Loaded, loadSignal } from "../../src/files/load.js";
import { faultOf } from "../support/fault.js";
import { freshFolder } from "../support/folder.js";

const { path } = freshFolder();
const [WIDTH, HEIGHT] = [2000, 1300];
const samples = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => Math.imul(i, 48271) >>> 11);
const ppm = (header = `P6\n${WIDTH} ${HEIGHT}\n255\n`): Buffer => Buffer.concat([Buffer.from(header), samples]);
const load = (name: string): Promise<Loaded> => loadSignal(path(name), { share: true, ahead: true });
const openFiles = (): number => fs.readdirSync("/proc/self/fd").length;

/** Loads while reads go through `read`. */
async function loadBy(name: string, read: typeof SYSTEM_CALLS.read): Promise<Loaded> {
  const restore = replaceCalls({ ...SYSTEM_CALLS, read });
  try {
    const loaded = await load(name);
    await loaded.coming?.reached(HEIGHT).catch(() => undefined);
    return loaded;
  } finally {
    restore();
  }
}

describe("a picture that is still being read", () => {
  it("has its shape at once, its rows in order, and all of them in the end", async () => {
    fs.writeFileSync(path("a.ppm"), ppm());
    const before = openFiles();
    const { signal, coming } = await load("a.ppm");
    expect([signal.width, signal.height, signal.channels]).toEqual([WIDTH, HEIGHT, 3]);
    expect(coming?.count).toBe(HEIGHT);
    await coming?.reached(10);
    const [first, expected] = [signal.data, samples].map((data) => data.subarray(0, 10 * 3 * WIDTH) as Uint8Array);
    expect(Buffer.compare(first, expected)).toBe(0);
    await coming?.reached(HEIGHT);
    expect(Buffer.compare(signal.data as Uint8Array, samples)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(openFiles()).toBe(before);
  });

  it("is read whole where it is small, has another header, or is no file", async () => {
    fs.writeFileSync(path("small.ppm"), "P6\n1 1\n255\nabc");
    fs.writeFileSync(path("comment.ppm"), ppm(`P6\n# a comment\n${WIDTH} ${HEIGHT}\n255\n`));
    fs.writeFileSync(
      path("narrow.ppm"),
      Buffer.concat([Buffer.from(`P6\n${WIDTH} ${HEIGHT}\n254\n`), samples.map((v) => v >> 1)]),
    );
    for (const name of ["small.ppm", "comment.ppm", "narrow.ppm"])
      expect((await load(name)).coming, name).toBeUndefined();
    expect(Buffer.compare((await load("comment.ppm")).signal.data as Uint8Array, samples)).toBe(0);
    expect((await loadSignal(path("a.ppm"), { share: true })).coming).toBeUndefined();
    execFileSync("mkfifo", [path("pipe")]);
    const writing = fs.promises.writeFile(path("pipe"), ppm());
    const { signal, coming } = await load("pipe");
    expect([coming, Buffer.compare(signal.data as Uint8Array, samples)]).toEqual([undefined, 0]);
    await writing;
  });

  it("tells a file that is not as long as its header says, as ever", async () => {
    fs.writeFileSync(path("short.ppm"), ppm().subarray(0, -1));
    const [code, message] = await faultOf(() => load("short.ppm"));
    expect([code, message]).toEqual([
      3,
      `${path("short.ppm")}: 7800000 bytes of samples are stated, 7799999 are there. Check that the file is whole.`,
    ]);
    const before = openFiles();
    expect((await faultOf(() => loadSignal(path("a.ppm"), { share: true, ahead: true, limitPixels: 5 })))[0]).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(openFiles()).toBe(before);
  });

  it("tells what goes wrong later to whoever waits", async () => {
    let calls = 0;
    const broken = await loadBy("a.ppm", (fd, into, offset, length) =>
      ++calls > 2
        ? Promise.reject(Object.assign(new Error("x"), { code: "EIO" }))
        : SYSTEM_CALLS.read(fd, into, offset, length),
    );
    const [code, message] = await faultOf(() => broken.coming!.reached(HEIGHT));
    expect(code).toBe(3);
    expect(message.startsWith(`${path("a.ppm")}: `)).toBe(true);
    calls = 0;
    const cut = await loadBy("a.ppm", (fd, into, offset, length) =>
      ++calls > 2 ? Promise.resolve(0) : SYSTEM_CALLS.read(fd, into, offset, length),
    );
    expect((await faultOf(() => cut.coming!.reached(HEIGHT)))[1]).toMatch(
      /changed while it was read: it ended after \d+ bytes/,
    );
    const grown = await loadBy("a.ppm", async (fd, into, offset, length) =>
      length === 1 ? 1 : SYSTEM_CALLS.read(fd, into, offset, length),
    );
    expect((await faultOf(() => grown.coming!.reached(HEIGHT)))[1]).toMatch(/it has more than the 7800017 bytes/);
  });
});
