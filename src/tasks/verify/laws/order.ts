/** What the order of input and kernel means to each of the two operations. Bounds: each side may be off by its own. */
import { compare, largestDifference } from "../compare.js";
import { conjugateFlip, difference } from "../grid.js";
import type { Law } from "../law.js";
import type { Difference } from "../report.js";
import { conv, type Subject } from "../subject.js";

export const commute: Law = {
  name: "commute",
  statement: "conv(x, k) = conv(k, x)",
  title: "convolution commutes",
  *checks(s) {
    const [left, right] = [s.full.conv(), s.full.convBack()];
    yield compare("size full", left, right, left.error + right.error, s);
  },
};

/** c[l] = Σ x[n+l]·conj(k[n]) is conj(Σ k[n−l]·conj(x[n])): the other order is the same list, turned round and conjugated. */
export const reversal: Law = {
  name: "reversal",
  statement: "xcorr(x, k)[l] = conj xcorr(k, x)[−l]",
  title: "the two orders of a cross-correlation are each other's conjugated flip",
  *checks(s) {
    const [left, right] = [s.full.xcorr(), conjugateFlip(s.full.xcorrBack())];
    yield compare("size full", left, right, left.error + right.error, s);
  },
};

/**
 * Cross-correlation does not commute: as lists of N + K − 1 samples its two orders differ by conv(x, k~) − conv(x~, k). That
 * is nothing exactly where xcorr(x, k) is its own conjugated flip: so where x and k are both their own, or x is k. A kernel
 * that is its own flip does not suffice, as an impulse shows: it gives x in one order and x~ in the other.
 *
 * The bound has a rounding of each subtraction besides, as large as it was.
 */
export const order: Law = {
  name: "order",
  statement: "xcorr(x, k) − xcorr(k, x) = conv(x, k~) − conv(x~, k)",
  title: "cross-correlation does not commute, by just as much as theory says",
  *checks(s) {
    const [left, right] = [s.full.xcorr(), s.full.xcorrBack()];
    const [one, other] = [conv(s.x, conjugateFlip(s.k), s), conv(conjugateFlip(s.x), s.k, s)];
    const [measured, predicted] = [difference(left, right), difference(one, other)];
    const errors = left.error + right.error + one.error + other.error;
    yield compare("size full", measured.grid, predicted.grid, errors + measured.worst + predicted.worst, s);
  },
};

/** By how much the two orders differ, sample by sample. */
export const orderDifference = ({ full, channel }: Subject): Difference =>
  largestDifference(full.xcorr(), full.xcorrBack(), "sample", channel);
