/** Small pictures of tests. */
import type { ElementType } from "../../src/base/element.js";
import type { Signal } from "../../src/base/signal.js";
import { mulberry } from "./random.js";
import { plane } from "./signals.js";

export const [WIDTH, HEIGHT] = [9, 7];

/** A picture HEIGHT rows high; even numbers of channels end in alpha. */
export const picture = (
  samples: readonly number[],
  channels: number,
  type: ElementType = "u8",
  alpha = channels % 2 === 0,
) =>
  plane(samples, { width: samples.length / channels / HEIGHT, height: HEIGHT, channels, rank: 2 }, type, {
    medium: "raster",
    alpha,
  });

export const noise = (length: number, seed: number, greatest = 255): number[] => {
  const uniform = mulberry(seed);
  return Array.from({ length }, () => Math.floor(uniform() * (greatest + 1)));
};

export const coloursOf = (s: Signal): number[] => Array.from(s.data).filter((_, i) => i % 4 !== 3);
export const alphaOf = (s: Signal): number[] => Array.from(s.data).filter((_, i) => i % 4 === 3);
