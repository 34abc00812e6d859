/** What `fit` tells: lines for people, and the report of `src/schemas/fit-report.schema.json`. */
import type { SgdOptions } from "../base/fit.js";
import { type Kernel, kernelShapeText } from "../base/kernel.js";
import type { Mode } from "../base/options.js";
import { count, printable } from "../base/text.js";
import type { Fit, FittedKernel } from "../tasks/fit/fit.js";
import type { Learnt } from "../tasks/fit/sgd.js";
import { packageVersion } from "./version.js";

interface Names {
  readonly before: string;
  readonly after: string;
}

/** Wider grids are not printed. */
const WIDEST = 15;
const TALLEST = 31;

export function fitText(found: Fit, mode: Mode | "both", { before, after }: Names): string {
  const { named, residual, explained, offset, offsetError } = found;
  const solver = found.solver === "cholesky" ? "Cholesky" : "Levinson";
  const lines = [
    `fit       ${kernelShapeText(found.xcorr.kernel)} from ${count(found.used, "sample")} of ${printable(after)} against ${printable(before)} (least squares, ${solver})`,
    ...(leftOut(found) === "" ? [] : [`left out  ${leftOut(found)}`]),
    `kernel    ${named === null ? "none of the named ones" : namedText(found)}`,
    ...(offsetError === null ? [] : [`offset    ${short(offset)} ± ${short(offsetError, 2)}`]),
    `explained ${explained === null ? "AFTER does not vary" : `${percentText(explained)} of the variance`}; left over: ${short(residual.rms)} rms, ${short(residual.largest)} at most`,
    ...(mode === "both"
      ? [...kernelLines(found.xcorr), ...kernelLines(found.conv), bothLine(found)]
      : kernelLines(found[mode])),
  ];
  return `${lines.join("\n")}\n`;
}

export function learntText(learnt: Learnt, { mode }: SgdOptions, { before, after }: Names): string {
  const { losses, epochs, ended } = learnt;
  const lines = [
    `learnt    ${kernelShapeText(learnt.kernel)} under ${mode} from ${count(learnt.used, "sample")} of ${printable(after)} against ${printable(before)} (Adam)`,
    ...(leftOut(learnt) === "" ? [] : [`left out  ${leftOut(learnt)}`]),
    `loss      ${short(losses[0])} before, ${short(losses.at(-1)!)} after ${count(epochs, "epoch")}${ended === "converged" ? ": it does not fall any more" : ""}`,
    ...kernelLines({ mode, kernel: learnt.kernel, errors: null }),
  ];
  return `${lines.join("\n")}\n`;
}

function leftOut({ border, clipped, missing }: Pick<Fit, "border" | "clipped" | "missing">): string {
  const parts = [
    [border, "whose window leaves the input"],
    [clipped, "at an end of the range"],
    [missing, "missing, or beside one that is"],
  ] as const;
  return parts.flatMap(([n, why]) => (n === 0 ? [] : [`${n} ${why}`])).join(", ");
}

function namedText({ named }: Fit): string {
  const { name, factor, same, difference } = named!;
  const times = factor === 1 ? "" : ` times ${short(factor)}`;
  const peak = `${percentText(difference)} of the largest tap`;
  const sure = same ? `within its errors (a tap is off by ${peak} at most)` : `nearly: a tap is off by ${peak}`;
  return `${name}${times} as xcorr uses it, ${sure}`;
}

/** Always true, and worth saying: one is the other's flip, so both layers do the same. */
const bothLine = ({ xcorr }: Fit): string =>
  xcorr.kernel.taps.every((t, i, all) => t === all[all.length - 1 - i])
    ? "Each is the other's flip, and here they are the same."
    : "Each is the other's flip: xcorr with the one and conv with the other give the same.";

function kernelLines({ mode, kernel, errors }: FittedKernel): string[] {
  const { width, height, taps } = kernel;
  const anchor = kernel.anchor ? `, anchor at tap ${kernel.anchor.slice(0, kernel.rank).join(",")}` : "";
  const worst = errors ? `, standard errors up to ${short(Math.max(...errors), 2)}` : "";
  const head = `${mode}${mode === "conv" ? ", which flips it" : ", which does not flip it"}${anchor}${worst}:`;
  if (width > WIDEST || height > TALLEST)
    return [head, "  too large to print: write it with --output, or draw it with --plot"];
  const digits = decimals(taps);
  const cells = Array.from(taps, (t) => {
    const text = t.toFixed(digits);
    return Number(text) === 0 ? text.replace("-", "") : text;
  });
  const wide = Math.max(...cells.map((c) => c.length));
  const rows = Array.from({ length: height }, (_, y) =>
    cells
      .slice(y * width, (y + 1) * width)
      .map((c) => c.padStart(wide))
      .join("  "),
  );
  return [head, ...rows.map((row) => `  ${row}`)];
}

/** So many that the largest tap has four digits. */
function decimals(taps: Float64Array): number {
  const peak = taps.reduce((m, t) => Math.max(m, Math.abs(t)), 0);
  if (peak === 0) return 0;
  return Math.max(0, Math.min(12, 3 - Number(peak.toExponential().split("e")[1])));
}

const short = (value: number, digits = 4): string => `${Number(value.toPrecision(digits))}`;
/** Never 100 % of what is less. */
const percentText = (share: number): string => {
  const percent = 100 * share;
  return `${share < 1 && percent > 99.99 ? Math.floor(percent * 1e4) / 1e4 : Number(percent.toPrecision(3))} %`;
};

const HEAD = { schema: 1, program: { name: "convxcorr", version: packageVersion() } } as const;

const kernelJson = ({ kernel, errors }: Omit<FittedKernel, "mode">) => ({
  width: kernel.width,
  height: kernel.height,
  anchor: kernel.anchor ?? null,
  taps: rows(kernel.taps, kernel),
  errors: errors && rows(errors, kernel),
});

const rows = (values: Float64Array, { width, height }: Kernel): number[][] =>
  Array.from({ length: height }, (_, y) => Array.from(values.subarray(y * width, (y + 1) * width)));

const samplesJson = ({ used, border, clipped, missing }: Pick<Fit, "used" | "border" | "clipped" | "missing">) => ({
  used,
  border,
  clipped,
  missing,
});

export function fitReport(found: Fit, mode: Mode | "both", names: Names): Readonly<Record<string, unknown>> {
  const { solver, size, unknowns, residual, sigma, explained, offset, offsetError, named } = found;
  return {
    ...HEAD,
    ...namesJson(names),
    method: "least-squares",
    solver,
    size,
    samples: samplesJson(found),
    unknowns,
    explained,
    residual,
    sigma,
    offset,
    offsetError,
    named,
    kernels: {
      ...(mode === "conv" ? {} : { xcorr: kernelJson(found.xcorr) }),
      ...(mode === "xcorr" ? {} : { conv: kernelJson(found.conv) }),
    },
  };
}

export function learntReport(learnt: Learnt, options: SgdOptions, names: Names): Readonly<Record<string, unknown>> {
  const { mode, seed = 1, learningRate = 0.02, epochs = 40, batch = 64 } = options;
  return {
    ...HEAD,
    ...namesJson(names),
    method: "sgd",
    samples: samplesJson(learnt),
    seed,
    learningRate,
    batch,
    epochs: { most: epochs, done: learnt.epochs, ended: learnt.ended },
    losses: learnt.losses,
    kernels: { [mode]: kernelJson({ kernel: learnt.kernel, errors: null }) },
  };
}

const namesJson = ({ before, after }: Names) => ({ before: printable(before), after: printable(after) });
