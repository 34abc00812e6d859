/**
 * The kernel learnt as a layer of a network learns its weights: by gradient descent on mini-batches, here with Adam
 * (D. Kingma and J. Ba, 2015). With e[p] = Σ_j k[j]·w_p[j] − AFTER[p], w_p[j] the sample of BEFORE that meets tap j at p,
 * the loss is the mean of e² over a batch, and its gradient by tap j is 2·mean(e[p]·w_p[j]): the cross-correlation of the
 * errors with the input. xcorr has w_p[j] = x[p + j − a], conv w_p[j] = x[p + a − j]; nothing else differs.
 */

import { inputError, usageError } from "../../base/errors.js";
import type { SgdOptions } from "../../base/fit.js";
import { type Kernel, kernelOf } from "../../base/kernel.js";
import type { Signal } from "../../base/signal.js";
import { cosPi, pow } from "../../math/elementary.js";
import { uniform } from "../../math/random.js";
import { runSteps, type Steps } from "../steps.js";
import { type Pair, pairsOf, windowOf } from "./pairs.js";

export interface Learnt {
  readonly kernel: Kernel;
  /** Mean squared error over all samples that count: before the first epoch, and after each. */
  readonly losses: readonly number[];
  readonly epochs: number;
  /** Why it ended: all epochs were done, or the loss did not fall any more. */
  readonly ended: "epochs" | "converged";
  readonly used: number;
  readonly border: number;
  readonly clipped: number;
  readonly missing: number;
}

const [DECAY, DECAY_SQUARE, TINY] = [0.9, 0.999, 1e-12];
/** The loss has settled where so many epochs differ by no more than this share. */
const SETTLED = 1e-5;
const PATIENCE = 5;
/** Below this share of the mean square of AFTER nothing is left to learn. */
const LEARNT = 1e-20;

/** @throws UserError (2) for options, (3) for data that do not fit together */
export const learnKernel = (before: Signal, after: Signal, options: SgdOptions): Learnt =>
  runSteps(learnSteps(before, after, options));

/** The same in steps of an epoch. */
export function* learnSteps(before: Signal, after: Signal, options: SgdOptions): Steps<Learnt> {
  const { mode, seed = 1, learningRate = 0.02, epochs = 40, batch = 64, anchor } = options;
  checkWords(learningRate, epochs, batch);
  const written = windowOf(before, options);
  const { width, height } = written;
  // A convolution's anchor is counted in the flipped kernel from the other end.
  const turned = ([x, y]: readonly [number, number]): readonly [number, number] => [width - 1 - x, height - 1 - y];
  const window = mode === "conv" && anchor ? { ...written, anchor: turned(anchor) } : written;
  const pairs = pairsOf(before, after, window, options.keepClipped ?? false);
  if (pairs.used === 0)
    throw inputError(after.about.source, "no sample counts", "See --keep-clipped, or a smaller --size");
  const layer = new Layer(pairs.planes, width, height, mode === "conv");
  const next = uniform(seed);
  const taps = Float64Array.from({ length: width * height }, () => (2 * next() - 1) / Math.sqrt(width * height));
  const order = layer.places();
  // Steps are as large as taps are, whatever the samples' unit.
  const adam = new Adam(taps, layer.scale);
  const losses = [layer.loss(taps)];
  const steps = Math.ceil(order.length / batch);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, next);
    for (let s = 0; s < steps; s++) {
      const rate = learningRate * 0.5 * (1 + cosPi((epoch + s / steps) / epochs));
      adam.step(layer.gradient(taps, order.subarray(s * batch, (s + 1) * batch)), rate);
    }
    const loss = layer.loss(taps);
    losses.push(loss);
    if (loss <= LEARNT * layer.power || hasSettled(losses)) break;
    yield (epoch + 1) / epochs;
  }
  const { used, border, clipped, missing } = pairs;
  const done = losses.length - 1;
  const kernel = kernelOf(
    taps,
    { width, height },
    { mode, name: "learnt", about: { origin: "fit" }, ...(anchor ? { anchor } : {}) },
  );
  return {
    kernel,
    losses,
    epochs: done,
    ended: done < epochs ? "converged" : "epochs",
    used,
    border,
    clipped,
    missing,
  };
}

function hasSettled(losses: readonly number[]): boolean {
  const last = losses.slice(-PATIENCE - 1);
  return last.length > PATIENCE && Math.max(...last) - Math.min(...last) <= SETTLED * Math.max(...last);
}

function checkWords(learningRate: number, epochs: number, batch: number): void {
  if (!(learningRate > 0 && learningRate < Infinity))
    throw usageError("--learning-rate", `${learningRate} is no step`, "Give a number above 0, such as 0.01");
  for (const [name, value] of [
    ["--epochs", epochs],
    ["--batch", batch],
  ] as const)
    if (!Number.isSafeInteger(value) || value < 1)
      throw usageError(name, `${value} is no number of them`, "Give a whole number from 1");
}

/** The layer on its samples: loss and gradient. Samples are scaled to a root mean square of 1. */
class Layer {
  /** Root mean squares of BEFORE and AFTER. */
  readonly scale: number;
  readonly power: number;
  /** Where the sample of each tap lies, from the first of its window. */
  private readonly offsets: readonly Int32Array[];
  private readonly gradients: Float64Array;
  private readonly size: number;

  constructor(
    private readonly planes: readonly Pair[],
    width: number,
    height: number,
    flip: boolean,
  ) {
    const taps = width * height;
    this.size = planes[0].after.length;
    this.gradients = new Float64Array(taps);
    this.offsets = planes.map((plane) =>
      Int32Array.from({ length: taps }, (_, j) => {
        const i = flip ? taps - 1 - j : j;
        return Math.floor(i / width) * plane.width + (i % width);
      }),
    );
    const square = (samples: readonly Float64Array[]): number => {
      let [sum, count] = [0, 0];
      for (const s of samples) {
        for (const v of s) sum += v * v;
        count += s.length;
      }
      return sum / count;
    };
    this.scale = Math.sqrt(square(planes.map((p) => p.before))) || 1;
    this.power = square(planes.map((p) => p.after));
  }

  /** All samples that count, as plane · size + output. */
  places(): Uint32Array {
    const all: number[] = [];
    for (const [c, { after, keep }] of this.planes.entries())
      for (let i = 0; i < after.length; i++) if (keep?.[i] !== 0) all.push(c * this.size + i);
    return Uint32Array.from(all);
  }

  private error(taps: Float64Array, place: number): { error: number; at: number; plane: number } {
    const plane = Math.floor(place / this.size);
    const i = place - plane * this.size;
    const { before, width, after, across } = this.planes[plane];
    const at = Math.floor(i / across) * width + (i % across);
    const offsets = this.offsets[plane];
    let sum = -after[i];
    for (let j = 0; j < taps.length; j++) sum += taps[j] * before[at + offsets[j]];
    return { error: sum, at, plane };
  }

  gradient(taps: Float64Array, places: Uint32Array): Float64Array {
    const { gradients } = this;
    gradients.fill(0);
    for (const place of places) {
      const { error, at, plane } = this.error(taps, place);
      const { before } = this.planes[plane];
      const offsets = this.offsets[plane];
      for (let j = 0; j < taps.length; j++) gradients[j] += error * before[at + offsets[j]];
    }
    const factor = 2 / places.length;
    for (let j = 0; j < taps.length; j++) gradients[j] *= factor;
    return gradients;
  }

  loss(taps: Float64Array): number {
    let [sum, count] = [0, 0];
    for (const [c, { after, keep }] of this.planes.entries()) {
      for (let i = 0; i < after.length; i++) {
        if (keep?.[i] === 0) continue;
        const { error } = this.error(taps, c * this.size + i);
        sum += error * error;
        count++;
      }
    }
    return sum / count;
  }
}

class Adam {
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private steps = 0;
  private readonly floor: number;

  constructor(
    private readonly taps: Float64Array,
    scale: number,
  ) {
    this.mean = new Float64Array(taps.length);
    this.square = new Float64Array(taps.length);
    this.floor = TINY * scale * scale;
  }

  step(gradient: Float64Array, rate: number): void {
    const { taps, mean, square } = this;
    this.steps++;
    const unbiased = 1 - pow(DECAY, this.steps);
    const unbiasedSquare = 1 - pow(DECAY_SQUARE, this.steps);
    for (let j = 0; j < taps.length; j++) {
      mean[j] += (1 - DECAY) * (gradient[j] - mean[j]);
      square[j] += (1 - DECAY_SQUARE) * (gradient[j] * gradient[j] - square[j]);
      taps[j] -= (rate * (mean[j] / unbiased)) / (Math.sqrt(square[j] / unbiasedSquare) + this.floor);
    }
  }
}

/** By R. Fisher and F. Yates, in the form of R. Durstenfeld (1964). */
function shuffle(order: Uint32Array, next: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}
