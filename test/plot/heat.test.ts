import { describe, expect, it } from "vitest";
import { DECODE_DEFAULTS } from "../../src/formats/format.js";
import { png } from "../../src/formats/png.js";
import type { Rgb } from "../../src/plot/colours.js";
import type { HeatPanel } from "../../src/plot/figure.js";
import { colouringOf, reduced } from "../../src/plot/heat-cells.js";
import { indexedPng } from "../../src/plot/indexed-png.js";
import { layout } from "../../src/plot/layout.js";

const panel = (
  width: number,
  height: number,
  value: (i: number) => number,
  rest: Partial<HeatPanel> = {},
): HeatPanel => ({
  kind: "heat",
  width,
  height,
  values: Array.from({ length: width * height }, (_, i) => value(i)),
  ...rest,
});

describe("the PNG inside a drawing", () => {
  it("is read by the codec as the pixels that were given", async () => {
    const colours: readonly Rgb[] = [
      [255, 0, 0],
      [0, 128, 255],
      [7, 7, 7],
    ];
    const bytes = indexedPng(5, 4, 3, (i) => colours[(i * 7) % 3]);
    const { width, height, channels, data } = await png.decode!(bytes, DECODE_DEFAULTS);
    expect([width, height, channels]).toEqual([5, 4, 3]);
    expect(Array.from(data)).toEqual(Array.from({ length: 20 }, (_, i) => colours[(i * 7) % 3]).flat());
  });

  it("takes the place of cells on large maps, no larger than the plot", () => {
    const small = layout({ panels: [panel(50, 50, (i) => i)] }).shapes;
    expect(small.filter((s) => s.kind === "image")).toHaveLength(0);
    const [image] = layout({ panels: [panel(3000, 40, (i) => i)] }).shapes.filter((s) => s.kind === "image");
    const view = new DataView(image.png.buffer, image.png.byteOffset);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([
      Math.ceil(image.width),
      Math.min(40, Math.ceil(image.height)),
    ]);
  });
});

describe("a map in fewer cells", () => {
  it("keeps the value farthest from 0 of each block, or the mean", () => {
    const peaks = reduced(
      panel(6, 4, (i) => (i === 8 ? -9 : i === 15 ? 5 : 1)),
      3,
      2,
    );
    expect([peaks.width, peaks.height, Array.from(peaks.values)]).toEqual([3, 2, [1, -9, 1, 1, 5, 1]]);
    const means = reduced(
      panel(4, 2, (i) => i, { reduce: "mean" }),
      2,
      1,
    );
    expect(Array.from(means.values)).toEqual([2.5, 4.5]);
  });

  it("has a value wherever a block has one, and every cell counts once", () => {
    const holes = reduced(
      panel(4, 1, (i) => (i === 1 ? 3 : NaN)),
      2,
      1,
    );
    expect(Array.from(holes.values)).toEqual([3, NaN]);
    for (const [width, most] of [
      [7, 3],
      [1000, 77],
      [5, 5],
    ]) {
      const ones = reduced(
        panel(width, 1, () => 1, { reduce: "mean" }),
        most,
        1,
      );
      expect(Array.from(ones.values)).toEqual(new Array(most).fill(1));
    }
  });
});

describe("the least value of each block", () => {
  it("stands for it where small is good, and infinity only where there is nothing else", () => {
    const cells = [5, -1, NaN, NaN, Infinity, 2, Infinity, NaN];
    const least = reduced(
      panel(8, 1, (i) => cells[i], { reduce: "least" }),
      4,
      1,
    );
    expect(Array.from(least.values)).toEqual([-1, NaN, 2, Infinity]);
  });
});

describe("frames on a map", () => {
  const texts = (boxes: NonNullable<HeatPanel["boxes"]>, cells = 60): string[] =>
    layout({ panels: [panel(cells, cells, (i) => i, { boxes })] }).shapes.flatMap((s) =>
      s.kind === "text" && /^[a-z]/.test(s.text) ? [s.text] : [],
    );

  it("have labels where these lie inside the map and on no other label", () => {
    const at = (x: number, y: number, label: string) => ({ x, y, width: 4, height: 4, label });
    expect(texts([at(9, 19, "a"), at(9, 20, "b"), at(30, 19, "c"), at(-3, 30, "d"), at(59, 30, "eee")])).toEqual([
      "a",
      "c",
    ]);
  });

  it("have none on the numbers of cells", () => {
    expect(texts([{ x: -0.05, y: 0.2, width: 2, height: 2, label: "a" }], 4)).toEqual([]);
  });

  it("have the colours of their boxes over white, the first on top", () => {
    const boxes = ["#112233", "#445566", "#112233"].map((colour, i) => ({ x: i, y: 1, width: 9, height: 9, colour }));
    const { shapes } = layout({ panels: [panel(60, 60, (i) => i, { boxes })] });
    const strokes = shapes.flatMap((s) => (s.kind === "path" && s.clip !== undefined ? [s.stroke] : []));
    expect(strokes).toEqual(["#ffffff", "#445566", "#ffffff", "#112233"]);
  });
});

describe("colours of values", () => {
  it("diverge where there are values of both signs, 0 white, also between limits that are not even", () => {
    const both = colouringOf(panel(2, 1, (i) => 3 * i - 1));
    expect([both.kind, both.limits, both.colour(0)]).toEqual(["diverging", [-2, 2], [255, 255, 255]]);
    const asked = colouringOf(panel(2, 1, (i) => 3 * i - 1, { limits: [-1, 8] }));
    expect([asked.limits, asked.colour(0)]).toEqual([
      [-8, 8],
      [255, 255, 255],
    ]);
    expect(colouringOf(panel(2, 1, (i) => i)).kind).toBe("sequential");
  });

  it("end at the limits; what is beyond has the colour of the end, and no value is grey", () => {
    const { colour } = colouringOf(panel(2, 1, (i) => i, { colours: "grey" }));
    expect([-5, 0, 0.5, 1, 5, Infinity, NaN].map((v) => colour(v)[0])).toEqual([0, 0, 128, 255, 255, 255, 176]);
    expect(colouringOf(panel(1, 1, () => 7)).limits).toEqual([6.5, 7.5]);
    expect(colouringOf(panel(1, 1, () => NaN)).limits).toEqual([0, 1]);
  });
});
