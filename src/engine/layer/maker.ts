/** Makes tiles of a layer in a memory of its own: stages samples, packs weights, runs the routine, copies the sums out. */
import { CHANNELS_AT_ONCE, type Floats, type LayerBand, layerBand } from "../../routines/layer.js";
import type { AxisPass } from "./axis.js";
import { type LayerProblem, type LayerTile, lineOf, type Pass, roomOf, stagedExtent, termsOf } from "./tiles.js";

export type { Floats } from "../../routines/layer.js";

/** Samples, weights and bias as they come, in the type of the sums; the output likewise. */
export interface LayerArrays {
  /** `[batch][channel][z][y][x]` */
  readonly input: Floats;
  /** `[output channel][channel of the group][z][y][x]`; of a transposed layer `[input channel][output of the group]…`. */
  readonly weights: Floats;
  readonly bias?: Floats;
  readonly out: Floats;
}

export class TileMaker {
  private readonly band: LayerBand;
  /** What the tables in the band are for. */
  private packed: Pick<LayerTile, "group" | "pass" | "m0" | "m1"> | undefined;
  private placed: { readonly pass: number; readonly rows: number; readonly columns: number } | undefined;
  private staged: LayerTile | undefined;

  constructor(
    private readonly problem: LayerProblem,
    private readonly arrays: LayerArrays,
    private readonly passes: readonly Pass[],
    tiles: readonly LayerTile[],
  ) {
    this.band = layerBand(problem.single, roomOf(problem, passes, tiles));
  }

  make(tile: LayerTile): void {
    const { problem, band } = this;
    const pass = this.passes[tile.pass];
    const { columns } = stagedExtent(pass, tile);
    const channels = tile.m1 - tile.m0;
    const pitch = lineOf(pass, tile);
    const count = (tile.y1 - tile.y0 - 1) * columns + tile.x1 - tile.x0;
    this.place(tile, pass);
    this.pack(tile, pass);
    this.stage(tile, pass);
    const { bias } = this.arrays;
    for (let m = 0; m < channels; m++) {
      const value = bias ? bias[tile.group * problem.outputs + tile.m0 + m] : 0;
      band.totals.fill(value, m * pitch, (m + 1) * pitch);
    }
    band.run(termsOf(problem, pass), pitch, count, channels);
    this.copyOut(tile, pass, pitch);
  }

  end(): void {
    this.band.end();
  }

  /** The table of offsets: channels, then depth, rows and columns, in the order of the products. */
  private place(tile: LayerTile, pass: Pass): void {
    const { rows, columns } = stagedExtent(pass, tile);
    const { placed, band } = this;
    if (placed?.pass === tile.pass && placed.rows === rows && placed.columns === columns) return;
    const { z, y, x } = pass;
    const plane = rows * columns;
    const size = band.samples.BYTES_PER_ELEMENT;
    let t = 0;
    for (let volume = 0; volume < this.problem.inputs * z.taps.length; volume++)
      for (const ty of y.taps)
        for (const tx of x.taps) {
          const at = (volume * y.phases.length + ty.phase) * x.phases.length + tx.phase;
          band.offsets[t++] = size * (at * plane + ty.shift * columns + tx.shift);
        }
    this.placed = { pass: tile.pass, rows, columns };
  }

  /** The weights of the tile's channels, in the order of the products. */
  private pack(tile: LayerTile, pass: Pass): void {
    const { packed, problem } = this;
    const { group, pass: number, m0, m1 } = tile;
    if (packed?.group === group && packed.pass === number && packed.m0 === m0 && packed.m1 === m1) return;
    const { inputs, outputs, transposed, axes } = problem;
    const [kz, ky, kx] = axes.map((axis) => axis.taps);
    const taps = pass.z.taps.flatMap((tz) =>
      pass.y.taps.flatMap((ty) => pass.x.taps.map((tx) => (tz.tap * ky + ty.tap) * kx + tx.tap)),
    );
    const { weights } = this.arrays;
    const size = kz * ky * kx;
    // Of an output channel, weights of one input channel follow those of another; and what is so far from it is the next.
    const next = transposed ? outputs * size : size;
    const apart = transposed ? size : inputs * size;
    const first = transposed ? (group * inputs * outputs + m0) * size : (group * outputs + m0) * inputs * size;
    const channels = m1 - m0;
    let at = 0;
    for (let m = 0; m < channels; ) {
      const together = channels - m >= CHANNELS_AT_ONCE ? CHANNELS_AT_ONCE : 1;
      const from = first + m * apart;
      if (together === 1)
        for (let c = 0; c < inputs; c++)
          packOne(weights, from + c * next, taps, this.band.weights, at + c * taps.length);
      else packFour(weights, from, apart, next, inputs, taps, this.band.weights, at);
      at += inputs * taps.length * together;
      m += together;
    }
    this.packed = { group, pass: number, m0, m1 };
  }

  /** Copies the samples that the tile's windows reach, zeros where they lie outside the input. */
  private stage(tile: LayerTile, pass: Pass): void {
    const { staged, problem, band } = this;
    this.staged = tile;
    if (staged && sameSamples(staged, tile)) return;
    const [az, ay, ax] = problem.axes;
    const { rows, columns } = stagedExtent(pass, tile);
    const { input } = this.arrays;
    const { samples } = band;
    const { z, y, x } = pass;
    let to = 0;
    for (let c = 0; c < problem.inputs; c++) {
      const channel = (tile.batch * problem.groups + tile.group) * problem.inputs + c;
      for (const tz of z.taps) {
        const depth = z.origin + (tile.z + tz.shift) * z.inStep + z.phases[tz.phase];
        const inside = depth >= 0 && depth < az.input;
        const plane = (channel * az.input + depth) * ay.input * ax.input;
        for (const py of y.phases)
          for (const px of x.phases) {
            const first = x.origin + tile.x0 * x.inStep + px;
            const { from, end } = insideOf(first, x.inStep, columns, ax.input);
            for (let r = 0; r < rows; r++, to += columns) {
              const row = y.origin + (tile.y0 + r) * y.inStep + py;
              if (!inside || row < 0 || row >= ay.input || from >= end) {
                samples.fill(0, to, to + columns);
                continue;
              }
              for (let i = 0; i < from; i++) samples[to + i] = 0;
              copy(input, plane + row * ax.input + first + from * x.inStep, x.inStep, samples, to + from, end - from);
              for (let i = end; i < columns; i++) samples[to + i] = 0;
            }
          }
      }
    }
  }

  private copyOut(tile: LayerTile, { z, y, x }: Pass, pitch: number): void {
    const { problem, band } = this;
    const [az, ay, ax] = problem.axes;
    const { out } = this.arrays;
    const columns = tile.x1 - tile.x0 + x.reach;
    const width = tile.x1 - tile.x0;
    const place = (axis: AxisPass, q: number): number => axis.start + q * axis.step;
    for (let m = tile.m0; m < tile.m1; m++) {
      const channel = (tile.batch * problem.groups + tile.group) * problem.outputs + m;
      const plane = (channel * az.outputs + place(z, tile.z)) * ay.outputs;
      let from = (m - tile.m0) * pitch;
      for (let r = tile.y0; r < tile.y1; r++, from += columns) {
        const to = (plane + place(y, r)) * ax.outputs + place(x, tile.x0);
        if (x.step === 1) copy(band.totals, from, 1, out, to, width);
        else for (let i = 0; i < width; i++) out[to + i * x.step] = band.totals[from + i];
      }
    }
  }
}

function packOne(weights: Floats, from: number, taps: readonly number[], to: Floats, at: number): void {
  for (let t = 0; t < taps.length; t++) to[at + t] = weights[from + taps[t]];
}

/** Weights of four output channels that are `apart`, of each input channel `next` to the one before. */
function packFour(
  weights: Floats,
  from: number,
  apart: number,
  next: number,
  inputs: number,
  taps: readonly number[],
  to: Floats,
  at: number,
): void {
  for (let c = 0, i = at, own = from; c < inputs; c++, own += next) {
    for (let t = 0; t < taps.length; t++, i += 4) {
      const w = own + taps[t];
      to[i] = weights[w];
      to[i + 1] = weights[w + apart];
      to[i + 2] = weights[w + 2 * apart];
      to[i + 3] = weights[w + 3 * apart];
    }
  }
}

/** Channels of the same samples follow one another. */
const sameSamples = (a: LayerTile, b: LayerTile): boolean =>
  a.batch === b.batch &&
  a.group === b.group &&
  a.pass === b.pass &&
  a.z === b.z &&
  a.y0 === b.y0 &&
  a.y1 === b.y1 &&
  a.x0 === b.x0 &&
  a.x1 === b.x1;

/** Which of the elements `first`, `first + step`, … lie inside 0 … n. */
function insideOf(first: number, step: number, count: number, n: number): { from: number; end: number } {
  const from = Math.min(count, Math.max(0, Math.ceil(-first / step)));
  const end = Math.max(from, Math.min(count, Math.ceil((n - first) / step)));
  return { from, end };
}

/** Elements from which a copy of the system is worth its call. */
const WORTH_A_CALL = 48;

function copy(source: Floats, at: number, step: number, out: Floats, to: number, count: number): void {
  if (step === 1 && count >= WORTH_A_CALL) out.set(source.subarray(at, at + count), to);
  else for (let i = 0; i < count; i++) out[to + i] = source[at + i * step];
}
