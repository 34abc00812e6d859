/** Samples that a transform must not see, and the outputs whose windows they touch. */
import { routines } from "../../routines/load.js";
import type { Block } from "../extend.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";

/** One channel of a block, without gaps. */
export interface Plane {
  readonly real: Float64Array;
  readonly imag?: Float64Array;
}

/** The largest magnitude in a plane, whether all of it is finite, and whether all of it is whole. */
export function inspect(plane: Plane): { largest: number; finite: boolean; whole: boolean } {
  const real = routines.inspect(plane.real);
  if (!plane.imag) return real;
  const imag = routines.inspect(plane.imag);
  return {
    largest: Math.max(real.largest, imag.largest),
    finite: real.finite && imag.finite,
    whole: real.whole && imag.whole,
  };
}

/** Copies one channel of a block and puts 0 where a sample is not finite or does not count; `found` marks those. */
export function replaceUncounted(
  block: Block,
  c: number,
  channels: number,
  plan: BlockPlan,
  into?: Plane,
): { plane: Plane; found?: Uint8Array } {
  const length = plan.columns * plan.rows;
  if (channels === 1 && !block.valid) {
    const plane = block.imag ? { real: block.real, imag: block.imag } : { real: block.real };
    if (inspect(plane).finite) return { plane };
  }
  const real = into?.real ?? new Float64Array(length);
  const imag = block.imag && (into?.imag ?? new Float64Array(length));
  let found: Uint8Array | undefined;
  for (let i = 0, at = c; i < length; i++, at += channels) {
    const re = block.real[at];
    const im = block.imag ? block.imag[at] : 0;
    // x − x is 0 for finite x only.
    if (re - re === 0 && im - im === 0 && (!block.valid || block.valid[at] === 1)) {
      real[i] = re;
      if (imag) imag[i] = im;
    } else {
      real[i] = 0;
      if (imag) imag[i] = 0;
      found ??= new Uint8Array(length);
      found[i] = 1;
    }
  }
  return { plane: imag ? { real, imag } : { real }, ...(found ? { found } : {}) };
}

/** Marks (at `y·columns + x`) the outputs of a block whose taps, zero or not, meet a found sample. */
export function markTouched(found: Uint8Array, problem: Problem, plan: BlockPlan): Uint8Array {
  const { columns, rows, stepX, stepY } = plan;
  const alongX = new Uint8Array(found.length);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (found[y * columns + x] === 0) continue;
      for (let j = 0; j < problem.x.taps; j++) {
        const output = x - j * problem.x.dilation;
        if (output >= 0 && output < stepX) alongX[y * columns + output] = 1;
      }
    }
  }
  const touched = new Uint8Array(found.length);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < stepX; x++) {
      if (alongX[y * columns + x] === 0) continue;
      for (let j = 0; j < problem.y.taps; j++) {
        const output = y - j * problem.y.dilation;
        if (output >= 0 && output < stepY) touched[output * columns + x] = 1;
      }
    }
  }
  return touched;
}
