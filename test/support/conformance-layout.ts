/**
 * Conformance cases as the command can say them: one or two filtered axes, everything else side by side as channels.
 * Arrays become interleaved planes, `data[(y * width + x) * channels + c]`.
 */
import type { ArrayData, Case, Scalar } from "./conformance.js";
import type { AxisFacts } from "./conformance-call.js";

export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: readonly Scalar[];
  readonly dtype: string;
}

export interface Layout {
  readonly rank: 1 | 2;
  /** y, x; or x alone. */
  readonly axes: readonly AxisFacts[];
  /** Index of each filtered axis among those that the case filters. */
  readonly places: readonly number[];
  readonly input: Plane;
  readonly kernel: Plane;
  readonly expected: Plane;
}

/** The layout of a case with an array for its result; undefined where more than two axes are filtered. */
export function layoutOf(c: Case): Layout | undefined {
  if ("error" in c.expected) throw new Error("an error case has no layout");
  const { expected, input } = c;
  const rank = input.shape.length;
  const kernel = withRank(c.kernel, rank);
  const anchor = c.params["anchor"] as readonly number[];
  const named = (c.params["axes"] as readonly number[] | undefined) ?? c.kernel.shape.map((_, i) => i);
  const all = named.map((axis, i) => ({
    axis,
    i,
    facts: { n: input.shape[axis], k: kernel.shape[axis], out: expected.shape[axis], a: anchor[i] },
  }));
  // A tap that is alone on its axis and lies on the output pairs nothing there: the axis is as good as channels.
  const idle = ({ n, k, out, a }: AxisFacts): boolean => k === 1 && a === 0 && n === out;
  const busy = rank > 2 ? all.filter(({ facts }) => !idle(facts)) : all;
  const filtered = busy.length > 0 ? busy : all.slice(-1);
  if (filtered.length > 2) return undefined;
  const spatial = filtered.map(({ axis }) => axis);
  const paired = input.shape.map((_, i) => i).filter((i) => !spatial.includes(i));
  return {
    rank: filtered.length as 1 | 2,
    axes: filtered.map(({ facts }) => facts),
    places: filtered.map(({ i }) => i),
    input: interleave(input, spatial, paired),
    kernel: interleave(kernel, spatial, paired),
    expected: interleave(expected, spatial, paired),
  };
}

const withRank = (a: ArrayData, rank: number): ArrayData => ({
  ...a,
  shape: [...a.shape, ...Array.from({ length: rank - a.shape.length }, () => 1)],
});

function interleave({ shape, data, dtype }: ArrayData, spatial: readonly number[], paired: readonly number[]): Plane {
  const extent = (axes: readonly number[]): number => axes.reduce((n, axis) => n * shape[axis], 1);
  const order = [...spatial, ...paired];
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, e) => n * e, 1));
  const out: Scalar[] = [];
  for (let i = 0; i < data.length; i++) {
    let rest = i;
    let from = 0;
    for (const axis of [...order].reverse()) {
      from += (rest % shape[axis]) * steps[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    out.push(data[from]);
  }
  const [height, width] = spatial.length === 1 ? [1, extent(spatial)] : [shape[spatial[0]], shape[spatial[1]]];
  return { height, width, channels: extent(paired), data: out, dtype };
}

/** The case with its expected array laid out as the command's output is. */
export const asLaidOut = (c: Case, { expected }: Layout): Case => ({
  ...c,
  expected: {
    shape: [expected.height, expected.width, expected.channels],
    dtype: expected.dtype,
    data: expected.data,
  },
});
