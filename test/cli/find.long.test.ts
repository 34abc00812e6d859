/**
 * Ten million samples: what `find` tells of a file, and of a pipe, is what the whole array holds, in bounded memory and
 * before the stream ends. Runs where CONVXCORR_LONG is set (`npm run test:long`).
 */
import { spawn } from "node:child_process";
import { createReadStream, existsSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { find } from "../../src/tasks/find/find.js";
import { freshFolder } from "../support/folder.js";
import { cleanEnv } from "../support/process.js";
import { mulberry } from "../support/random.js";

const N = 10_000_000;
const K = 1000;
const { path } = freshFolder();

/** An NPY file of f64. */
function saved(name: string, samples: Float64Array): string {
  const dict = `{'descr': '<f8', 'fortran_order': False, 'shape': (${samples.length},), }\n`;
  const head = new Uint8Array(10 + dict.length);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, dict.length, 0]);
  head.set(new TextEncoder().encode(dict), 10);
  writeFileSync(path(name), Buffer.concat([head, new Uint8Array(samples.buffer)]));
  return path(name);
}

interface Told {
  readonly lines: readonly string[];
  readonly megabytes: number;
  /** Share of the input that had been sent when the first line came. */
  readonly first: number;
}

/** Feeds `file` to `find` through a pipe, at the pace at which it reads. */
function fed(file: string, template: string, ...options: readonly string[]): Promise<Told> {
  const line = `/usr/bin/env time -f '%M kB' convxcorr find -t ${template} ${options.join(" ")}`;
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", `cat | ${line}`], { env: cleanEnv() });
    let [out, err, sent, first] = ["", "", 0, Infinity];
    child.stdout.on("data", (block: Buffer) => {
      if (out === "") first = sent / (8 * N);
      out += block.toString();
    });
    child.stderr.on("data", (block: Buffer) => {
      err += block.toString();
    });
    child.on("error", reject);
    child.on("close", () => {
      const megabytes = Number(/(\d+) kB/.exec(err)?.[1] ?? Number.NaN) / 1024;
      resolve({ lines: out.trimEnd().split("\n"), megabytes, first });
    });
    const input = createReadStream(file);
    input.on("data", (block) => {
      sent += block.length;
    });
    input.pipe(child.stdin);
  });
}

describe.skipIf(process.env["CONVXCORR_LONG"] === undefined)("ten million samples", () => {
  it("are drawn in less than 150 MB too", { timeout: 300_000 }, async () => {
    const next = mulberry(11);
    const t = Float64Array.from({ length: K }, (_, i) => Math.sin(i / 20) * (1 - i / K));
    const x = Float64Array.from({ length: N }, (_, i) => 0.1 * next() + (t[i - 5_000_000] ?? 0));
    const [file, template] = [saved("drawn.npy", x), saved("t.npy", t)];
    const { lines, megabytes } = await fed(file, template, "--min-score", "0.5", "--plot", path("drawn.png"));
    expect(lines).toEqual([expect.stringMatching(/^5000000: score /)]);
    expect(existsSync(path("drawn.png"))).toBe(true);
    expect(megabytes).toBeLessThan(150);
  });

  it("give the same as a stream, in less than 150 MB, and the first before the end", { timeout: 300_000 }, async () => {
    const next = mulberry(10);
    const x = Float64Array.from({ length: N }, () => next() - 0.5);
    const t = Float64Array.from({ length: K }, (_, i) => Math.sin(i / 20) * (1 - i / K));
    for (let at = 5000; at + K < N; at += K + Math.floor(next() * 90000)) {
      const size = next() < 0.3 ? -1 : 1;
      for (let i = 0; i < K; i++) x[at + i] += size * t[i];
    }
    const [file, template] = [saved("x.npy", x), saved("t.npy", t)];
    const options = { minScore: 0.1, polarity: "either" } as const;
    const whole = find(x, t, options).map(({ sample, score }) => [sample, score]);
    expect(whole.length).toBeGreaterThan(200);
    const { lines, megabytes, first } = await fed(
      file,
      template,
      "--min-score",
      "0.1",
      "--polarity",
      "either",
      "--json",
    );
    const events = lines.map((l) => JSON.parse(l) as { event: string; sample: number; score: number });
    expect(events.filter((e) => e.event === "found").map((e) => [e.sample, e.score])).toEqual(whole);
    expect(events.at(-1)).toMatchObject({
      event: "end",
      found: whole.length,
      samples: N,
      windows: N - K + 1,
      complete: true,
    });
    expect(megabytes).toBeLessThan(150);
    expect(first).toBeLessThan(0.1);
  });
});
