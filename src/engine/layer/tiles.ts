/** A layer as it is computed, and the tiles that it is cut into. All of it is plain data. */
import { CHANNELS_AT_ONCE, LAYER_ROOM, type LayerRoom } from "../../routines/layer.js";
import { type AxisPass, type LayerAxis, passesOf } from "./axis.js";

/** Axes are depth, height and width; those that a layer does not have are of extent 1. */
export interface LayerProblem {
  /** Sums in f32; else in f64. */
  readonly single: boolean;
  readonly transposed: boolean;
  /** The kernel is flipped along its axes: a true convolution. */
  readonly flipped: boolean;
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group. */
  readonly inputs: number;
  readonly outputs: number;
  readonly axes: readonly [z: LayerAxis, y: LayerAxis, x: LayerAxis];
}

/** A pass of each axis. */
export interface Pass {
  readonly z: AxisPass;
  readonly y: AxisPass;
  readonly x: AxisPass;
}

/** Outputs of one sample of the batch, one group and one pass: a depth, rows, columns and channels of the group. */
export interface LayerTile {
  readonly batch: number;
  readonly group: number;
  readonly pass: number;
  readonly z: number;
  readonly y0: number;
  readonly y1: number;
  readonly x0: number;
  readonly x1: number;
  readonly m0: number;
  readonly m1: number;
}

/** Elements of samples, and of totals, that a near cache holds beside one another. */
const NEAR = 98304;
/** Tiles a thread, so that none waits long for the last. */
const TILES_A_THREAD = 4;
/** Rows below which bands are not cut: rows that windows share would be staged again and again. */
const LEAST_ROWS = 4;

export function passesOfLayer({ axes, transposed, flipped }: LayerProblem): Pass[] {
  const [z, y, x] = axes.map((axis) => passesOf(axis, transposed, flipped));
  return z.flatMap((z) => y.flatMap((y) => x.map((x) => ({ z, y, x }))));
}

/** Products of one sum. */
export const termsOf = ({ inputs }: LayerProblem, { z, y, x }: Pass): number =>
  inputs * z.taps.length * y.taps.length * x.taps.length;

/** Rows and columns of the planes that a tile stages, one for each channel, depth and phase. */
export const stagedExtent = ({ y, x }: Pass, tile: Pick<LayerTile, "y0" | "y1" | "x0" | "x1">) => ({
  rows: tile.y1 - tile.y0 + y.reach,
  columns: tile.x1 - tile.x0 + x.reach,
});

export const planesOf = ({ inputs }: LayerProblem, { z, y, x }: Pass): number =>
  inputs * z.taps.length * y.phases.length * x.phases.length;

/**
 * Elements of so many rows of the input as they lie there; 0 where tiles are so much narrower that their rows are copied one
 * by one.
 */
export const incomingOf = ({ axes }: LayerProblem, columns: number, rows: number): number =>
  axes[2].input < 2 * columns ? rows * axes[2].input : 0;

/** Elements of a line of totals: rows one behind the other, each as wide as those that are staged. */
export const lineOf = (pass: Pass, tile: Pick<LayerTile, "y0" | "y1" | "x0" | "x1">): number => {
  const { columns } = stagedExtent(pass, tile);
  const n = (tile.y1 - tile.y0 - 1) * columns + tile.x1 - tile.x0;
  return Math.ceil(n / LAYER_ROOM) * LAYER_ROOM;
};

/**
 * @param threads how many there may be; the cut changes no sum
 */
export function tilesOfLayer(problem: LayerProblem, passes: readonly Pass[], threads: number): LayerTile[] {
  const { batch, groups } = problem;
  const tiles: LayerTile[] = [];
  const wanted = threads === 1 ? 1 : threads * TILES_A_THREAD;
  for (const [index, pass] of passes.entries()) {
    const { z, y, x } = pass;
    if (x.count < 1 || y.count < 1 || z.count < 1) continue;
    const many = batch * groups * z.count * passes.length;
    const cut = cutOf(problem, pass, Math.ceil(wanted / many));
    const bands = cuts(y.count, cut.rows);
    const columns = cuts(x.count, cut.columns);
    const channels = cuts(problem.outputs, cut.channels, CHANNELS_AT_ONCE);
    for (let b = 0; b < batch; b++)
      for (let group = 0; group < groups; group++)
        for (let at = 0; at < z.count; at++)
          for (const [y0, y1] of bands)
            for (const [x0, x1] of columns)
              for (const [m0, m1] of channels)
                tiles.push({ batch: b, group, pass: index, z: at, y0, y1, x0, x1, m0, m1 });
  }
  return tiles;
}

/** How many rows, columns and channels a tile has at most, where there should be so many tiles of a plane. */
function cutOf(problem: LayerProblem, pass: Pass, wanted: number): { rows: number; columns: number; channels: number } {
  const { y, x } = pass;
  const planes = Math.max(planesOf(problem, pass), 1);
  const fit = Math.floor(NEAR / (planes * (y.reach + 1)));
  const columns = Math.min(x.count, Math.max(fit - x.reach, 64));
  const wide = columns + x.reach;
  const near = Math.min(NEAR / (planes * wide) - y.reach, (2 * NEAR) / (problem.outputs * wide));
  const even = Math.ceil(y.count / wanted);
  const rows = Math.max(1, Math.min(y.count, Math.floor(near), Math.max(even, LEAST_ROWS)));
  const made = Math.ceil(y.count / rows) * Math.ceil(x.count / columns);
  const channels = made >= wanted ? problem.outputs : Math.ceil((problem.outputs * made) / wanted);
  return { rows, columns, channels };
}

/** Parts of 0 … n of at most `most`, as even as multiples of `unit` allow. */
function cuts(n: number, most: number, unit = 1): [number, number][] {
  const units = Math.ceil(n / unit);
  const parts = Math.ceil(units / Math.max(1, Math.floor(most / unit)));
  const bound = (i: number): number => Math.min(n, unit * Math.ceil((i * units) / parts));
  return Array.from({ length: parts }, (_, i) => [bound(i), bound(i + 1)]);
}

/** Room for any of the tiles. */
export function roomOf(problem: LayerProblem, passes: readonly Pass[], tiles: readonly LayerTile[]): LayerRoom {
  const room = { samples: 0, incoming: 0, terms: 0, weights: 0, totals: 0 };
  for (const tile of tiles) {
    const pass = passes[tile.pass];
    const { rows, columns } = stagedExtent(pass, tile);
    const terms = termsOf(problem, pass);
    const channels = tile.m1 - tile.m0;
    room.samples = Math.max(room.samples, planesOf(problem, pass) * rows * columns);
    room.incoming = Math.max(room.incoming, incomingOf(problem, columns, rows));
    room.terms = Math.max(room.terms, terms);
    room.weights = Math.max(room.weights, terms * channels);
    room.totals = Math.max(room.totals, lineOf(pass, tile) * channels);
  }
  return room;
}
