/** Makes tiles of a layer in a memory of its own: stages samples, packs weights, runs the routine, copies the sums out. */
import { CHANNELS_AT_ONCE, type Floats, type LayerBand, layerBand } from "../../routines/layer.js";
import type { AxisPass } from "./axis.js";
import {
  incomingOf,
  type LayerProblem,
  type LayerTile,
  lineOf,
  type Pass,
  planesOf,
  roomOf,
  stagedExtent,
  termsOf,
} from "./tiles.js";

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
    const { z, y, x } = pass;
    const plane = rows * columns;
    band.samples.fill(0, 0, planesOf(problem, pass) * plane);
    let to = 0;
    for (let c = 0; c < problem.inputs; c++) {
      const channel = (tile.batch * problem.groups + tile.group) * problem.inputs + c;
      for (const tz of z.taps) {
        const depth = z.origin + (tile.z + tz.shift) * z.inStep + z.phases[tz.phase];
        const at = (channel * az.input + depth) * ay.input * ax.input;
        for (const py of y.phases)
          for (const px of x.phases) {
            const down = reached(y.origin + tile.y0 * y.inStep + py, y.inStep, rows, ay.input);
            const across = reached(x.origin + tile.x0 * x.inStep + px, x.inStep, columns, ax.input);
            if (depth >= 0 && depth < az.input) this.stagePlane(at, down, across, to, columns);
            to += plane;
          }
      }
    }
  }

  /** @param at where the plane lies in the input */
  private stagePlane(at: number, down: Reached, across: Reached, to: number, columns: number): void {
    const { input } = this.arrays;
    const { samples, incoming } = this.band;
    const width = this.problem.axes[2].input;
    const many = across.count;
    const first = at + down.at * width + across.at;
    const place = to + down.from * columns + across.from;
    if (down.count === 0 || many === 0) return;
    if (down.step === 1 && across.step === 1 && incomingOf(this.problem, columns, down.count) > 0) {
      incoming.set(input.subarray(first, first + (down.count - 1) * width + many));
      this.band.spread(width, many, down.count, place, columns);
      return;
    }
    for (let r = 0; r < down.count; r++)
      copy(input, first + r * down.step * width, across.step, samples, place + r * columns, many);
  }

  private copyOut(tile: LayerTile, { z, y, x }: Pass, pitch: number): void {
    const { problem, band } = this;
    const [az, ay, ax] = problem.axes;
    const { out } = this.arrays;
    const columns = tile.x1 - tile.x0 + x.reach;
    const width = tile.x1 - tile.x0;
    const rows = tile.y1 - tile.y0;
    const together = x.step === 1 && y.step === 1 && width === ax.outputs;
    const place = (axis: AxisPass, q: number): number => axis.start + q * axis.step;
    for (let m = tile.m0; m < tile.m1; m++) {
      const channel = (tile.batch * problem.groups + tile.group) * problem.outputs + m;
      const plane = (channel * az.outputs + place(z, tile.z)) * ay.outputs;
      const line = (m - tile.m0) * pitch;
      if (together) {
        if (width < columns) band.gather(line, width, columns, rows);
        out.set(band.totals.subarray(line, line + rows * width), (plane + tile.y0) * width);
        continue;
      }
      for (let r = 0; r < rows; r++) {
        const from = line + r * columns;
        const to = (plane + place(y, tile.y0 + r)) * ax.outputs + place(x, tile.x0);
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

/** Samples of an axis that a tile stages and the input has. */
interface Reached {
  /** The first, in the input, and of those that are staged. */
  readonly at: number;
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** Which of the elements `first`, `first + step`, … lie inside 0 … n. */
function reached(first: number, step: number, count: number, n: number): Reached {
  const from = Math.min(count, Math.max(0, Math.ceil(-first / step)));
  const end = Math.max(from, Math.min(count, Math.ceil((n - first) / step)));
  return { at: first + from * step, from, step, count: end - from };
}

/** Elements from which a copy of the system is worth its call. */
const WORTH_A_CALL = 48;

function copy(source: Floats, at: number, step: number, out: Floats, to: number, count: number): void {
  if (step === 1 && count >= WORTH_A_CALL) out.set(source.subarray(at, at + count), to);
  else for (let i = 0; i < count; i++) out[to + i] = source[at + i * step];
}
