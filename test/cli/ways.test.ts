/** How `--explain` lists the ways of a stage. */
import { expect, test } from "vitest";
import { waysText } from "../../src/cli/ways.js";
import type { StageReport } from "../../src/tasks/filter/report.js";

const stage = (method: string, candidates: StageReport["candidates"], forced = false): StageReport => ({
  kernel: "k",
  width: 3,
  height: 3,
  channels: 1,
  anchor: [1, 1],
  divisor: "1",
  method,
  forced,
  candidates,
  errorBound: 0,
});

const possible = (name: string, milliseconds: number): StageReport["candidates"][number] => ({
  name,
  milliseconds,
  nanosecondsPerSample: 1,
  because: `how ${name} does it`,
});

test("the quickest first, aligned, then what is not possible, by its reason", () => {
  const ways = [
    possible("direct", 12.34),
    possible("fft", 4321),
    { name: "box", because: "the taps are not all the same" },
    possible("direct-few", 0.0499),
    { name: "direct-rounded", because: "the taps are whole" },
    { name: "near", because: "the taps are not all the same" },
  ];
  expect(waysText(stage("direct-few", ways))).toEqual([
    "* direct-few  50 µs  how direct-few does it",
    "- direct      12 ms  how direct does it",
    "- fft         4.3 s  how fft does it",
    "- not box, near: the taps are not all the same",
    "- not direct-rounded: the taps are whole",
  ]);
});

test("a way that is not the quickest here, chosen for the kernel alone, says so; one that was asked for does not", () => {
  const ways = [possible("direct", 1), possible("fft", 2)];
  expect(waysText(stage("fft", ways))).toEqual([
    "- direct  1.0 ms  how direct does it",
    "* fft     2.0 ms  how fft does it",
    "- fft is the quickest on large data, and parts are to give the bits of the whole",
  ]);
  expect(waysText(stage("fft", ways, true))).toHaveLength(2);
});
