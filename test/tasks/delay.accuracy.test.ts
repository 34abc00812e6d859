/** How near the delays come: band-limited noise of many kinds, and rooms; seeded. */
import { describe, expect, test } from "vitest";
import { convolve } from "../../src/tasks/arrays.js";
import { delay } from "../../src/tasks/delay/delay.js";
import {
  cramerRao,
  delayedNoise,
  lowPass,
  type Noise,
  normal,
  PROMISE,
  rms,
  roomAnswer,
  summary,
  trials,
} from "../support/delays.js";
import { trialsOf } from "../support/effort.js";

describe("band-limited noise of 4096 samples at 20 dB", () => {
  test("a sweep of fractions comes within 0.02 samples RMS", () => {
    const errors = Array.from({ length: 41 }, (_, i) => {
      const truth = -1 + i / 20;
      const [a, b] = delayedNoise(i, PROMISE, truth);
      const found = delay(a, b);
      expect(found.outcome).toBe("delay");
      expect(Math.abs(found.lag - truth)).toBeLessThan(0.55);
      return found.delay - truth;
    });
    expect(rms(errors)).toBeLessThan(0.02);
    // Nor does the error follow the fraction, as that of a parabola does.
    expect(rms(errors)).toBeLessThan(1.3 * cramerRao(PROMISE));
  });
});

describe("other noise", () => {
  test.each<[string, Noise, "cc" | "phat"]>([
    ["phat", PROMISE, "phat"],
    ["as much noise as signal", { ...PROMISE, snr: 0 }, "cc"],
    ["little noise", { ...PROMISE, snr: 50 }, "cc"],
    ["all frequencies", { n: 1024, band: [0, 0.5], snr: 10 }, "cc"],
    ["few samples", { n: 200, band: [0.05, 0.4], snr: 10 }, "cc"],
    ["low frequencies, sampled far above them", { n: 4096, band: [0.001, 0.01], snr: 20 }, "cc"],
  ])("%s: the interval keeps its promise within thrice the bound", (_, noise, method) => {
    const all = trials(trialsOf({ usual: 40, long: 100 }), noise, method);
    expect(all.filter((t) => t.outcome !== "delay")).toEqual([]);
    const { covered, spread, width } = summary(all, noise);
    expect(covered).toBeGreaterThanOrEqual(0.88);
    expect(spread).toBeLessThan(2);
    expect(width).toBeLessThan(3);
  });

  test("signal to noise is told", () => {
    for (const snr of [0, 10, 20, 30]) {
      const [a, b] = delayedNoise(7, { ...PROMISE, snr }, 3.3);
      expect(Math.abs(delay(a, b).snr! - snr)).toBeLessThan(0.5);
    }
  });
});

test("phat finds the direct sound in reverberation where cc does not", () => {
  const room = { length: 4000, fall: 4000, direct: -6 };
  const right = { cc: 0, phat: 0 };
  const rooms = 12;
  for (let seed = 0; seed < rooms; seed++) {
    const g = normal(300 + seed);
    const late = Math.round(10 * g());
    const source = lowPass(g, 20_000, 0.97);
    const heard = (at: number): Float64Array => {
      const all = convolve(source, [...roomAnswer(g, at, room)], { size: "full" }) as Float64Array;
      return all.slice(4000, 20_000);
    };
    const [a, b] = [heard(50), heard(50 + late)];
    for (const method of ["cc", "phat"] as const) {
      const found = delay(a, b, { method });
      if (found.outcome === "delay" && found.lag === late) right[method]++;
    }
  }
  expect(right.phat).toBe(rooms);
  expect(right.cc).toBeLessThan(rooms / 2);
});
