import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figure, HeatPanel } from "../../src/plot/figure.js";
import { figureText } from "../../src/plot/figure-text.js";
import type { Ink } from "../../src/plot/text/canvas.js";
import { anyFigure } from "./figures.js";

/** Colours that can be read. */
const ink: Ink = (text, letters, ground) =>
  letters === undefined && ground === undefined ? text : `{${letters ?? ""}/${ground ?? ""}:${text}}`;

const lines = (figure: Figure, options = {}): string[] => figureText(figure, options).split("\n").slice(0, -1);

describe("figures as text", () => {
  it("are never wider than they may be, and end in a line feed", () => {
    fc.assert(
      fc.property(anyFigure, fc.integer({ min: 30, max: 200 }), (figure, width) => {
        const text = figureText(figure, { width });
        expect(text.endsWith("\n")).toBe(true);
        for (const line of text.split("\n")) expect(Array.from(line).length).toBeLessThanOrEqual(width);
      }),
      { numRuns: 300 },
    );
  });

  it("have the lines that are asked for", () => {
    const figure: Figure = { panels: [{ kind: "lines", series: [{ y: [1, 2] }] }] };
    expect(lines(figure, { height: 5 })).toHaveLength(7);
    expect(lines(figure)).toHaveLength(18);
  });

  it("draw a straight line through the corners of its plot", () => {
    const panel = { kind: "lines", series: [{ y: [0, 1] }], y: { limits: [0, 1] } } as const;
    expect(lines({ panels: [panel] }, { width: 30, height: 3 })).toEqual([
      "1.0 ┤                 ⣀⣀⠤⠤⠔⠒⠊⠉",
      "0.5 ┤        ⣀⣀⡠⠤⠔⠒⠊⠉⠉",
      "0.0 ┤⣀⡠⠤⠔⠒⠒⠉⠉",
      "    └┬───────────────────────┬",
      "     0                       1",
    ]);
  });

  it("tell lines apart by colours, or by marks where there are none", () => {
    const figure: Figure = {
      panels: [
        {
          kind: "lines",
          series: [
            { name: "a", y: [0, 0] },
            { name: "b", y: [1, 1] },
          ],
        },
      ],
    };
    const plain = figureText(figure, { width: 40, height: 5 });
    expect(plain).toContain("⠒⠒ a   + b");
    expect(plain).toMatch(/┤\++\n/);
    const coloured = figureText(figure, { width: 40, height: 5, ink });
    expect(coloured).toContain("{#0072b2/:⠒⠒} a   {#d55e00/:⠒⠒} b");
    expect(coloured).toMatch(/\{#d55e00\/:⠉+\}|\{#d55e00\/:[⠀-⣿]+\}/);
  });
});

const heat = (width: number, height: number, value: (i: number) => number): HeatPanel => ({
  kind: "heat",
  width,
  height,
  values: Array.from({ length: width * height }, (_, i) => value(i)),
});

describe("maps as text", () => {
  it("are numbers where these have room", () => {
    expect(lines({ panels: [heat(2, 2, (i) => i / 2 - 1)] })).toEqual(["   −1  −0.5", "    0   0.5"]);
  });

  it("with colours: numbers on them", () => {
    const [line] = lines({ panels: [heat(2, 1, (i) => i)] }, { ink });
    expect(line).toMatch(/^\{#ffffff\/#[0-9a-f]{6}: 0 \}\{#000000\/#[0-9a-f]{6}: 1 \}$/);
  });

  it("with colours: two rows of a large map a line", () => {
    const text = lines({ panels: [heat(50, 40, (i) => Math.floor(i / 50))] }, { ink, width: 60 });
    expect(text).toHaveLength(21);
    expect(text[0]).toMatch(/^\{#[0-9a-f]{6}\/#[0-9a-f]{6}:▀{50}\}$/);
    expect(text.at(-1)?.trim()).toBe("colours from 0 to 39");
  });

  it("without: shades, or sign and ninths where 0 is in the middle", () => {
    const ramp = lines({ panels: [heat(30, 1, (i) => i)] }, { width: 60 });
    expect(ramp[0].trim()).toBe("......::::::------======++++++******######%%%%%%@@@@@@");
    const signs = lines({ panels: [heat(19, 1, (i) => (i - 9) / 7)] }, { width: 40 });
    expect(signs[0]).toBe("−9−8−7−6−5−4−3−2−1  +1+2+3+4+5+6+7+8+9");
    expect(signs[1].trim()).toBe("−9 is −1.286, +9 is 1.286, blank is 0");
  });

  it("never lose a peak", () => {
    const text = figureText({ panels: [heat(1000, 700, (i) => (i === 345_678 ? 1 : 0))] });
    expect(text).toContain("@@");
  });
});
