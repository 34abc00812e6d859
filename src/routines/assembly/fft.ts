// Transforms of complex f64 or f32 in place, as plans of passes, and what lies between a transform and its inverse. See
// `fft-passes.ts` for units and orders.
//
// A plan is i32: the number of passes, how many of them go over all of the data before the rest goes part by part, then
// for each pass its radix, its groups, the units of a span (for one sequence), and where its twiddles lie.
import { forwardPass, inversePass } from "./fft-passes";

const HEAD: usize = 8;
const PASS: usize = 16;

// @ts-ignore: decorators go on functions here
@inline
function pass<T>(plan: usize, i: i32, data: usize, unit: usize, inverse: bool, part: i32, parts: i32): void {
  const at = plan + HEAD + PASS * <usize>i;
  const radix = load<i32>(at);
  const groups = load<i32>(at, 4) / parts;
  const span = unit * <usize>load<i32>(at, 8);
  const w = plan + <usize>load<i32>(at, 12);
  if (inverse) inversePass<T>(radix, data, span, w, part * groups, (part + 1) * groups);
  else forwardPass<T>(radix, data, span, w, part * groups, (part + 1) * groups);
}

/** Parts that passes from `first` on can be made in: the groups of that pass. */
function partsOf(plan: usize): i32 {
  const first = load<i32>(plan, 4);
  return first < load<i32>(plan) ? load<i32>(plan + HEAD + PASS * <usize>first, 4) : 1;
}

/** Forward passes [from, to) of one part; `unit` is 32 times the sequences that lie side by side. */
function forwardPart<T>(plan: usize, data: usize, unit: usize, from: i32, to: i32, part: i32, parts: i32): void {
  for (let i = from; i < to; i++) pass<T>(plan, i, data, unit, false, part, parts);
}

function inversePart<T>(plan: usize, data: usize, unit: usize, from: i32, to: i32, part: i32, parts: i32): void {
  for (let i = to - 1; i >= from; i--) pass<T>(plan, i, data, unit, true, part, parts);
}

/** A whole forward transform of sequences side by side. */
export function forward<T>(plan: usize, data: usize, unit: usize): void {
  forwardPart<T>(plan, data, unit, 0, load<i32>(plan), 0, 1);
}

export function inverse<T>(plan: usize, data: usize, unit: usize): void {
  inversePart<T>(plan, data, unit, 0, load<i32>(plan), 0, 1);
}

/** The other half of what a line's spectrum is: its lanes, the transforms of even and odd elements, made one. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  /**
   * Units p and p + 1 of both halves: E ± β·O with β = exp(−πi·θ_p). `spectrum`: written there as it is; else multiplied by
   * what is there, and taken apart again.
   */
  @inline
  static middle(at: usize, w: usize, h: usize, write: bool): void {
    const ur = v128.load(at);
    const ui = v128.load(at, 16);
    const vr = v128.load(at, 32);
    const vi = v128.load(at, 48);
    const or = v128.shuffle<f64>(ur, vr, 1, 3);
    const oi = v128.shuffle<f64>(ui, vi, 1, 3);
    const wr = v128.load(w);
    const wi = v128.load(w, 16);
    const tr = f64x2.sub(f64x2.mul(or, wr), f64x2.mul(oi, wi));
    const ti = f64x2.add(f64x2.mul(or, wi), f64x2.mul(oi, wr));
    const er = v128.shuffle<f64>(ur, vr, 0, 2);
    const ei = v128.shuffle<f64>(ui, vi, 0, 2);
    const sr = f64x2.add(er, tr);
    const si = f64x2.add(ei, ti);
    const dr = f64x2.sub(er, tr);
    const di = f64x2.sub(ei, ti);
    if (write) {
      v128.store(h, sr);
      v128.store(h, si, 16);
      v128.store(h, dr, 32);
      v128.store(h, di, 48);
      return;
    }
    const hr = v128.load(h);
    const hi = v128.load(h, 16);
    const yr = f64x2.sub(f64x2.mul(sr, hr), f64x2.mul(si, hi));
    const yi = f64x2.add(f64x2.mul(sr, hi), f64x2.mul(si, hr));
    const gr = v128.load(h, 32);
    const gi = v128.load(h, 48);
    const zr = f64x2.sub(f64x2.mul(dr, gr), f64x2.mul(di, gi));
    const zi = f64x2.add(f64x2.mul(dr, gi), f64x2.mul(di, gr));
    const fr = f64x2.add(yr, zr);
    const fi = f64x2.add(yi, zi);
    const nr = f64x2.sub(yr, zr);
    const ni = f64x2.sub(yi, zi);
    const pr = f64x2.add(f64x2.mul(nr, wr), f64x2.mul(ni, wi));
    const pi = f64x2.sub(f64x2.mul(ni, wr), f64x2.mul(nr, wi));
    v128.store(at, v128.shuffle<f64>(fr, pr, 0, 2));
    v128.store(at, v128.shuffle<f64>(fi, pi, 0, 2), 16);
    v128.store(at, v128.shuffle<f64>(fr, pr, 1, 3), 32);
    v128.store(at, v128.shuffle<f64>(fi, pi, 1, 3), 48);
  }
}

/**
 * Correlates a line of `units` units (an even number) with the spectrum at `h`, in place: transform, product, inverse, the
 * last two while a part is still near. `w` has β for each two units, as [re, re][im, im].
 */
export function filterLine(plan: usize, data: usize, units: i32, w: usize, h: usize): void {
  const passes = load<i32>(plan);
  const first = load<i32>(plan, 4);
  const parts = partsOf(plan);
  const size = (<usize>(units / parts)) << 5;
  forwardPart<f64>(plan, data, 32, 0, first, 0, 1);
  for (let part = 0; part < parts; part++) {
    forwardPart<f64>(plan, data, 32, first, passes, part, parts);
    const from = size * <usize>part;
    for (let q = from; q < from + size; q += 64) Inline.middle(data + q, w + (q >> 1), h + q, false);
    inversePart<f64>(plan, data, 32, first, passes, part, parts);
  }
  inversePart<f64>(plan, data, 32, 0, first, 0, 1);
}

/** The first half of what `filterLine` does: transform and product. `inverse` is the other one. */
export function productLine(plan: usize, data: usize, units: i32, w: usize, h: usize): void {
  forward<f64>(plan, data, 32);
  const size = (<usize>units) << 5;
  for (let q: usize = 0; q < size; q += 64) Inline.middle(data + q, w + (q >> 1), h + q, false);
}

/** The spectrum of a line, as `filterLine` takes it. */
export function spectrumLine(plan: usize, data: usize, units: i32, w: usize, h: usize): void {
  forward<f64>(plan, data, 32);
  const size = (<usize>units) << 5;
  for (let q: usize = 0; q < size; q += 64) Inline.middle(data + q, w + (q >> 1), h + q, true);
}

/** Multiplies each of `n` elements of sequences side by side (`size` bytes together) by its (re, im) at `h`. */
export function multiplyColumns(data: usize, n: i32, size: usize, h: usize): void {
  for (let k = 0; k < n; k++) {
    const hr = v128.load64_splat(h + ((<usize>k) << 4));
    const hi = v128.load64_splat(h + ((<usize>k) << 4), 8);
    const row = data + size * <usize>k;
    for (let at = row; at < row + size; at += 32) {
      const r = v128.load(at);
      const i = v128.load(at, 16);
      v128.store(at, f64x2.sub(f64x2.mul(r, hr), f64x2.mul(i, hi)));
      v128.store(at, f64x2.add(f64x2.mul(r, hi), f64x2.mul(i, hr)), 16);
    }
  }
}
