/** What `delay` says of plain cases: sign, scores, lengths, polarity, options, refusals. */
import { describe, expect, test } from "vitest";
import type { Input } from "../../src/tasks/arrays.js";
import { delay, delays } from "../../src/tasks/delay/delay.js";
import type { DelayOptions } from "../../src/tasks/delay/options.js";
import { delayedNoise, normal } from "../support/delays.js";
import { goldenTable, realPart } from "../support/golden.js";
import { mulberry } from "../support/random.js";
import { failureOf, plane } from "../support/signals.js";

const noise = (seed: number, n: number): Float64Array => Float64Array.from({ length: n }, normal(seed));

/** Pearson's r times the weight of the overlap, by the definition. */
function naiveScore(a: ArrayLike<number>, b: ArrayLike<number>, lag: number, centred: boolean): number {
  const pairs: [number, number][] = [];
  for (let n = 0; n < a.length; n++) if (n + lag >= 0 && n + lag < b.length) pairs.push([a[n], b[n + lag]]);
  const mean = (i: 0 | 1): number => (centred ? pairs.reduce((sum, p) => sum + p[i], 0) / pairs.length : 0);
  const [ma, mb] = [mean(0), mean(1)];
  const sum = (value: (x: number, y: number) => number): number =>
    pairs.reduce((s, [x, y]) => s + value(x - ma, y - mb), 0);
  const energy = sum((x) => x * x) * sum((_, y) => y * y);
  const r = energy > 1e-20 ? sum((x, y) => x * y) / Math.sqrt(energy) : 0;
  return r * Math.sqrt(pairs.length / Math.min(a.length, b.length));
}

describe("the sign", () => {
  test("is positive where B is later: B is A two samples later", () => {
    const [a, b] = [
      [1, 3, 2, 0, 0, 0],
      [0, 0, 1, 3, 2, 0],
    ];
    expect(delay(a, b)).toMatchObject({ outcome: "delay", lag: 2, delay: 2, correlation: 1, overlap: 4 });
    expect(delay(a, b).sentence).toBe("b is 2 samples later than a");
    expect(delay(b, a)).toMatchObject({ outcome: "delay", lag: -2, delay: -2 });
    expect(delay(b, a).sentence).toBe("b is 2 samples earlier than a");
  });

  test("turns with the two signals, and nothing else does", () => {
    const [a, b] = delayedNoise(3, { n: 700, band: [0.02, 0.3], snr: 10 }, 4.3);
    for (const method of ["cc", "phat"] as const) {
      const one = delay(a, b, { method });
      const two = delay(b, a, { method });
      expect([two.lag, two.overlap]).toEqual([-one.lag, one.overlap]);
      expect(two.delay).toBeCloseTo(-one.delay, 9);
      expect(two.score).toBeCloseTo(one.score, 12);
      expect(two.interval![0]).toBeCloseTo(-one.interval![1], 9);
    }
  });

  test("is said with seconds where there is a rate", () => {
    const a = noise(1, 400);
    const b = plane([...noise(2, 16), ...a], { width: 416 }, "f64", { source: "late.csv", sampleRate: 32 });
    const found = delay(a, b);
    expect([found.lag, found.seconds, found.rate]).toEqual([16, 0.5, 32]);
    expect(found.sentence).toBe("late.csv is 16 samples (500 ms) later than a");
    expect(delay(b, a).sentence).toBe("b is 16 samples (500 ms) earlier than late.csv");
    expect(delay(a, a, { rate: 10 }).sentence).toBe(
      "b is neither later nor earlier than a: their delay is 0 samples (0 s)",
    );
    expect(delay(a, a.subarray(1), { rate: 8 }).sentence).toBe("b is 1 sample (125 ms) earlier than a");
  });
});

describe("the scores", () => {
  const cases: readonly [string, number, number, DelayOptions][] = [
    ["of equal lengths", 40, 40, {}],
    ["of a fragment", 13, 60, {}],
    ["of a fragment given second", 60, 13, {}],
    ["without detrending", 20, 33, { detrend: "none" }],
    ["of few lags", 300, 310, { maxLag: 3 }],
    ["of lags on one side of a longer signal", 310, 200, { maxLag: 50 }],
    ["of many lags", 400, 300, {}],
  ];
  test.each(cases)("%s are those of the definition", (_, n, m, options) => {
    const random = mulberry(n * m);
    const a = Float64Array.from({ length: n }, () => random() + 0.3);
    const b = Float64Array.from({ length: m }, () => random() - 2);
    const { curve } = delay(a, b, options);
    const least = Math.max(-(options.maxLag ?? Infinity), -(n - 2));
    expect([curve.first, curve.scores.length]).toEqual([
      least,
      Math.min(options.maxLag ?? Infinity, m - 2) - least + 1,
    ]);
    for (const [i, score] of curve.scores.entries()) {
      expect(Math.abs(score - naiveScore(a, b, curve.first + i, options.detrend !== "none"))).toBeLessThan(1e-12);
    }
  });

  test.each(goldenTable("delay").cases.map((c) => [`${c.call} ${c.x.data.length} ${c.y.data.length}`, c] as const))(
    "are those of %s",
    (_, { call, x, k, y, first, lag }) => {
      if (k === undefined || typeof k === "string") throw new Error("no second signal");
      const [a, b] = [realPart(x), realPart(k)];
      const { curve, lag: found } = delay(a, b, { method: call === "phat" ? "phat" : "cc", polarity: "positive" });
      const weighted = call === "numpy.corrcoef";
      for (const [i, value] of realPart(y).entries()) {
        const at = first! + i;
        const met = Math.min(a.length, b.length - at) - Math.max(0, -at);
        const weight = weighted ? Math.sqrt(met / Math.min(a.length, b.length)) : 1;
        // OpenCV computes in f32.
        const within = call.startsWith("cv2") ? 1e-5 : 1e-12;
        expect(Math.abs(curve.scores[at - curve.first] - value * weight)).toBeLessThan(within);
      }
      expect(found).toBe(lag);
    },
  );

  test("keep their digits where a quiet fragment lies beside a loud part", () => {
    const quiet = noise(5, 200).map((v) => v * 1e-4);
    const loud = noise(6, 3000).map((v) => v * 10);
    const recording = Float64Array.from([...loud, ...quiet, ...loud]);
    expect(delay(quiet, recording)).toMatchObject({ outcome: "delay", lag: 3000 });
    // The loud part has 10^10 times its energy: five digits are what sums of squares keep.
    expect(delay(quiet, recording).score).toBeCloseTo(1, 5);
  });

  test("of digital silence are 0, whatever stands before it", () => {
    const recording = Float64Array.from([...noise(6, 500), ...new Float64Array(500).fill(0.1)]);
    const { curve } = delay(noise(7, 50), recording);
    for (let lag = 520; lag <= 940; lag++) expect(curve.scores[lag - curve.first]).toBe(0);
  });
});

describe("polarity", () => {
  const a = noise(8, 500);
  const b = Float64Array.from([...noise(9, 30), ...a.map((v) => -2 * v)]);
  test("negative where B is upside down", () => {
    const found = delay(a, b);
    expect(found).toMatchObject({ outcome: "delay", lag: 30, polarity: "negative", score: -1, correlation: -1 });
    expect(found.sentence).toBe("b is 30 samples later than a, and upside down");
    expect(delay(a, b, { polarity: "negative" })).toMatchObject({ outcome: "delay", lag: 30 });
  });
  test("positive looks at upright peaks only", () => {
    expect(delay(a, b, { polarity: "positive" })).toMatchObject({ outcome: "ambiguous", polarity: "positive" });
  });
});

describe("options", () => {
  test("--detrend linear finds what drifts hide", () => {
    const s = noise(10, 300);
    const a = s.map((v, i) => v + i);
    const b = Float64Array.from({ length: 300 }, (_, i) => (s[i - 9] ?? 0) - i);
    expect(delay(a, b, { detrend: "linear" })).toMatchObject({ outcome: "delay", lag: 9 });
    expect(delay(a, b).lag).not.toBe(9);
  });

  test("--detrend none warns where the means decide", () => {
    const a = noise(11, 200).map((v) => v + 10);
    const b = Float64Array.from([...a.subarray(0, 5), ...a]);
    const found = delay(a, b, { detrend: "none" });
    expect(found.notes).toEqual(
      ["a", "b"].map((name) => `the mean of ${name} has 99 % of its energy and decides the scores: use --detrend mean`),
    );
    expect(delay(a, b)).toMatchObject({ outcome: "delay", lag: 5, notes: [] });
    expect(delay(noise(1, 50), noise(1, 50), { detrend: "none" }).notes).toEqual([]);
  });

  test("--band lets other frequencies go unheard", () => {
    const [a, b] = delayedNoise(12, { n: 2000, band: [0.1, 0.2], snr: 20 }, 8);
    const hum = Float64Array.from({ length: 2000 }, (_, i) => 20 * Math.sin(2 * Math.PI * 0.01 * i));
    const [c, d] = [a, b].map((x) => x.map((v, i) => v / 15 + hum[i]));
    expect(delay(c, d).lag).not.toBe(8);
    for (const method of ["cc", "phat"] as const) {
      expect(delay(c, d, { method, band: [0.1, 0.2] })).toMatchObject({ outcome: "delay", lag: 8 });
      expect(delay(c, d, { method, band: [5, 10], rate: 50 })).toMatchObject({ outcome: "delay", lag: 8 });
    }
  });

  test("--nan interpolate fills gaps, and the lags stay", () => {
    const a = delayedNoise(13, { n: 600, band: [0, 0.1], snr: 60 }, 0)[0];
    const b = Float64Array.from({ length: 600 }, (_, i) => a[i - 20] ?? 0);
    for (let i = 100; i < 500; i += 17) b[i] = NaN;
    expect(delay(a, b, { nan: "interpolate" })).toMatchObject({ outcome: "delay", lag: 20 });
    expect(failureOf(() => delay(a, b))).toBe(
      "input 3: input: sample 100 is NaN. Correct it, or draw a line between its neighbours with --nan interpolate.",
    );
  });

  test("channels of one signal are compared in all pairs", () => {
    const s = noise(14, 300);
    const data = Array.from({ length: 300 }, (_, i) => [s[i], s[i - 3] ?? 0, s[i - 10] ?? 0]).flat();
    const pairs = delays(plane(data, { width: 300, channels: 3, height: 1 }, "f64", { columns: ["x", "y", "z"] }));
    expect(pairs.map(({ a, b, result }) => [a, b, result.lag])).toEqual([
      [0, 1, 3],
      [0, 2, 10],
      [1, 2, 7],
    ]);
    expect(pairs[2].result.sentence).toBe("z is 7 samples later than y");
  });
});

describe("refusals", () => {
  const line = [1, 2, 3, 5];
  const refused: readonly [string, Input, Input, DelayOptions, string][] = [
    [
      "a plane",
      [
        [1, 2],
        [3, 4],
      ],
      line,
      {},
      "input 3: input: it is a plane of 2×2 samples, and delays are between signals. Give signals; an array of samples × channels is read with --axes xc.",
    ],
    [
      "complex samples",
      plane([1, 2], { width: 2 }, "c128"),
      line,
      {},
      "input 3: test: its samples are complex. Give real signals, such as the real parts.",
    ],
    [
      "channels",
      plane([1, 2, 3, 4], { width: 2, channels: 2 }),
      line,
      {},
      "input 3: test: it has 2 channels, and a delay is between two. Choose one of them.",
    ],
    [
      "infinity",
      [1, Infinity],
      line,
      { nan: "interpolate" },
      "input 3: input: sample 1 is infinite. Correct or remove it.",
    ],
    [
      "nothing but NaN",
      [NaN, NaN],
      line,
      { nan: "interpolate" },
      "input 3: input: it holds no number at all. Leave it out.",
    ],
    ["one sample", [1], line, {}, "input 3: a: it has fewer than 2 samples. Give a longer signal."],
    ["a word", line, line, { method: "fft" as "cc" }, 'usage 2: --method: there is no "fft". Use cc, phat.'],
    [
      "part of a sample",
      line,
      line,
      { maxLag: 1.5 },
      "usage 2: --max-lag: 1.5 is no count of samples. Give a whole number from 0 up.",
    ],
    ["no share", line, line, { maxSecond: 0 }, "usage 2: --max-second: 0 is no share. Give a number above 0, up to 1."],
    [
      "no rate",
      line,
      line,
      { rate: -1 },
      "usage 2: --rate: -1 is no sample rate. Give samples per second, more than 0.",
    ],
    [
      "a band beyond",
      line,
      line,
      { band: [0.1, 0.6] },
      "usage 2: --band: 0.1 to 0.6 cycles per sample does not lie between 0 and 0.5 cycles per sample, rising. Give two frequencies in cycles per sample, the lower one first.",
    ],
    [
      "a falling band",
      line,
      line,
      { band: [20, 10], rate: 100 },
      "usage 2: --band: 20 to 10 Hz does not lie between 0 and 50 Hz, rising. Give two frequencies in Hz, the lower one first.",
    ],
    [
      "two rates",
      plane(line, { width: 4 }, "f64", { source: "a.wav", sampleRate: 8000 }),
      plane(line, { width: 4 }, "f64", { source: "b.wav", sampleRate: 8001 }),
      {},
      "input 3: b.wav: it has 8001 samples per second, and a.wav has 8000. Resample one of them to the rate of the other.",
    ],
  ];
  test.each(refused)("%s", (_, a, b, options, message) => {
    expect(failureOf(() => delay(a, b, options))).toBe(message);
  });
  test("one channel has no pair", () => {
    expect(failureOf(() => delays(plane(line, { width: 4 })))).toBe(
      "input 3: test: it has one channel, and a delay is between two. Give a second signal.",
    );
  });
});
