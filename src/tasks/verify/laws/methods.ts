/** Every way to compute a result gives it: the same bytes of whole numbers, floats within the bounds of both ways. */
import { isInteger } from "../../../base/element.js";
import { UserError } from "../../../base/errors.js";
import { METHODS, type Method, type Mode } from "../../../base/options.js";
import { ONE, toNumber } from "../../../base/rational.js";
import { UNIT } from "../../../engine/algorithms/algorithm.js";
import { ALGORITHMS } from "../../../engine/algorithms/all.js";
import { execute } from "../../../engine/execute.js";
import { errorOf } from "../../../engine/planner.js";
import { filter } from "../../filter/filter.js";
import { planStage } from "../../filter/stage.js";
import { compare } from "../compare.js";
import { type Computed, largest } from "../grid.js";
import type { Law, Skipped } from "../law.js";
import type { Check } from "../report.js";
import { kernelFromGrid, type Subject, ZERO_BORDER } from "../subject.js";

export const methods: Law = {
  name: "methods",
  statement: "direct = separable = fft = segments",
  title: "every method gives the same: whole numbers byte for byte, floats within both bounds",
  *checks(s) {
    // Calls have all channels at once.
    if (s.channel === 0) for (const mode of ["conv", "xcorr"] as const) yield* calls(s, mode);
    yield* algorithms(s);
  },
};

/** Calls as a user makes them, with the input's own type, border and missing samples: each method against `direct`. */
function* calls(s: Subject, mode: Mode): Iterable<Check | Skipped> {
  const direct = call(s, mode, "direct");
  if ("because" in direct) throw new Error(`direct is not possible: ${direct.because}`);
  for (const method of METHODS) {
    if (method === "direct") continue;
    const name = `${mode}, ${method}`;
    const other = call(s, mode, method);
    if ("because" in other) {
      yield { name, because: other.because };
      continue;
    }
    const check = compare(name, other, direct, other.error + direct.error);
    const { channels } = s.given.signal;
    const { x } = check.at;
    const of = [direct.width / channels, direct.height] as const;
    yield { ...check, at: { ...check.at, x: Math.floor(x / channels), of, channel: x % channels } };
  }
}

/**
 * The samples of a call, a row with its channels side by side; floats in f64, so that they are not rounded to less. The bound
 * is the engine's over the divisor, and 8u of each value for the division and the offset.
 */
function call({ given }: Subject, mode: Mode, method: Method): Computed | Omit<Skipped, "name"> {
  const { signal, kernel } = given;
  const complex = signal.imag !== undefined || kernel.imag !== undefined;
  const whole = isInteger(signal.type) && !complex;
  const depth = whole ? {} : ({ depth: complex ? "c128" : "f64" } as const);
  try {
    const { signal: out, report } = filter(signal, [kernel], { mode, method, ...depth });
    const { width, height, channels, imag } = out;
    const grid = { real: Float64Array.from(out.data), ...(imag ? { imag } : {}), width: width * channels, height };
    const { errorBound } = report.stages[0];
    if (whole || errorBound === 0) return { ...grid, error: 0 };
    const divisor = Math.abs(toNumber(kernel.divisor) * (kernel.scale ?? 1));
    const values = largest({ ...grid, real: grid.real.filter(Number.isFinite) }) + 2 * Math.abs(kernel.offset ?? 0);
    return { ...grid, error: errorBound / divisor + 8 * UNIT * values };
  } catch (error) {
    // Not every method is for every kernel.
    if (error instanceof UserError && error.place === `--method ${method}`) return { because: reasonOf(error) };
    throw error;
  }
}

const reasonOf = ({ message, place }: UserError): string => message.slice(place.length + 2).split(". ")[0];

/** The engine's algorithms against its direct sums, also those that calls of this kind do not go: few lags, that is. */
function* algorithms(s: Subject): Iterable<Check | Skipped> {
  const kernel = kernelFromGrid(s.k, s.rank);
  const chain = {
    mode: "xcorr",
    border: { x: ZERO_BORDER, y: ZERO_BORDER },
    options: { size: "full", ...(s.rank === 1 ? { maxLag: Math.floor((s.k.width - 1) / 2) } : {}) },
    rank: s.rank,
    place: "verify",
    omit: false,
  } as const;
  const source = {
    data: s.x.real,
    ...(s.x.imag ? { imag: s.x.imag } : {}),
    width: s.x.width,
    height: s.x.height,
    channels: 1,
  };
  const { problem, field } = planStage(source, kernel, chain, true, { error: 0, gain: ONE });
  const run = (algorithm: string): Computed => {
    const [width, height] = [problem.x.outputs, problem.y.outputs];
    const plane = (): Float64Array => new Float64Array(width * height);
    const out = { real: plane(), ...(problem.complex ? { imag: plane() } : {}), width, height };
    const error = errorOf(algorithm, problem);
    for (const { tile, sums } of execute(problem, { algorithm, forced: true, error, candidates: [] }, field)) {
      const pitch = tile.x1 - tile.x0;
      for (let y = tile.y0; y < tile.y1; y++) {
        const [from, to] = [(y - tile.y0) * pitch, y * width + tile.x0];
        out.real.set(sums.real.subarray(from, from + pitch), to);
        if (sums.imag) out.imag?.set(sums.imag.subarray(from, from + pitch), to);
      }
    }
    return { ...out, error: error() };
  };
  const direct = run("direct");
  for (const algorithm of ALGORITHMS) {
    if (algorithm.name === "direct") continue;
    const name = `sums, ${algorithm.name}`;
    const verdict = algorithm.consider(problem);
    if ("because" in verdict) yield { name, because: verdict.because };
    else {
      const other = run(algorithm.name);
      yield compare(name, other, direct, other.error + direct.error, s);
    }
  }
}
