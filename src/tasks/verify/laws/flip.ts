/** What the flip is between the two operations. Bounds: each side may be off by its own. */
import { compare, largestDifference } from "../compare.js";
import { conjugateFlip, difference, gridOf, largest } from "../grid.js";
import { fits, type Law, TOO_LONG } from "../law.js";
import type { Difference } from "../report.js";
import { conv, type Subject, xcorr } from "../subject.js";

/** In every size: the default anchors of the two modes are each other's mirror. */
export const flip: Law = {
  name: "flip",
  statement: "conv(x, k) = xcorr(x, k~)",
  title: "a convolution is the cross-correlation with the flipped and conjugated kernel",
  *checks(s) {
    for (const size of ["full", "same", "valid"] as const) {
      const name = `size ${size}`;
      if (size === "valid" && !fits(s)) {
        yield { name, because: TOO_LONG };
        continue;
      }
      const left = size === "full" ? s.full.conv() : conv(s.x, s.k, s, size);
      const right = xcorr(s.x, conjugateFlip(s.k), s, size);
      yield compare(name, left, right, left.error + right.error, s);
    }
  },
};

/**
 * The two operations are the same for kernels that are their own conjugated flip, and for no others: their difference is a
 * convolution with k − k~, which an impulse shows tap by tap.
 *
 * The bound has the roundings of k − k~ besides, times the largest sample (twice, as complex products have two terms), and
 * that of the subtraction.
 */
export const symmetry: Law = {
  name: "symmetry",
  statement: "conv(x, k) − xcorr(x, k) = conv(x, k − k~)",
  title: "the two are the same just for kernels that are their own conjugated flip",
  *checks(s) {
    const taps = difference(s.k, conjugateFlip(s.k));
    const impulse = gridOf(1, 1, () => 1);
    for (const [name, x] of [
      ["input", s.x],
      ["impulse", impulse],
    ] as const) {
      const [left, right] = name === "input" ? [s.full.conv(), s.full.xcorr()] : [conv(x, s.k, s), xcorr(x, s.k, s)];
      const predicted = conv(x, taps.grid, s);
      const measured = difference(left, right);
      const errors = left.error + right.error + predicted.error + measured.worst;
      yield compare(name, measured.grid, predicted, errors + 2 * taps.total * largest(x), s);
    }
  },
};

/** By how much convolution and cross-correlation differ, sample by sample. */
export const modeDifference = ({ full, channel }: Subject): Difference =>
  largestDifference(full.conv(), full.xcorr(), "sample", channel);
