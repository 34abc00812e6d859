import { describe, expect, it } from "vitest";
import { toLinear } from "../../src/math/srgb.js";
import { COLOUR_MAPS, hex, oklch, PALETTE, RED, type Rgb, STEPS } from "../../src/plot/colours.js";

/** Lightness of Oklab, from the matrices of B. Ottosson, "A perceptual color space for image processing". */
function lightness(rgb: Rgb): number {
  const [r, g, b] = rgb.map((v) => toLinear(v / 255));
  return (
    0.2104542553 * Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) +
    0.793617785 * Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) -
    0.0040720468 * Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  );
}

const shares = (from: number): number[] => Array.from({ length: STEPS + 1 }, (_, n) => from + (n / STEPS) * (1 - from));

describe("colours of maps", () => {
  it("are known ones", () => {
    // Red, green and blue of sRGB in Oklch, as the same source has them.
    expect(oklch(0.62796, 0.25768, 29.234)).toEqual([255, 0, 0]);
    expect(oklch(0.86644, 0.29483, 142.495)).toEqual([0, 255, 0]);
    expect(oklch(1, 0, 0)).toEqual([255, 255, 255]);
    expect(oklch(0, 0, 0)).toEqual([0, 0, 0]);
  });

  it("sequential: lightness rises evenly, so no colour had to be cut off", () => {
    const steps = shares(0).map((t) => lightness(COLOUR_MAPS.sequential(t)));
    for (const [n, l] of steps.entries()) expect(Math.abs(l - (0.24 + (0.7 * n) / STEPS))).toBeLessThan(0.004);
  });

  it("diverging: white at 0, and as dark on both sides as they are far from it", () => {
    expect(COLOUR_MAPS.diverging(0)).toEqual([255, 255, 255]);
    for (const t of shares(-1)) {
      expect(Math.abs(lightness(COLOUR_MAPS.diverging(t)) - (1 - 0.5 * Math.abs(t)))).toBeLessThan(0.004);
    }
    const [[minusRed, , minusBlue], [plusRed, , plusBlue]] = [COLOUR_MAPS.diverging(-1), COLOUR_MAPS.diverging(1)];
    expect(minusBlue).toBeGreaterThan(2 * minusRed);
    expect(plusRed).toBeGreaterThan(2 * plusBlue);
  });

  it("grey: from black to white", () => {
    expect([0, 0.5, 1].map((t) => hex(COLOUR_MAPS.grey(t)))).toEqual(["#000000", "#808080", "#ffffff"]);
  });
});

it("lines and points are dark enough for white paper", () => {
  for (const colour of [...PALETTE, RED]) {
    const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    expect(lightness(rgb as unknown as Rgb), colour).toBeLessThan(0.8);
  }
});
