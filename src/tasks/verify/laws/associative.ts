/** Chains: two filters one after the other are one filter. */
import { compare } from "../compare.js";
import { largest } from "../grid.js";
import type { Law } from "../law.js";
import { conv, operate } from "../subject.js";

/**
 * A chain of two kernels is one pass with their convolution, in both modes.
 *
 * The bound: the chain's own (the second pass inherits the error of the first), that of the one pass, and that of the
 * convolved taps, each off by e at most: their number times e times the largest sample, twice as complex products have two
 * terms.
 */
export const associative: Law = {
  name: "associative",
  statement: "op(op(x, k), k2) = op(x, conv(k, k2))",
  title: "a chain of kernels is one pass with their convolution",
  *checks(s) {
    const both = conv(s.k, s.k2, s);
    for (const mode of ["conv", "xcorr"] as const) {
      const left = operate(mode, s.x, [s.k, s.k2], s);
      const right = operate(mode, s.x, [both], s);
      const taps = 2 * both.real.length * both.error * largest(s.x);
      yield compare(mode, left, right, left.error + right.error + taps, s);
    }
  },
};
