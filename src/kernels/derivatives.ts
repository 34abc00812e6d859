/** Small kernels of integers for edges, and the kernel that changes nothing. Always matrices, save `identity`. */
import { kernelOf } from "../base/kernel.js";
import type { NamedKernel } from "./named.js";
import { matrixOf, named } from "./shapes.js";
import { wordOf } from "./values.js";

/** A difference across, with weights down; `y` is the same turned: from top to bottom. */
function gradient(name: string, title: string, [edge, middle]: readonly [number, number]): NamedKernel {
  return {
    name,
    group: "edges",
    title: `${title}; not divided`,
    parameters: [
      {
        name: "direction",
        kind: "word",
        words: ["x", "y"],
        default: "x",
        help: "x: right minus left; y: bottom minus top",
      },
    ],
    sizeRule: "3x3",
    examples: [name, `${name}:x`, `${name}:y`],
    build(values) {
      return wordOf(values, "direction") === "x"
        ? matrixOf([
            [-edge, 0, edge],
            [-middle, 0, middle],
            [-edge, 0, edge],
          ])
        : matrixOf([
            [-edge, -middle, -edge],
            [0, 0, 0],
            [edge, middle, edge],
          ]);
    },
  };
}

export const sobel = gradient("sobel", "gradient with weights 1 2 1", [1, 2]);
export const prewitt = gradient("prewitt", "gradient with weights 1 1 1", [1, 1]);
export const scharr = gradient("scharr", "gradient with weights 3 10 3", [3, 10]);

export const laplacian: NamedKernel = {
  name: "laplacian",
  group: "edges",
  title: "sum of the second differences, centre negative",
  parameters: [
    {
      name: "neighbours",
      kind: "word",
      words: ["4", "8"],
      default: "4",
      help: "4: centre -4; 8: with the diagonals, centre -8",
    },
  ],
  sizeRule: "3x3",
  examples: ["laplacian", "laplacian:8"],
  build(values) {
    const [d, centre] = wordOf(values, "neighbours") === "4" ? [0, -4] : [1, -8];
    return matrixOf([
      [d, 1, d],
      [1, centre, 1],
      [d, 1, d],
    ]);
  },
};

const fixed = (name: string, title: string, rows: readonly (readonly number[])[]): NamedKernel => ({
  name,
  group: "effect",
  title,
  parameters: [],
  sizeRule: "3x3",
  examples: [name],
  build: () => matrixOf(rows),
});

export const sharpen = fixed("sharpen", "the identity minus the laplacian", [
  [0, -1, 0],
  [-1, 5, -1],
  [0, -1, 0],
]);

export const emboss = fixed("emboss", "relief lit along the diagonal; sum 1", [
  [-2, -1, 0],
  [-1, 1, 1],
  [0, 1, 2],
]);

export const identity: NamedKernel = {
  name: "identity",
  group: "effect",
  title: "one tap of 1",
  parameters: [],
  sizeRule: "1",
  examples: ["identity"],
  build: (_values, rank) => kernelOf(Float64Array.of(1), { width: 1, height: 1, rank }, named("always 1 tap")),
};
