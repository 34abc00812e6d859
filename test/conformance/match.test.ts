/**
 * Every match-* case of the public conformance data, and the coins of the real pictures beside it, through the library. The
 * folder is named by the variable CONVXCORR_CONFORMANCE; without it there is nothing to run.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { borderIndex } from "../../src/base/border.js";
import { UserError } from "../../src/base/errors.js";
import { MATCH_ALGORITHMS, MATCH_METHODS, type MatchAlgorithm, type MatchMethod } from "../../src/base/match.js";
import { type Signal, signalOf } from "../../src/base/signal.js";
import { loadSignal } from "../../src/files/load.js";
import { match } from "../../src/tasks/match/match.js";
import { type ArrayData, BORDER_NAMES, type Case, folder, number, readCases } from "../support/conformance.js";

/** Cases in the data. */
const COUNT = 56;

const TYPES = { u8: Uint8Array, f32: Float32Array, f64: Float64Array } as const;

interface Volume {
  /** Slices one below the other, so that a volume is a tall picture. */
  readonly plane: Signal;
  /** Rows of a slice; 0 where there is one slice only. */
  readonly rows: number;
  readonly slices: number;
}

/** An array of two or three axes, the last of them along x. */
function volumeOf({ shape, dtype, data }: ArrayData): Volume {
  const type = dtype as keyof typeof TYPES;
  const [slices, rows, width] = shape.length === 3 ? shape : [1, ...shape];
  const about = { source: "case", medium: "array" } as const;
  const plane = signalOf(TYPES[type].from(data.map(number)), { width, height: slices * rows, rank: 2 }, type, about);
  return { plane, rows, slices };
}

/** The array extended by the case's pads, before and after, in the order of its axes. */
function padded(input: ArrayData, { params }: Case): ArrayData {
  const pads = params["pads"] as readonly number[] | undefined;
  if (!pads) return input;
  const axes = input.shape.length;
  const kind = BORDER_NAMES[params["boundary"] as string];
  const shape = input.shape.map((n, i) => pads[i] + n + pads[axes + i]);
  const data = Array.from({ length: shape.reduce((a, b) => a * b) }, (_, at) => {
    let from = 0;
    let rest = at;
    let factor = 1;
    for (let i = axes - 1; i >= 0; i--) {
      const index = borderIndex(kind, (rest % shape[i]) - pads[i], input.shape[i]);
      if (index < 0) return params["cval"] as number;
      from += index * factor;
      factor *= input.shape[i];
      rest = Math.floor(rest / shape[i]);
    }
    return input.data[from];
  });
  return { ...input, shape, data };
}

/**
 * The template of a tall picture: its slices as far from each other as those of the picture, and a mask that leaves out
 * the rows between.
 */
function spread({ plane, rows, slices }: Volume, pitch: number): { template: Signal; mask?: Signal } {
  if (slices === 1) return { template: plane };
  const height = (slices - 1) * pitch + rows;
  const data = new Float64Array(plane.width * height);
  const mask = new Uint8Array(data.length);
  for (let z = 0; z < slices; z++) {
    const from = plane.data.subarray(z * rows * plane.width, (z + 1) * rows * plane.width);
    data.set(from, z * pitch * plane.width);
    mask.fill(1, z * pitch * plane.width, (z * pitch + rows) * plane.width);
  }
  const shape = { width: plane.width, height, rank: 2 } as const;
  return { template: signalOf(data, shape, "f64", plane.about), mask: signalOf(mask, shape, "u8", plane.about) };
}

function problemOf(c: Case, algorithm: MatchAlgorithm): string {
  const method = c.op.replace("match-", "") as MatchMethod;
  const image = volumeOf(padded(c.input, c));
  const { template, mask } = spread(volumeOf(c.kernel), image.rows);
  const run = (): Signal => match(image.plane, template, { method, algorithm }, mask).map;
  if ("error" in c.expected) {
    expect(run).toThrow(UserError);
    expect(run).toThrow("so it fits nowhere");
    return "";
  }
  const map = run();
  const { data, shape } = c.expected;
  const [slices, rows, width] = shape.length === 3 ? shape : [1, ...shape];
  if (map.width !== width || map.height !== (slices - 1) * image.rows + rows)
    return `${c.id}: ${map.width}×${map.height}`;
  const at = (i: number): number => {
    const [x, row] = [i % width, Math.floor(i / width)];
    return map.data[(Math.floor(row / rows) * image.rows + (row % rows)) * width + x];
  };
  // 1e-6 of the score, or of 1.
  const bad = data.findIndex((e, i) => !(Math.abs(at(i) - number(e)) <= 1e-6 * Math.max(1, Math.abs(number(e)))));
  return bad < 0 ? "" : `${c.id}: element ${bad} is ${at(bad)}, expected ${String(data[bad])}`;
}

describe.skipIf(folder === undefined)("template matching of the public conformance data", async () => {
  const cases = folder === undefined ? [] : await readCases(MATCH_METHODS.map((m) => `match-${m}`));

  test.each(MATCH_ALGORITHMS)("every case agrees to 1e-6, algorithm %s", (algorithm) => {
    expect(cases.map((c) => problemOf(c, algorithm)).filter((p) => p !== "")).toEqual([]);
    expect(cases.length).toBe(COUNT);
    console.log(`conformance, match, ${algorithm}: ${cases.length} of ${cases.length} cases`);
  });

  test("the positions that upstream asserts are found", () => {
    const c = cases.find(({ id }) => id === "scikit-image/test_normalization")!;
    const [image, template] = [volumeOf(c.input).plane, volumeOf(c.kernel).plane];
    expect(match(image, template).report.matches).toMatchObject([
      { x: 2, y: 1, score: expect.closeTo(1, 12) as number },
    ]);
  });
});

const coins = join(folder ?? "", "../real/images/coins_u8.png");

test.skipIf(folder === undefined || !existsSync(coins))(
  "the coin is where it was cut out, and the next one is known",
  async () => {
    const { signal: image } = await loadSignal(coins);
    const { signal: template } = await loadSignal(join(coins, "../coins_template_u8.png"));
    const { report } = match(image, template, { top: 2 });
    expect(report.matches).toMatchObject([
      { x: 75, y: 170, score: 1 },
      { x: 87, y: 240, score: expect.closeTo(0.8754, 4) as number },
    ]);
    expect(report.second).toMatchObject({ x: 87, y: 240 });
  },
);
