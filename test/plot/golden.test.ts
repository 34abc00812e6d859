/** Committed drawings; `npx vitest -u` writes them again after a change that was looked at. */
import { describe, expect, it } from "vitest";
import { DECODE_DEFAULTS } from "../../src/formats/format.js";
import { png } from "../../src/formats/png.js";
import { drawPng } from "../../src/formats/raster/draw.js";
import { figureSvg } from "../../src/plot/figure-svg.js";
import { figureText } from "../../src/plot/figure-text.js";
import { COMMITTED } from "./figures.js";

describe.each(Object.entries(COMMITTED))("%s", (name, figure) => {
  it("is drawn as it was", async () => {
    await expect(figureSvg(figure)).toMatchFileSnapshot(`golden/${name}.svg`);
  });

  it("is written as it was", async () => {
    await expect(figureText(figure)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it("becomes a PNG of its size times the scale, dark on white, without fonts", async () => {
    const svg = figureSvg(figure);
    expect(svg).not.toMatch(/<text|font/);
    for (const scale of [1, 1.5]) {
      const bytes = await drawPng(svg, "x.png", scale);
      const { width, height, channels, data } = await png.decode!(bytes, DECODE_DEFAULTS);
      const [, w, h] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
      expect([width, height, channels]).toEqual([Math.round(w * scale), Math.round(h * scale), 3]);
      expect(Array.from(data.subarray(0, 3))).toEqual([255, 255, 255]);
      const dark = Array.from({ length: width * height }, (_, i) => data[3 * i]).filter((v) => v < 128).length;
      expect(dark / (width * height)).toBeGreaterThan(0.005);
    }
  });
});

it("XML survives any text, and no id is used that is not defined", () => {
  const svg = figureSvg({ title: `<&">\u0000\u001b[31m \ud800 𝔘`, panels: [] });
  expect(svg).toContain("<title>&lt;&amp;&quot;&gt;\ufffd\ufffd[31m \ufffd 𝔘</title>");
  const defined = new Set([...svg.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
  const used = [...svg.matchAll(/#([a-z0-9]+)"/g)].map((m) => m[1]).filter((id) => !/^[0-9a-f]{6}$/.test(id));
  expect(used.length).toBeGreaterThan(8);
  for (const id of used) expect([...defined]).toContain(id);
});
