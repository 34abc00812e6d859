import { describe, expect, it } from "vitest";
import { GLYPHS, UNITS_PER_EM } from "../../src/plot/font/glyphs.js";
import { ASCENT, BOX, DESCENT, fitted, glyphOf, textWidth } from "../../src/plot/font/measure.js";

/** The end points of a path of font units; curves stay within the points of their control polygon. */
function reach(path: string): { left: number; right: number; top: number; bottom: number } {
  let [x, y] = [0, 0];
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const [, letter, rest] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const n = [...rest.matchAll(/-?\d+/g)].map((m) => Number(m[0]));
    if (letter === "M") [x, y] = n;
    else if (letter === "h") x += n[0];
    else if (letter === "v") y += n[0];
    else if (letter === "l" || letter === "q") {
      if (letter === "q") {
        xs.push(x + n[0]);
        ys.push(y + n[1]);
      }
      x += n.at(-2)!;
      y += n.at(-1)!;
    } else expect(letter).toBe("z");
    xs.push(x);
    ys.push(y);
  }
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

describe("letters", () => {
  it("are there for ASCII, Latin-1 and the signs of captions", () => {
    for (let code = 0x20; code <= 0xff; code++) {
      if (code >= 0x7f && code <= 0xa0) continue;
      expect(GLYPHS.has(String.fromCharCode(code)), code.toString(16)).toBe(true);
    }
    for (const sign of "−×·µ°σΣ±…≤≥∞") expect(GLYPHS.has(sign), sign).toBe(true);
  });

  it("lie about where they are measured to lie", () => {
    for (const [character, [advance, path]] of GLYPHS) {
      expect(advance).toBeGreaterThan(0);
      if (path === "") continue;
      const { left, right, top, bottom } = reach(path);
      const slack = 0.12 * UNITS_PER_EM;
      expect(left, character).toBeGreaterThan(-slack);
      expect(right, character).toBeLessThan(advance + slack);
      // Capitals with accents and brackets reach a little farther than what is counted as the height of a line.
      expect(top, character).toBeGreaterThan(-(ASCENT + 0.21) * UNITS_PER_EM);
      expect(bottom, character).toBeLessThan((DESCENT + 0.05) * UNITS_PER_EM);
    }
  });

  it("closed curves come back to where they began: the box of a zero is that of the font", () => {
    // From the glyph header of DejaVu Sans 2.37: xMin 135, xMax 1167, yMin -29, yMax 1520.
    expect(reach(GLYPHS.get("0")![1])).toEqual({ left: 135, right: 1167, top: -1520, bottom: 29 });
  });

  it("that are unknown are a box", () => {
    expect(glyphOf("☃")).toBe(BOX);
    expect(textWidth("☃", UNITS_PER_EM)).toBe(BOX[0]);
  });
});

describe("texts", () => {
  it("are as wide as their letters", () => {
    expect(textWidth("", 12)).toBe(0);
    expect(textWidth("00", 10)).toBe((2 * 1303 * 10) / 2048);
  });

  it("are cut to a width, and never wider", () => {
    expect(fitted("short", 12, 100)).toBe("short");
    expect(fitted("a longer text", 12, 50)).toBe("a long…");
    expect(fitted("text", 12, 1)).toBe("");
    for (let width = 0; width < 120; width++) {
      expect(textWidth(fitted("The quick brown fox", 11, width), 11)).toBeLessThanOrEqual(width);
    }
  });
});
