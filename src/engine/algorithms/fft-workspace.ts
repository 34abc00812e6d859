/**
 * Circular correlations through the compiled transforms: what `SpectralProduct` does, in a workspace. Its results may
 * differ from those in their last bits; every engine with SIMD gives the same.
 *
 * Real data are taken two by two along the first axis for complex numbers: z[j] = x[2j] + i·x[2j+1]. With He and Ho the
 * spectra of the even and the odd taps and W = exp(−2πik/M), the spectrum of the filtered pairs is
 * Z′[k] = A[k]·Z[k] + B[k]·conj(Z[−k]), where A = He + i·Ho·(1 − W)/2 and B = i·Ho·(1 + W)/2 (from
 * Ye = He·Xe + W·Ho·Xo and Yo = He·Xo + Ho·Xe), so nothing is taken apart or put together again.
 */
import { twiddleTable } from "../../math/fft.js";
import { makeWorkspace } from "../../routines/load.js";
import { isPlannable, planDoubles, planTransform } from "../../routines/transform.js";
import type { Workspace } from "../../routines/workspace.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import type { Plane } from "./fft-special.js";
import { type Spectral, tapPlane } from "./fft-spectral.js";

/** Spectra that a kernel may need: its own, and those of its pieces (1 + 2 + 3) where its numbers are whole. */
const SPECTRA = 7;

interface Shape {
  readonly swap: boolean;
  readonly points: number;
  readonly lines: number;
  /** Complex elements of a line: half the points of a real one. */
  readonly half: number;
  /** Sequences that are transformed at once along the first axis. */
  readonly batch: number;
  readonly second: boolean;
}

function shapeOf(problem: Problem, plan: BlockPlan): Shape {
  const swap = !plan.transformX;
  const points = swap ? plan.rows : plan.columns;
  const lines = swap ? plan.columns : plan.rows;
  const half = problem.complex ? points : points / 2;
  return { swap, points, lines, half, batch: swap ? lines : 1, second: plan.transformX && plan.transformY };
}

/** The compiled product for a problem, or undefined where it cannot be used. */
export function workspaceProduct(problem: Problem, plan: BlockPlan, pieces: boolean): WorkspaceProduct | undefined {
  const shape = shapeOf(problem, plan);
  const { half, lines, batch, second } = shape;
  if (!Number.isInteger(half) || !isPlannable(half, batch) || (second && !isPlannable(lines, half))) return undefined;
  const plane = half * lines * 2;
  const spectrum = 2 * half * (second ? lines : 1) * (problem.complex ? 1 : 2);
  const workspace = makeWorkspace([
    ...new Array<number>(problem.complex ? 9 : 5).fill(plane),
    ...new Array<number>(pieces ? SPECTRA : 1).fill(spectrum),
    planDoubles(half),
    second ? planDoubles(lines) : 0,
  ]);
  return workspace && new WorkspaceProduct(problem, plan, shape, workspace);
}

export class WorkspaceProduct implements Spectral {
  /** Where samples may be put to save a copy; nothing else is ever written there. */
  readonly input: Plane;
  private readonly data: Plane;
  private readonly first: number;
  private readonly second: number | undefined;
  private readonly planes: readonly [Float64Array, Float64Array, Float64Array];
  private readonly outs: Plane | undefined;
  private readonly result: Plane;
  private readonly spectra: Float64Array[] = [];

  constructor(
    private readonly problem: Problem,
    private readonly plan: BlockPlan,
    private readonly shape: Shape,
    readonly workspace: Workspace,
  ) {
    const { half, lines, batch, second, swap, points } = shape;
    const size = half * lines * 2;
    const two = (length: number): Plane => ({ real: workspace.doubles(length), imag: workspace.doubles(length) });
    this.planes = [workspace.doubles(size), workspace.doubles(size), workspace.doubles(size)];
    this.input = problem.complex ? two(points * lines) : { real: workspace.doubles(points * lines) };
    this.data = problem.complex ? two(points * lines) : { real: workspace.doubles(points * lines) };
    this.outs = problem.complex ? two(points * lines) : undefined;
    this.first = planTransform(workspace, half, batch, twiddleTable(half));
    this.second = second ? planTransform(workspace, lines, half, twiddleTable(lines)) : undefined;
    const kept = plan.stepX * plan.stepY;
    const view = !swap && lines === 1;
    this.result = {
      real: view ? (this.outs?.real ?? this.planes[0]).subarray(0, kept) : new Float64Array(kept),
      ...(this.outs?.imag ? { imag: view ? this.outs.imag.subarray(0, kept) : new Float64Array(kept) } : {}),
    };
  }

  addKernel(real: Float64Array, imag: Float64Array | undefined): number {
    const { half, lines, batch, second } = this.shape;
    const { complex } = this.problem;
    const own = second ? lines : 1;
    const taps = tapPlane(this.problem, this.plan, real, imag);
    const z = this.transformed(this.spread(taps.real), complex ? this.spread(taps.imag) : undefined);
    const scale = 1 / (half * own);
    const length = half * own;
    // Element k of line l, from its block; in columns the first of the batch is the kernel.
    const at = (k: number, l: number): number => (batch === 1 ? (l * half + (k & ~1)) * 2 + (k & 1) : k * batch * 2);
    const w = twiddleTable(half);
    const spectrum = this.workspace.doubles(2 * length * (complex ? 1 : 2));
    const write = (index: number, k: number, l: number, re: number, im: number, parts: number): void => {
      if (batch > 1) {
        spectrum[(k * parts + index) * 2] = re * scale;
        spectrum[(k * parts + index) * 2 + 1] = im * scale;
        return;
      }
      const to = ((l * half + (k & ~1)) * parts + index * 2) * 2 + (k & 1);
      spectrum[to] = re * scale;
      spectrum[to + 2] = im * scale;
    };
    for (let l = 0; l < own; l++) {
      for (let k = 0; k < half; k++) {
        const [re, im] = [z[at(k, l)], z[at(k, l) + 2]];
        if (complex) {
          write(0, k, l, re, im, 1);
          continue;
        }
        const against = at(k === 0 ? 0 : half - k, l === 0 ? 0 : own - l);
        const [vr, vi] = [z[against], -z[against + 2]];
        const [evenR, evenI] = [0.5 * (re + vr), 0.5 * (im + vi)];
        // i·Ho, as (z − v)/2 is.
        const [oddR, oddI] = [0.5 * (re - vr), 0.5 * (im - vi)];
        const turn = (cr: number, ci: number): [number, number] => [oddR * cr - oddI * ci, oddR * ci + oddI * cr];
        const [ar, ai] = turn(0.5 * (1 - w.re[k]), -0.5 * w.im[k]);
        const [br, bi] = turn(0.5 * (1 + w.re[k]), 0.5 * w.im[k]);
        write(0, k, l, evenR + ar, evenI + ai, 2);
        write(1, k, l, br, bi, 2);
      }
    }
    return this.spectra.push(spectrum) - 1;
  }

  correlate(kernel: number, real: Float64Array, imag: Float64Array | undefined): Plane {
    const { routines } = this.workspace;
    const { half, lines, batch, second } = this.shape;
    const h = this.spectra[kernel].byteOffset;
    const z = this.transformed(real, imag).byteOffset;
    const [p, q] = [this.planes[0].byteOffset, this.planes[1].byteOffset];
    const to = z === p ? q : p;
    const { complex } = this.problem;
    if (batch > 1) {
      if (complex) routines.productComplexColumns(z, h, to, half, batch);
      else routines.productColumns(z, h, to, half, batch);
    } else {
      const row = half * 16;
      for (let l = 0; l < lines; l++) {
        const against = second ? (lines - l) % lines : l;
        const own = h + (second ? l * row * (complex ? 1 : 2) : 0);
        if (complex) routines.productComplex(z + l * row, own, to + l * row, half);
        else routines.productReal(z + l * row, z + against * row, own, to + l * row, half);
      }
    }
    this.back(to);
    return this.result;
  }

  /** The spectrum of a block, in one of the first two planes. */
  private transformed(real: Float64Array, imag: Float64Array | undefined): Float64Array {
    const { routines } = this.workspace;
    const { half, lines, batch } = this.shape;
    const { complex } = this.problem;
    const [p, q, r] = this.planes.map((plane) => plane.byteOffset);
    const from = this.placed(real, this.data.real).byteOffset;
    const other = this.data.imag && (imag ? this.placed(imag, this.data.imag) : this.data.imag.fill(0)).byteOffset;
    const row = half * 16;
    if (batch > 1) {
      // Rows 2j and 2j + 1 of real data are the parts of row j.
      const size = batch * 8;
      for (let j = 0; j < half; j++) {
        const a = other === undefined ? from + 2 * j * size : from + j * size;
        routines.pack(a, other === undefined ? a + size : other + j * size, p + j * size * 2, batch);
      }
      routines.transform(this.first, p, q, r, batch, 0);
      return this.planes[1];
    }
    for (let l = 0; l < lines; l++) {
      if (other !== undefined) routines.pack(from + l * half * 8, other + l * half * 8, q + l * row, half);
      routines.transform(this.first, complex ? q + l * row : from + l * row, p + l * row, r, 1, complex ? 0 : 1);
    }
    if (this.second === undefined) return this.planes[0];
    routines.transform(this.second, p, q, r, half, 0);
    return this.planes[1];
  }

  /** From the product (parts exchanged) at `z` to samples in `result`. */
  private back(z: number): void {
    const { routines } = this.workspace;
    const { half, lines, batch, points } = this.shape;
    const { result, outs, plan } = this;
    const [p, q, r] = this.planes.map((plane) => plane.byteOffset);
    const other = z === p ? q : p;
    const outReal = outs?.real ?? this.planes[2];
    if (batch > 1) {
      routines.transform(this.first, z, other, r, batch, 0);
      const size = batch * 8;
      for (let j = 0; j < half; j++) {
        const a = outReal.byteOffset + (outs ? j : 2 * j) * size;
        routines.unpack(other + j * size * 2, outs?.imag ? outs.imag.byteOffset + j * size : a + size, a, batch);
      }
      result.real.set(outReal.subarray(0, result.real.length));
      if (outs?.imag) result.imag?.set(outs.imag.subarray(0, result.real.length));
      return;
    }
    let from = z;
    let to = other;
    if (this.second !== undefined) {
      routines.transform(this.second, z, other, r, half, 0);
      [from, to] = [other, z];
    }
    // A single line of reals ends in the first plane, which `result` shows.
    if (lines === 1) to = from === p ? q : p;
    const row = half * 16;
    for (let l = 0; l < (this.second === undefined ? lines : plan.stepY); l++) {
      routines.transform(this.first, from + l * row, to + l * row, r, 1, outs ? 0 : 2);
      if (outs?.imag)
        routines.unpack(
          to + l * row,
          outs.imag.byteOffset + l * points * 8,
          outs.real.byteOffset + l * points * 8,
          half,
        );
    }
    const source = outs ?? { real: to === p ? this.planes[0] : this.planes[1] };
    if (lines === 1) return;
    for (let l = 0; l < plan.stepY; l++) {
      const at = l * points;
      result.real.set(source.real.subarray(at, at + plan.stepX), l * plan.stepX);
      if (source.imag) result.imag?.set(source.imag.subarray(at, at + plan.stepX), l * plan.stepX);
    }
  }

  /** The array itself where it lies in the workspace, else its copy there. */
  private placed(array: Float64Array, to: Float64Array): Float64Array {
    if (array.buffer === to.buffer) return array;
    to.set(array.length > to.length ? array.subarray(0, to.length) : array);
    return to;
  }

  /** One line of taps as a block that has them in its first line (or column) only. */
  private spread(taps: Float64Array | undefined): Float64Array {
    const { points, lines, swap, second } = this.shape;
    if (!taps) return new Float64Array(points * lines);
    if (second) return taps;
    const block = new Float64Array(points * lines);
    for (let i = 0; i < points; i++) block[swap ? i * lines : i] = taps[i];
    return block;
  }
}
