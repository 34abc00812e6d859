import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Figure } from "../../src/plot/figure.js";
import { layout } from "../../src/plot/layout.js";
import { faults } from "../support/faults.js";
import { anyFigure, COMMITTED } from "./figures.js";

describe("the texts of a figure", () => {
  it.each(Object.entries(COMMITTED))("%s: lie inside it and do not overlap", (_, figure) => {
    expect(faults(figure)).toEqual([]);
  });

  it("lie inside it and do not overlap, whatever it shows and however wide it is", () => {
    fc.assert(
      fc.property(anyFigure, (figure) => {
        expect(faults(figure)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("lie inside it at the least height as well, which the refusal of a smaller one names", () => {
    fc.assert(
      fc.property(anyFigure, (figure) => {
        let least = 0;
        try {
          layout({ ...figure, height: 1 });
        } catch (error) {
          least = Number(/Give at least (\d+)\.$/.exec((error as Error).message)?.[1]);
        }
        expect(faults({ ...figure, height: least })).toEqual([]);
        expect(() => layout({ ...figure, height: least - 1 })).toThrow(`--height: ${least - 1} is too low for `);
      }),
      { numRuns: 200 },
    );
  });
});

describe("sizes", () => {
  const one: Figure = { panels: [{ kind: "lines", series: [{ y: [1, 2] }] }] };

  it("are those that are asked for", () => {
    expect(layout({ ...one, width: 500, height: 300 })).toMatchObject({ width: 500, height: 300 });
    expect(layout(one).width).toBe(800);
  });

  it("too small ones are refused", () => {
    expect(() => layout({ ...one, width: 199 })).toThrow("--width: 199 is too narrow for a plot. Give at least 200.");
  });

  it("panels that share an axis lie exactly below one another, whatever their numbers", () => {
    const panels = [1, 1e6, 1e-3].map(
      (f) => ({ kind: "lines", title: `${f}`, series: [{ y: [1, 2].map((v) => v * f) }] }) as const,
    );
    const clips = layout({ panels }).shapes.flatMap((s) => (s.kind === "path" && s.clip ? [s.clip] : []));
    expect(clips).toHaveLength(3);
    expect(new Set(clips.map((c) => `${c.x} ${c.width}`)).size).toBe(1);
  });
});
