/**
 * One axis of a layer as passes that are all the same kind of sum: output `start + q·step` is a sum over taps of the sample
 * at `origin + (q + shift)·inStep + phase`. A layer has one pass; a transposed one has as many as its stride, since of each
 * s outputs each meets taps of its own.
 */

/** Extents and steps of one axis. */
export interface LayerAxis {
  readonly input: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the input (of a transposed layer: outputs that are cut off there). */
  readonly before: number;
  readonly after: number;
  readonly outputs: number;
}

export interface AxisPass {
  readonly start: number;
  readonly step: number;
  /** Outputs of the pass. */
  readonly count: number;
  readonly origin: number;
  readonly inStep: number;
  /** Phases that taps use, rising. */
  readonly phases: readonly number[];
  readonly taps: readonly PassTap[];
  /** The greatest shift. */
  readonly reach: number;
}

export interface PassTap {
  /** Index of the weight along the axis. */
  readonly tap: number;
  /** Index in `phases`. */
  readonly phase: number;
  readonly shift: number;
}

/**
 * @param flipped tap j has the weight K−1−j: a true convolution
 */
export function passesOf(axis: LayerAxis, transposed: boolean, flipped: boolean): AxisPass[] {
  const weight = (j: number): number => (flipped ? axis.taps - 1 - j : j);
  return transposed ? scattered(axis, weight) : [gathered(axis, weight)];
}

/** `y[o] = Σ_j k[j]·x[o·s + j·d − before]` */
function gathered({ taps, stride, dilation, before, outputs }: LayerAxis, weight: (j: number) => number): AxisPass {
  const all = Array.from({ length: taps }, (_, j) => j);
  const phases = [...new Set(all.map((j) => (j * dilation) % stride))].sort((a, b) => a - b);
  const own = all.map((j) => ({
    tap: weight(j),
    phase: phases.indexOf((j * dilation) % stride),
    shift: Math.floor((j * dilation) / stride),
  }));
  return {
    start: 0,
    step: 1,
    count: outputs,
    origin: 0 - before,
    inStep: stride,
    phases,
    taps: own,
    reach: Math.max(...own.map((t) => t.shift)),
  };
}

/** `y[i·s + j·d − before] += k[j]·x[i]`: output r + q·s meets the taps with r + before − j·d divisible by s. */
function scattered({ taps, stride, dilation, before, outputs }: LayerAxis, weight: (j: number) => number): AxisPass[] {
  const passes: AxisPass[] = [];
  for (let r = 0; r < Math.min(stride, outputs); r++) {
    const met = Array.from({ length: taps }, (_, j) => ({ j, at: (r + before - j * dilation) / stride })).filter(
      ({ at }) => Number.isInteger(at),
    );
    const origin = met.length === 0 ? 0 : Math.min(...met.map(({ at }) => at));
    const own = met.map(({ j, at }) => ({ tap: weight(j), phase: 0, shift: at - origin }));
    passes.push({
      start: r,
      step: stride,
      count: Math.ceil((outputs - r) / stride),
      origin,
      inStep: 1,
      phases: [0],
      taps: own,
      reach: Math.max(0, ...own.map((t) => t.shift)),
    });
  }
  return passes;
}
