import { describe, expect, it } from "vitest";
import { similarity } from "../../src/tasks/demo/similarity.js";

describe("the classic example", () => {
  it("without noise: the bits, and the lone one has its peak at sample 576 exactly", () => {
    const { original, noisy, correlated, clock, recovered } = similarity({ noise: 0 });
    expect(noisy).toEqual(original);
    expect(original).toHaveLength(1024);
    expect(clock).toEqual([64, 192, 320, 448, 576, 704, 832, 960]);
    expect(clock.map((at) => correlated[at])).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    expect(recovered).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    expect([correlated[575], correlated[576], correlated[577]]).toEqual([127 / 128, 1, 127 / 128]);
    const window = Array.from(correlated.subarray(448, 704));
    expect(448 + window.indexOf(Math.max(...window))).toBe(576);
  });

  it("with noise: each sample is the mean of the 128 samples around it, zeros outside", () => {
    const { original, noisy, correlated } = similarity({ seed: 3, noise: 2 });
    for (const i of [0, 1, 63, 64, 500, 576, 1000, 1023]) {
      let sum = 0;
      for (let j = 0; j < 128; j++) sum += noisy[i + j - 64] ?? 0;
      expect(Math.abs(correlated[i] - sum / 128)).toBeLessThan(1e-13);
    }
    const noise = noisy.map((v, i) => v - original[i]);
    const deviation = Math.sqrt(noise.reduce((sum, v) => sum + v * v, 0) / noise.length);
    expect(Math.abs(deviation - 2)).toBeLessThan(0.2);
  });

  it("the seed decides the noise", () => {
    expect(similarity({ seed: 4 })).toEqual(similarity({ seed: 4 }));
    expect(similarity({ seed: 4 }).noisy).not.toEqual(similarity({ seed: 5 }).noisy);
  });

  it("noise of deviation 1 never spoils a bit, and great noise does", () => {
    // The threshold is 0.5·√128 = 5.7 deviations away.
    for (let seed = 0; seed < 40; seed++) expect(similarity({ seed }).recovered).toEqual([0, 1, 1, 0, 1, 0, 0, 1]);
    const spoilt = Array.from({ length: 40 }, (_, seed) => similarity({ seed, noise: 8 }).recovered.join(""));
    expect(spoilt.filter((bits) => bits !== "01101001").length).toBeGreaterThan(20);
  });
});
