/** What makes both operations filters: they are linear, and do not mind where a sample stands. */
import { uniform } from "../../../math/random.js";
import { compare } from "../compare.js";
import { absoluteSum, type Grid, largest, shifted } from "../grid.js";
import type { Law } from "../law.js";
import { conv, gamma, type Subject, seededLike, xcorr } from "../subject.js";

const MODES = [
  ["conv", conv],
  ["xcorr", xcorr],
] as const;

type Scalar = readonly [real: number, imag: number];

/**
 * A second, seeded signal z, and two scalars, complex ones where the input is complex. Small whole scalars keep whole samples
 * exact.
 *
 * The bound: both sides are off by their own bounds, those of the right times |a| and |b| (of complex ones |re| + |im|). Where
 * numbers are not whole, the combinations have up to four roundings, γ_4 of what was added: before the sum over the taps, and
 * after it.
 */
export const linear: Law = {
  name: "linear",
  statement: "op(a·x + b·z, k) = a·op(x, k) + b·op(z, k)",
  title: "both are linear in the input",
  *checks(s) {
    const z = seededLike(s.x, s.x, s.seed + 1);
    const [a, b]: Scalar[] = s.x.imag
      ? [
          [3, -1],
          [-2, 1],
        ]
      : [
          [3, 0],
          [-2, 0],
        ];
    const [ofA, ofB] = [a, b].map(([re, im]) => Math.abs(re) + Math.abs(im));
    const input = combined(a, s.x, b, z);
    for (const [mode, op] of MODES) {
      const left = op(input, s.k, s);
      const [first, second] = [s.full[mode](), op(z, s.k, s)];
      const right = combined(a, first, b, second);
      const errors = left.error + ofA * first.error + ofB * second.error;
      const before = absoluteSum(s.k) * gamma(4) * (ofA * largest(s.x) + ofB * largest(z));
      const after = gamma(4) * (ofA * largest(first) + ofB * largest(second));
      yield compare(mode, left, right, errors === 0 ? 0 : errors + 2 * before + after, s);
    }
  },
};

/** a·x + b·z */
function combined([ar, ai]: Scalar, x: Grid, [br, bi]: Scalar, z: Grid): Grid {
  const part = (p: (i: number) => number): Float64Array => Float64Array.from({ length: x.real.length }, (_, i) => p(i));
  const [xi, zi] = [x.imag, z.imag];
  if (!xi && !zi) return { ...x, real: part((i) => ar * x.real[i] + br * z.real[i]) };
  return {
    ...x,
    real: part((i) => ar * x.real[i] - ai * (xi?.[i] ?? 0) + br * z.real[i] - bi * (zi?.[i] ?? 0)),
    imag: part((i) => ar * (xi?.[i] ?? 0) + ai * x.real[i] + br * (zi?.[i] ?? 0) + bi * z.real[i]),
  };
}

/** The input moves by some samples on each axis, into zeros. Both sides may be off by their own bound. */
export const shift: Law = {
  name: "shift",
  statement: "op(x moved, k) = op(x, k) moved",
  title: "what is moved in is moved out",
  *checks(s) {
    const [left, top] = stepsOf(s);
    for (const [mode, op] of MODES) {
      const own = s.full[mode]();
      const moved = op(shifted(s.x, left, top), s.k, s);
      yield compare(
        `${mode}, by ${top === 0 ? left : `${left},${top}`}`,
        moved,
        shifted(own, left, top),
        moved.error + own.error,
        s,
      );
    }
  },
};

function stepsOf({ rank, seed }: Subject): [number, number] {
  const next = uniform(seed + 2);
  const draw = (): number => 1 + Math.floor(next() * 16);
  return [draw(), rank === 1 ? 0 : draw()];
}
