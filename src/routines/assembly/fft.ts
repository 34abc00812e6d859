// Stockham transforms of complex f64 in blocks of two: 32 bytes hold the real parts of elements 2j and 2j + 1, then their
// imaginary parts. A pass of radix r takes, for p < m and q < s, the values a_j = x[q + s(p + m·j)], transforms them and
// writes b_k·w^(pk) to y[q + s(r·p + k)]. `s` is even but for the first pass of a single sequence.

import { first4, first4Line, pass2, pass3, pass4, pass5 } from "./fft-passes";

/**
 * Transforms `batch` interleaved sequences (an even number, or 1) from `x` to `y`, forward and unscaled; `x` stays as it
 * is unless it is `y`'s scratch. The plan is i32: the number of passes, then for each its radix, its m and where its
 * twiddles lie: w^(pk) for k = 1 … r−1 for each p, as pairs (re, im); for the first pass of a single sequence two p
 * together as blocks. `real`: bit 0, the input is a line of reals, even ones taken for real parts; bit 1, the output is
 * such a line whose odd elements are the real parts (as an inverse with exchanged parts gives them).
 */
export function transform(plan: usize, x: usize, y: usize, scratch: usize, batch: i32, real: i32): void {
  const passes = load<i32>(plan);
  let from = x;
  let to = (passes & 1) !== 0 ? y : scratch;
  let s = batch;
  for (let i = 0; i < passes; i++) {
    const at = plan + 4 + <usize>i * 12;
    const radix = load<i32>(at);
    const m = load<i32>(at, 4);
    const w = <usize>load<i32>(at, 8);
    if (s === 1) {
      if ((real & 1) !== 0) first4Line(from, to, m, w);
      else first4(from, to, m, w);
    } else if (radix === 4) pass4(from, to, m, s, w);
    else if (radix === 2) pass2(from, to, m, s, w);
    else if (radix === 3) pass3(from, to, m, s, w);
    else pass5(from, to, m, s, w);
    s *= radix;
    from = to;
    to = to === y ? scratch : y;
  }
  if ((real & 2) !== 0) lineOf(y, s);
}

/** Blocks with exchanged parts to a line of reals, in place. */
function lineOf(y: usize, n: i32): void {
  const end = y + ((<usize>n) << 4);
  for (let at = y; at < end; at += 32) {
    const odd = v128.load(at);
    const even = v128.load(at, 16);
    v128.store(at, v128.shuffle<f64>(even, odd, 0, 2));
    v128.store(at, v128.shuffle<f64>(even, odd, 1, 3), 16);
  }
}

/** Two rows of reals as real and imaginary parts: `n` elements (even) of blocks. */
export function pack(re: usize, im: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i += 2) {
    const at = (<usize>i) << 3;
    v128.store(out + (at << 1), v128.load(re + at));
    v128.store(out + (at << 1), v128.load(im + at), 16);
  }
}

/** The parts of `n` elements (even) of blocks. */
export function unpack(blocks: usize, re: usize, im: usize, n: i32): void {
  for (let i = 0; i < n; i += 2) {
    const at = (<usize>i) << 3;
    v128.store(re + at, v128.load(blocks + (at << 1)));
    v128.store(im + at, v128.load(blocks + (at << 1), 16));
  }
}
