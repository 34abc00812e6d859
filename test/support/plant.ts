/** Faults in the engine, planted where it sets its problems. Each breaks the law that it is named after. */
import { factsOf } from "../../src/engine/facts.js";
import type { Posed, Problem, Taps } from "../../src/engine/problem.js";
import type { LawName } from "../../src/tasks/verify/names.js";

type Replaced = Pick<Posed, "problem" | "field">;
export interface Planted {
  /** What went wrong. */
  readonly fault: string;
  readonly law: LawName;
  /** All laws that do not hold then. */
  readonly broken: readonly LawName[];
  readonly plant: (set: Posed) => Replaced;
}

const withTaps = ({ problem, field }: Posed, change: (taps: Taps) => Partial<Taps>): Replaced => ({
  problem: { ...problem, taps: { ...problem.taps, ...change(problem.taps) } },
  field,
});

/** Taps times a factor that is nearly 1: a billionth too large. */
const GAIN = 1 + 1e-9;
const louder = (set: Posed): Replaced =>
  withTaps(set, ({ real, imag }) => ({
    real: real.map((v) => v * GAIN),
    ...(imag ? { imag: imag.map((v) => v * GAIN) } : {}),
  }));

const turned = (set: Posed): Replaced =>
  withTaps(set, ({ real, imag }) => ({ real: real.toReversed(), ...(imag ? { imag: imag.toReversed() } : {}) }));

/** The x axis begins some samples late. */
const moved = ({ problem, field }: Posed, by: number): Replaced => {
  const x: Problem["x"] = { ...problem.x, origin: problem.x.origin + by };
  return { problem: { ...problem, x }, field };
};

/** Samples that were changed, with what is known of them. */
const withSamples = ({ problem, field }: Posed, change: (v: number, i: number) => number): Replaced => {
  const other = {
    ...field,
    data: Float64Array.from(field.data, change),
    ...(field.imag ? { imag: field.imag.map(change) } : {}),
  };
  return { problem: { ...problem, facts: factsOf(other, problem.x, problem.y, problem.facts.error) }, field: other };
};

const isOdd = (taps: Float64Array): boolean => taps.every((v, i) => v === -taps[taps.length - 1 - i]);

export const PLANTED: readonly Planted[] = [
  {
    fault: "conv loses the first tap of every kernel",
    law: "commute",
    broken: ["commute", "order", "flip", "symmetry", "fourier", "adjoint", "associative"],
    plant: (set) =>
      set.mode === "conv" ? withTaps(set, ({ real }) => ({ real: real.with(real.length - 1, 0) })) : set,
  },
  {
    fault: "xcorr flips the kernel too",
    law: "reversal",
    broken: ["reversal", "order", "flip", "symmetry", "cross-spectrum", "adjoint"],
    plant: (set) => (set.mode === "xcorr" ? turned(set) : set),
  },
  {
    fault: "xcorr begins a sample late",
    law: "order",
    broken: ["reversal", "order", "flip", "symmetry", "cross-spectrum", "shift", "adjoint", "associative"],
    plant: (set) => (set.mode === "xcorr" ? moved(set, 1) : set),
  },
  {
    fault: "conv does not flip the kernel",
    law: "flip",
    broken: ["commute", "order", "flip", "symmetry", "fourier", "adjoint", "associative"],
    plant: (set) => (set.mode === "conv" ? turned(set) : set),
  },
  {
    fault: "kernels that are their own flip times -1 are a billionth too loud",
    law: "symmetry",
    broken: ["symmetry"],
    plant: (set) => (isOdd(set.problem.taps.real) ? louder(set) : set),
  },
  {
    fault: "both are a billionth too loud",
    law: "fourier",
    broken: ["fourier", "cross-spectrum"],
    plant: louder,
  },
  {
    fault: "xcorr is a billionth too loud",
    law: "cross-spectrum",
    broken: ["order", "flip", "symmetry", "cross-spectrum", "adjoint", "associative"],
    plant: (set) => (set.mode === "xcorr" ? louder(set) : set),
  },
  {
    fault: "large samples are bent by a millionth",
    law: "linear",
    broken: ["commute", "reversal", "order", "fourier", "cross-spectrum", "linear", "adjoint", "associative"],
    plant: (set) => withSamples(set, (v) => v + 1e-6 * v * Math.abs(v)),
  },
  {
    fault: "the fourth sample is a millionth too loud",
    law: "shift",
    broken: ["commute", "reversal", "order", "fourier", "cross-spectrum", "shift", "adjoint", "associative"],
    plant: (set) => withSamples(set, (v, i) => (i === 3 ? v * (1 + 1e-6) : v)),
  },
  {
    fault: "conv is a billionth too loud",
    law: "adjoint",
    broken: ["order", "flip", "symmetry", "fourier", "adjoint", "associative"],
    plant: (set) => (set.mode === "conv" ? louder(set) : set),
  },
  {
    fault: "the second kernel of a chain is a billionth too loud",
    law: "associative",
    broken: ["associative"],
    plant: (set) => (set.chained ? louder(set) : set),
  },
  {
    fault: "transforms that are asked for are a billionth too loud",
    law: "methods",
    broken: ["methods"],
    plant: (set) => (set.method === "fft" ? louder(set) : set),
  },
];
