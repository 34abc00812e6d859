/** Out-of-focus and motion blur. */
import { kernelOf } from "../base/kernel.js";
import { cosDegrees, sinDegrees } from "../math/elementary.js";
import type { NamedKernel } from "./named.js";
import { smoothing } from "./shapes.js";
import { checkTaps, numberOf } from "./values.js";

export const disk: NamedKernel = {
  name: "disk",
  group: "smoothing",
  title: "mean of a disk: all taps with x² + y² ≤ r², weights equal",
  parameters: [{ name: "radius", kind: "number", least: 0, help: "radius in samples" }],
  sizeRule: "2*floor(radius) + 1 along each axis",
  examples: ["disk:3", "disk:radius=2.5"],
  build(values) {
    const r = numberOf(values, "radius");
    const half = Math.floor(r);
    const n = 2 * half + 1;
    checkTaps("disk", n, n);
    const taps = new Float64Array(n * n);
    for (let y = -half; y <= half; y++) {
      for (let x = -half; x <= half; x++) taps[(y + half) * n + x + half] = x * x + y * y <= r * r ? 1 : 0;
    }
    return smoothing(kernelOf(taps, { width: n, height: n, rank: 2 }), `2*floor(${r}) + 1 = ${n} along each axis`);
  },
};

/** Along the line t·(c, s), the interval of t in which it lies within half a sample of `index`. */
function inside(index: number, c: number): readonly [number, number] {
  if (c === 0) return index === 0 ? [-Infinity, Infinity] : [0, 0];
  const [a, b] = [(index - 0.5) / c, (index + 0.5) / c];
  return a < b ? [a, b] : [b, a];
}

export const motion: NamedKernel = {
  name: "motion",
  group: "smoothing",
  title: "mean along a straight line through the middle",
  parameters: [
    { name: "len", kind: "number", above: 0, help: "length of the line, in samples" },
    { name: "angle", kind: "number", default: 0, help: "degrees, counter-clockwise from the x axis" },
  ],
  sizeRule:
    "every sample whose square the line crosses, its weight the length of the line inside the square; odd along each axis",
  examples: ["motion:len=9", "motion:len=15,angle=30"],
  build(values, rank) {
    const length = numberOf(values, "len");
    const angle = numberOf(values, "angle");
    const [c, s] = [cosDegrees(angle), -sinDegrees(angle)]; // Rows run down, angles go up.
    const [across, down] = [c, s].map((d) => Math.max(0, Math.ceil((length / 2) * Math.abs(d) - 0.5)));
    const [width, height] = [2 * across + 1, 2 * down + 1];
    checkTaps("motion", width, height);
    const taps = new Float64Array(width * height);
    for (let y = -down; y <= down; y++) {
      for (let x = -across; x <= across; x++) {
        const [fromX, toX] = inside(x, c);
        const [fromY, toY] = inside(y, s);
        const from = Math.max(fromX, fromY, -length / 2);
        const to = Math.min(toX, toY, length / 2);
        taps[(y + down) * width + x + across] = Math.max(0, to - from);
      }
    }
    const shape = { width, height, rank: height === 1 ? rank : 2 } as const;
    return smoothing(kernelOf(taps, shape), `every square that the line crosses: ${width}x${height}`);
  },
};
