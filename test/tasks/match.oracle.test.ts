/** Scores against the definition, whatever the samples, the mask, the method and the algorithm. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, type ElementType, isInteger, rangeOf } from "../../src/base/element.js";
import { isBounded, MATCH_METHODS, type MatchMethod } from "../../src/base/match.js";
import { type Signal, signalOf } from "../../src/base/signal.js";
import { match } from "../../src/tasks/match/match.js";
import { naiveScore, naiveScores } from "../support/match-oracle.js";
import { mulberry } from "../support/random.js";

const TYPES: readonly ElementType[] = ["u8", "i8", "u16", "i16", "i32", "f32", "f64"];
const CONTENTS = ["noise", "flat", "steps", "faint"] as const;
type Content = (typeof CONTENTS)[number];

function plane(
  type: ElementType,
  width: number,
  height: number,
  channels: number,
  sample: (x: number, y: number, c: number) => number,
): Signal {
  const data = allocate(type, width * height * channels);
  for (let i = 0; i < data.length; i++) {
    const p = Math.floor(i / channels);
    data[i] = sample(p % width, Math.floor(p / width), i % channels);
  }
  return signalOf(data, { width, height, channels, rank: 2 }, type, { source: "picture", medium: "raster" });
}

/** Contents that lose digits where sums are made carelessly: constant areas, and little texture on a large offset. */
function picture(
  type: ElementType,
  width: number,
  height: number,
  channels: number,
  content: Content,
  seed: number,
): Signal {
  const random = mulberry(seed);
  const [least, greatest] = isInteger(type) ? rangeOf(type) : [-3, 1e6 + 7];
  const grain = isInteger(type) ? 1 : type === "f32" ? 0.125 : 1e-3;
  const snap = (v: number): number => (isInteger(type) ? Math.floor(v) : v);
  return plane(type, width, height, channels, (x, y, c) => {
    const r = random();
    if (content === "noise") return snap(least + r * (greatest - least));
    if (content === "flat") return x < width / 2 ? snap(greatest / 3) : snap(greatest / 3 + r * 4 * grain);
    if (content === "steps") return ((x >> 2) + (y >> 3) + c) % 2 === 0 ? least : greatest;
    return snap(greatest - 1 - r * 3 * grain);
  });
}

function crop(image: Signal, x0: number, y0: number, width: number, height: number): Signal {
  return plane(
    image.type,
    width,
    height,
    image.channels,
    (x, y, c) => image.data[((y0 + y) * image.width + x0 + x) * image.channels + c],
  );
}

/** Scores within 1e-6: of the scale from −1 to 1, or of what the method's score is large against. */
function expectScores(
  actual: ArrayLike<number>,
  image: Signal,
  template: Signal,
  method: MatchMethod,
  weights?: number[],
): void {
  const expected = naiveScores(image, template, method, weights);
  expect(actual.length).toBe(expected.length);
  const sizes = scales(image, template, method, weights);
  for (let i = 0; i < expected.length; i++) {
    const scale = isBounded(method) || method === "ssd-norm" ? Math.max(1, Math.abs(expected[i])) : sizes(i);
    const off = actual[i] === expected[i] ? 0 : Math.abs(actual[i] - expected[i]);
    if (!(off <= 1e-6 * scale)) expect(`${i}: ${actual[i]} of scale ${scale}`).toBe(`${expected[i]}`);
    if (isBounded(method)) expect(Math.abs(actual[i])).toBeLessThanOrEqual(1);
  }
}

function scales(image: Signal, template: Signal, method: MatchMethod, weights?: number[]): (i: number) => number {
  if (method === "ssd") {
    const d = naiveScores(image, template, "ssd", weights);
    return (i) => d[i] + 1e-9;
  }
  const products = naiveScores(image, template, "ccorr", weights);
  if (method === "ccorr") {
    // √(ΣI²·ΣT²), which is what the sum may be at most, also where it is 0.
    const nothing = { ...template, data: template.data.slice().fill(0) };
    const energies = naiveScores(image, nothing, "ssd", weights);
    const [own] = naiveScores(template, nothing, "ssd", weights);
    return (i) => Math.sqrt(energies[i] * own);
  }
  const shares = naiveScores(image, template, "zncc", weights);
  const covariances = naiveScores(image, template, "ccoeff", weights);
  // √(Σ(I−Ī)²·Σ(T−T̄)²) likewise; where both are 0 or flat only their own size is known.
  return (i) =>
    shares[i] === 0
      ? Math.abs(covariances[i]) + 1e-3 * Math.max(1, Math.abs(products[i]))
      : Math.abs(covariances[i] / shares[i]);
}

const call = fc.record({
  type: fc.constantFrom(...TYPES),
  channels: fc.constantFrom(1, 3),
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 34 }),
  w: fc.double({ min: 0, max: 1, noNaN: true }),
  h: fc.double({ min: 0, max: 1, noNaN: true }),
  content: fc.constantFrom(...CONTENTS),
  cut: fc.boolean(),
  mask: fc.constantFrom("none", "binary", "weights", "bytes"),
  method: fc.constantFrom(...MATCH_METHODS),
  algorithm: fc.constantFrom("auto" as const, "direct" as const, "fft" as const),
  seed: fc.integer({ min: 0, max: 1e9 }),
});

describe("scores are those of the definition", () => {
  test("for any samples, mask, method and algorithm", () => {
    fc.assert(
      fc.property(call, (c) => {
        const image = picture(c.type, c.width, c.height, c.channels, c.content, c.seed);
        const [w, h] = [1 + Math.floor(c.w * (c.width - 1)), 1 + Math.floor(c.h * (c.height - 1))];
        const random = mulberry(c.seed + 1);
        const template = c.cut
          ? crop(image, Math.floor(random() * (c.width - w + 1)), Math.floor(random() * (c.height - h + 1)), w, h)
          : picture(c.type, w, h, c.channels, "noise", c.seed + 2);
        const kinds = {
          binary: () => (random() < 0.6 ? 255 : 0),
          weights: () => random(),
          bytes: () => Math.floor(random() * 256),
        };
        const mask =
          c.mask === "none"
            ? undefined
            : plane(c.mask === "weights" ? "f64" : "u8", w, h, 1, (x, y) =>
                x + y === 0 ? 255 : kinds[c.mask as keyof typeof kinds](),
              );
        if (c.mask === "weights" && mask) mask.data[0] = 1;
        const weights = mask && Array.from(mask.data, (v) => v / (c.mask === "weights" ? 1 : 255));
        const { map } = match(image, template, { method: c.method, algorithm: c.algorithm }, mask);
        expectScores(map.data, image, template, c.method, weights);
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test.each(MATCH_METHODS)("%s with samples that are missing, which no score is made of", (method) => {
    const image = picture("f32", 30, 20, 1, "noise", 5);
    const template = crop(image, 17, 9, 6, 5);
    for (const [at, v] of [
      [100, NaN],
      [431, Infinity],
      [432, -Infinity],
    ] as const)
      image.data[at] = v;
    const mask = plane("u8", 6, 5, 1, (x, y) => (x === 0 || y === 4 ? 0 : 1));
    for (const algorithm of ["direct", "fft"] as const) {
      const plain = match(image, template, { method, algorithm });
      expectScores(plain.map.data, image, template, method);
      expect(plain.report.windows.missing).toBe(6 * 4 + 7 * 5);
      const masked = match(image, template, { method, algorithm }, mask);
      expectScores(masked.map.data, image, template, method, Array.from(mask.data));
      expect(masked.report.windows.missing).toBe(5 * 4 + 6 * 4);
    }
  });

  test("a faint texture on an offset of a million keeps its score, beside a step as high", () => {
    const random = mulberry(11);
    const image = plane("f32", 120, 80, 1, (x) => (x < 60 ? 1e6 : 0) + Math.floor(random() * 8) / 4);
    const template = crop(image, 36, 30, 24, 24);
    const { map, report } = match(image, template);
    expectScores(map.data, image, template, "zncc");
    expect(report.matches).toMatchObject([{ x: 36, y: 30, score: 1 }]);
  });

  test("16 bits of almost full scale, over more samples than a sum of squares may have exactly twice", () => {
    const random = mulberry(12);
    const image = plane("u16", 300, 300, 1, () => 65533 + Math.floor(random() * 3));
    image.data.fill(65535, 0, 300 * 130);
    const template = crop(image, 31, 160, 128, 128);
    const { map, report } = match(image, template);
    for (let n = 0; n < 300; n++) {
      const [x, y] = [Math.floor(random() * map.width), Math.floor(random() * map.height)];
      const expected = naiveScore(
        image,
        template,
        "zncc",
        Array.from({ length: 128 * 128 }, () => 1),
        x,
        y,
      );
      expect(Math.abs(map.data[y * map.width + x] - expected)).toBeLessThanOrEqual(1e-9);
    }
    expect(report.windows.flat).toBe(3 * map.width);
    expect(report.matches).toMatchObject([{ x: 31, y: 160, score: 1 }]);
  });
});
