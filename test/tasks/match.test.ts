/** What is made of scores: peaks, places between samples, masks, colours, limits, reports, pictures. */
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";
import type { MatchOptions } from "../../src/base/match.js";
import { type Signal, signalOf } from "../../src/base/signal.js";
import { annotated } from "../../src/tasks/match/annotate.js";
import { match } from "../../src/tasks/match/match.js";
import { findPeaks } from "../../src/tasks/match/peaks.js";
import { scorePicture } from "../../src/tasks/match/score-picture.js";
import { naiveScore } from "../support/match-oracle.js";
import { mulberry } from "../support/random.js";

function plane(rows: readonly (readonly number[])[], channels = 1, more: Partial<Signal["about"]> = {}): Signal {
  const data = Float64Array.from(rows.flat());
  const shape = { width: rows[0].length / channels, height: rows.length, channels, rank: 2 } as const;
  return signalOf(data, shape, "f64", { source: "plane", medium: "array", ...more });
}

const bytes = (width: number, height: number, channels: number, seed: number): Signal => {
  const random = mulberry(seed);
  const data = Uint8Array.from({ length: width * height * channels }, () => Math.floor(random() * 256));
  return signalOf(data, { width, height, channels, rank: 2 }, "u8", { source: "bytes", medium: "raster" });
};

function cut(image: Signal, x0: number, y0: number, width: number, height: number): Signal {
  const { channels } = image;
  const data = image.data.slice(0, width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((y0 + y) * image.width + x0) * channels;
    data.set(image.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { ...image, data, width, height };
}

function refusal(run: () => unknown): readonly [number, string] {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return [error.exitCode, error.message];
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("peaks", () => {
  const map = (rows: number[][]): Signal => plane(rows);
  const found = (rows: number[][], more: Partial<Parameters<typeof findPeaks>[1]> = {}): string[] => {
    const scores = map(rows);
    const { peaks } = findPeaks(scores, {
      distance: false,
      width: 2,
      height: 2,
      overlap: 0.3,
      limit: 0.5,
      top: 0,
      exactly: (x, y) => scores.data[y * scores.width + x],
      ...more,
    });
    return peaks.map((p) => `${p.x},${p.y}:${p.score}`);
  };

  test("are the best among their neighbours, not what lies beside a better one", () => {
    const slope = [[0.6, 0.7, 0.8, 0.9, 1, 0.9, 0.8, 0.7, 0.6]];
    expect(found(slope)).toEqual(["4,0:1"]);
    expect(found([[0.9, 0.2, 0.2, 0.8, 0.2, 0.7]])).toEqual(["0,0:0.9", "3,0:0.8", "5,0:0.7"]);
  });

  test("share no more than the overlap with a better one", () => {
    // Templates of 4×2 at 0 and 2 have half of their area in common.
    const row = [[0.9, 0.1, 0.8, 0.1, 0.7]];
    expect(found(row, { width: 4, overlap: 0.5 })).toEqual(["0,0:0.9", "2,0:0.8", "4,0:0.7"]);
    expect(found(row, { width: 4, overlap: 0.49 })).toEqual(["0,0:0.9", "4,0:0.7"]);
    expect(found(row, { width: 4, overlap: 0 })).toEqual(["0,0:0.9", "4,0:0.7"]);
  });

  test("of a plateau are its first place, and of equal ones the first in reading order comes first", () => {
    expect(
      found(
        [
          [0.6, 0.6, 0.6],
          [0.6, 0.6, 0.6],
        ],
        { overlap: 1 },
      ),
    ).toEqual(["0,0:0.6"]);
    expect(
      found([
        [0.1, 0.9],
        [0.1, 0.1],
        [0.1, 0.1],
        [0.9, 0.1],
      ]),
    ).toEqual(["1,0:0.9", "0,3:0.9"]);
  });

  test("are as many as are wanted, and good enough; distances the other way round", () => {
    const row = [[0.9, 0.1, 0.8, 0.1, 0.7, 0.1, 0.4]];
    expect(found(row, { top: 2 })).toEqual(["0,0:0.9", "2,0:0.8"]);
    expect(found(row, { limit: 0.75 })).toEqual(["0,0:0.9", "2,0:0.8"]);
    expect(found(row, { limit: undefined })).toHaveLength(4);
    expect(found(row, { distance: true, limit: 0.1 })).toEqual(["1,0:0.1", "3,0:0.1", "5,0:0.1"]);
    expect(found([[Number.NaN, 0.9, Number.NaN]])).toEqual(["1,0:0.9"]);
  });

  test("are all found on a large map, in the order of their scores", () => {
    const random = mulberry(3);
    const [width, height] = [130, 90];
    const scores = Array.from({ length: height }, () => Array.from({ length: width }, () => random()));
    const at = (x: number, y: number): number => scores[y]?.[x] ?? 0;
    const expected: number[] = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => at(x + dx, y + dy)));
        if (Math.max(...around) === at(x, y) && at(x, y) >= 0.5) expected.push(at(x, y));
      }
    }
    const peaks = found(scores, { overlap: 1 }).map((p) => Number(p.split(":")[1]));
    expect(peaks).toEqual(expected.sort((a, b) => b - a));
  });

  test.each([0, 0.3, 0.5, 0.7])("of many that share an area the best stay, overlap %d", (overlap) => {
    const random = mulberry(4);
    const [width, height] = [7, 5];
    const rows = Array.from({ length: 80 }, () => Array.from({ length: 120 }, () => random()));
    const all = found(rows, { overlap: 1, limit: 0 }).map((text) => ({ text, at: text.split(/[,:]/).map(Number) }));
    const kept: typeof all = [];
    for (const { text, at } of all) {
      const common = ([x, y]: number[]): number =>
        Math.max(0, width - Math.abs(x - at[0])) * Math.max(0, height - Math.abs(y - at[1]));
      if (kept.every((k) => common(k.at) <= overlap * width * height)) kept.push({ text, at });
    }
    expect(kept.length).toBeLessThan(all.length);
    expect(found(rows, { width, height, overlap, limit: 0 })).toEqual(kept.map((k) => k.text));
  });
});

describe("places between samples", () => {
  /** Waves of x, y, phase and size: band-limited, so that they may be read anywhere. */
  const WAVES = [
    [0.31, 0.17, 0, 3],
    [0.12, -0.43, 1, 2],
    [0.55, 0.5, 2, 1],
    [0.23, 0.29, 3, 2],
    [-0.37, 0.11, 0.4, 2],
    [0.05, 0.21, 2.2, 2],
    [0.41, -0.33, 0.9, 1],
  ] as const;
  const waves = (dx: number, dy: number, width: number, height: number): Signal =>
    plane(
      Array.from({ length: height }, (_, y) =>
        Array.from({ length: width }, (_, x) =>
          WAVES.reduce((sum, [a, b, phase, size]) => sum + size * Math.cos(a * (x + dx) + b * (y + dy) + phase), 0),
        ),
      ),
    );

  // Along the axes alone a parabola misses the slant of a peak.
  test.each([
    ["parabola", 0.11],
    ["paraboloid", 0.06],
  ] as const)("%s finds a known shift within %f samples", (subpixel, most) => {
    const shifts = [
      [0.25, -0.3],
      [0.5, 0.1],
      [-0.4, 0.45],
      [0, 0],
      [0.1, 0.2],
      [0.45, 0.45],
    ];
    for (const [dx, dy] of shifts) {
      const { matches } = match(waves(0, 0, 64, 60), waves(20 + dx, 18 + dy, 24, 22), { subpixel }).report;
      expect(Math.abs(matches[0].subpixel!.x - 20 - dx)).toBeLessThan(most);
      expect(Math.abs(matches[0].subpixel!.y - 18 - dy)).toBeLessThan(most);
    }
  });

  test("at the edge of the map, and beside what is missing, whole places stay", () => {
    const image = bytes(12, 9, 1, 4);
    const { report } = match(image, cut(image, 0, 0, 4, 4), { subpixel: "parabola" });
    expect(report.matches[0].subpixel).toEqual({ x: 0, y: 0 });
    const none = match(image, cut(image, 3, 2, 4, 4), {}).report.matches[0];
    expect(none).toEqual({ x: 3, y: 2, width: 4, height: 4, centre: { x: 4.5, y: 3.5 }, score: 1 });
  });
});

describe("masks and colours", () => {
  const image = bytes(40, 30, 3, 7);
  const template = cut(image, 11, 8, 9, 7);

  test("the alpha of a template is its mask, unless there is another or it is left out", () => {
    const alpha = Uint8Array.from({ length: 63 }, (_, p) => (p % 3 === 0 ? 0 : 255));
    const data = new Uint8Array(63 * 4);
    for (let p = 0; p < 63; p++) {
      data.set(alpha[p] === 0 ? [1, 2, 3] : Array.from(template.data.subarray(3 * p, 3 * p + 3)), 4 * p);
      data[4 * p + 3] = alpha[p];
    }
    const sprite: Signal = { ...template, data, channels: 4, about: { ...template.about, alpha: true } };
    const { report } = match(image, sprite);
    expect(report.matches).toMatchObject([{ x: 11, y: 8, score: 1 }]);
    expect(report.mask).toEqual({ from: "alpha", pixels: 42, weight: 42 });
    const ignored = match(image, sprite, { ignoreAlpha: true }).report;
    expect([ignored.mask, ignored.notes]).toEqual([null, ["the alpha of the template was left out"]]);
    expect(ignored.best?.score).toBeLessThan(0.99);
    const mask: Signal = { ...template, data: alpha, channels: 1 };
    expect(match(image, sprite, {}, mask).report.mask?.from).toBe("mask");
  });

  test("opaque alpha and a mask of one weight are no mask; the picture's own alpha is left out and noted", () => {
    const mask: Signal = { ...template, data: new Uint8Array(63).fill(9), channels: 1 };
    expect(match(image, template, {}, mask).report.mask).toBeNull();
    const grey = bytes(20, 10, 2, 8);
    const withAlpha: Signal = { ...grey, about: { ...grey.about, alpha: true } };
    const alone: Signal = { ...grey, data: grey.data.filter((_, i) => i % 2 === 0), channels: 1 };
    const { report } = match(withAlpha, cut(alone, 5, 3, 6, 5));
    expect(report.matches).toMatchObject([{ x: 5, y: 3, score: 1 }]);
    expect(report.notes).toEqual(["the alpha of the picture was left out: its colours count as they are"]);
  });

  test("luminance is Rec. 601, rounded", () => {
    const one: Signal = { ...cut(image, 0, 0, 2, 1), data: Uint8Array.of(255, 0, 0, 0, 10, 201) };
    const luma = Uint8Array.of(76, 29);
    expect(match(one, { ...one, data: luma, channels: 1 }, { method: "ssd", luminance: true }).report.best?.score).toBe(
      0,
    );
    expect(match(image, template, { luminance: true }).report).toMatchObject({
      colours: "luminance",
      matches: [{ x: 11, y: 8, score: 1 }],
    });
  });
});

describe("reports", () => {
  test("tell the second best place and how near it comes", () => {
    const image = plane([[0, 0, 9, 1, 0, 0, 8, 2, 0, 0, 0]]);
    const { report } = match(image, plane([[9, 1]]), { method: "ssd" });
    expect([report.best, report.second, report.ratio]).toEqual([{ x: 2, y: 0, score: 0 }, { x: 6, y: 0, score: 2 }, 0]);
    const alone = match(plane([[1, 2]]), plane([[1, 2]])).report;
    expect([alone.best, alone.second, alone.ratio]).toEqual([{ x: 0, y: 0, score: 1 }, null, null]);
  });

  test("count flat windows, and say that a template is flat", () => {
    const image = plane([
      [5, 5, 5, 1],
      [5, 5, 5, 2],
    ]);
    const { report, map } = match(image, plane([[1, 2]]));
    expect([report.windows, Array.from(map.data)]).toEqual([{ total: 6, flat: 4, missing: 0 }, [0, 0, -1, 0, 0, -1]]);
    for (const method of ["zncc", "ncc"] as const) {
      const flat = match(plane([[7, 7, 7]]), plane([[3, 3]]), { method });
      expect([flat.report.template.flat, flat.report.matches, Array.from(flat.map.data)]).toEqual([true, [], [0, 0]]);
    }
    const black = match(plane([[0, 0, 3]]), plane([[1, 2]]), { method: "ssd-norm" });
    expect([black.map.data[0], black.report.windows.flat]).toEqual([1, 1]);
  });
});

test("what cannot be is refused, with the exit code of its kind", () => {
  const image = plane([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const patch = plane([[1, 2]]);
  const asked =
    (options: MatchOptions): (() => unknown) =>
    () =>
      match(image, patch, options);
  expect(refusal(asked({ top: 1.5 }))).toEqual([
    2,
    "--top: 1.5 is no number of matches. Give a whole number; 0 is all.",
  ]);
  expect(refusal(asked({ overlap: -1 }))).toEqual([2, "--overlap: -1 is no share. Give a number from 0 to 1."]);
  expect(refusal(asked({ minScore: Number.NaN }))).toEqual([2, "--min-score: it is no number. Give one."]);
  expect(refusal(() => match(image, plane([[Number.NaN, 1]])))).toEqual([
    3,
    "plane: the template's pixel 0,0 is NaN. Set it to a number, and leave it out with --mask.",
  ]);
  expect(refusal(() => match(image, patch, {}, plane([[0, 0]])))).toEqual([
    3,
    "plane: the mask leaves nothing of the template. Give some pixels a weight above 0.",
  ]);
  expect(refusal(() => match(image, patch, {}, plane([[-1, 1]])))).toEqual([
    3,
    "plane: the mask has the weight -1. Give weights from 0 up.",
  ]);
  expect(refusal(() => match(image, patch, {}, plane([[1, 1, 1, 1, 1, 1]], 3)))).toEqual([
    3,
    "plane: the mask has 3 colour channels. Give a grey picture.",
  ]);
  expect(refusal(() => match(plane([[1e200, 2, 3]]), patch))).toEqual([
    3,
    "plane: a sample has the magnitude 1e+200, whose square is too large. Scale the samples down.",
  ]);
  expect(refusal(() => match(signalOf(new Float64Array(3), { width: 3 }, "f64", image.about), patch))[0]).toBe(3);
});

test("8000×8000 samples: scores are those of windows summed one by one", () => {
  const [width, height] = [8000, 8000];
  const data = new Uint8Array(width * height);
  const random = mulberry(13);
  // A bright picture with little contrast, whose sums are as large as they get.
  for (let i = 0; i < data.length; i += 4) {
    const r = Math.floor(random() * 4294967296);
    for (let k = 0; k < 4; k++) data[i + k] = 252 + ((r >>> (8 * k)) & 3);
  }
  const image = signalOf(data, { width, height, rank: 2 }, "u8", { source: "large", medium: "raster" });
  const template = cut(image, 7901, 7890, 64, 64);
  const { map, report } = match(image, template);
  expect(report.matches).toMatchObject([{ x: 7901, y: 7890, score: 1 }]);
  const weights = Array.from({ length: 64 * 64 }, () => 1);
  for (let n = 0; n < 200; n++) {
    const [x, y] = [Math.floor(random() * map.width), Math.floor(random() * map.height)];
    const expected = naiveScore(image, template, "zncc", weights, x, y);
    expect(Math.abs(map.data[y * map.width + x] - expected)).toBeLessThanOrEqual(1e-6);
  }
}, 120_000);

describe("pictures of matches", () => {
  const at = (x: number, y: number) => ({ x, y, width: 3, height: 3, centre: { x: x + 1, y: y + 1 }, score: 1 });

  test("frames are drawn in the picture's depth, the best last; grey becomes colour, alpha stays", () => {
    const grey = { ...bytes(9, 5, 2, 2), about: { source: "grey", medium: "raster", alpha: true } } as const;
    const out = annotated(grey, [at(1, 1), at(5, 1)]);
    expect([out.width, out.height, out.channels, out.type]).toEqual([9, 5, 4, "u8"]);
    const pixel = (x: number, y: number): number[] =>
      Array.from(out.data.subarray(4 * (y * 9 + x), 4 * (y * 9 + x) + 4));
    expect(pixel(1, 1)).toEqual([214, 94, 0, 255]);
    expect(pixel(5, 1)).toEqual([87, 181, 232, 255]);
    expect(pixel(0, 0)).toEqual([0, 0, 0, 255]);
    const [v, alpha] = grey.data.subarray(2 * (2 * 9 + 2));
    expect(pixel(2, 2)).toEqual([v, v, v, alpha]);
  });

  test("score maps as bytes: 0 is 128 where scores are bounded, else the least is 0 and the greatest 255", () => {
    const map = plane([[-1, 0, 1, 0.5]]);
    expect(Array.from(scorePicture(map, "zncc").data)).toEqual([0, 128, 255, 191]);
    expect(Array.from(scorePicture(plane([[10, 20, Number.POSITIVE_INFINITY]]), "ssd").data)).toEqual([0, 255, 255]);
    expect(Array.from(scorePicture(plane([[4, 4]]), "ssd").data)).toEqual([0, 0]);
  });
});
