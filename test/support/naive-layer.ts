/** The definition of a layer, summed in f64 one product after the other. Never optimised. */

export interface NaiveLayer {
  readonly mode: "conv" | "xcorr";
  readonly transposed: boolean;
  readonly groups: number;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly outputPadding: readonly number[];
}

interface Plain {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

const size = (shape: readonly number[]): number => shape.reduce((n, s) => n * s, 1);

/** Index of element `i` along each axis. */
const places = (shape: readonly number[], i: number): number[] => {
  let rest = i;
  const at = shape.map(() => 0);
  for (let a = shape.length - 1; a >= 0; a--) {
    at[a] = rest % shape[a];
    rest = Math.floor(rest / shape[a]);
  }
  return at;
};

const element = (shape: readonly number[], at: readonly number[]): number =>
  at.every((p, a) => p >= 0 && p < shape[a]) ? at.reduce((n, p, a) => n * shape[a] + p, 0) : -1;

/** @param x batch × channels × axes */
export function naiveLayer(x: Plain, w: Plain, options: NaiveLayer, bias?: ArrayLike<number>): Plain {
  const { transposed, groups, stride, dilation, before, after, outputPadding, mode } = options;
  const [batch, , ...extents] = x.shape;
  const [first, second, ...taps] = w.shape;
  const outputs = transposed ? second * groups : first;
  const made = extents.map((n, a) => {
    const reach = dilation[a] * (taps[a] - 1) + 1;
    return transposed
      ? (n - 1) * stride[a] + reach + outputPadding[a] - before[a] - after[a]
      : Math.floor((n + before[a] + after[a] - reach) / stride[a]) + 1;
  });
  const shape = [batch, outputs, ...made];
  const data = Float64Array.from({ length: size(shape) }, (_, i) => bias?.[places(shape, i)[1]] ?? 0);
  const from = transposed ? x.shape : shape;
  const to = transposed ? shape : x.shape;
  // Every place on the side without gaps meets, through each tap, one place on the other side.
  for (let i = 0; i < size(from); i++) {
    const [n, c, ...at] = places(from, i);
    const group = Math.floor(c / (from[1] / groups));
    for (let d = 0; d < to[1] / groups; d++)
      for (let j = 0; j < size(taps); j++) {
        const tap = places(taps, j);
        const other = [
          n,
          group * (to[1] / groups) + d,
          ...at.map((p, a) => p * stride[a] + tap[a] * dilation[a] - before[a]),
        ];
        const there = element(to, other);
        if (there < 0) continue;
        const own = mode === "conv" ? tap.map((t, a) => taps[a] - 1 - t) : tap;
        const weight = w.data[element(w.shape, [c, d, ...own])];
        if (transposed) data[there] += weight * x.data[i];
        else data[i] += weight * x.data[there];
      }
  }
  return { shape, data };
}
