/** Gathers the report of a filter call from its parts. */
import { borderText } from "../../base/border.js";
import { isInteger } from "../../base/element.js";
import type { AlphaPolicy } from "../../base/options.js";
import { type Signal, sampleCount } from "../../base/signal.js";
import { printable } from "../../base/text.js";
import type { Accounts } from "../../engine/accounts.js";
import { defaultAnchor, dilatedExtent } from "../../engine/geometry.js";
import { anchorFor, type ResolvedMode } from "./kernels.js";
import type { LagOptions } from "./lag-options.js";
import type { MissingCounts } from "./missing.js";
import type { FilterReport, ShapeReport, StageReport } from "./report.js";
import type { Chain, Stage } from "./stage.js";

export interface ReportParts {
  readonly input: Signal;
  readonly signal: Signal;
  readonly options: LagOptions;
  readonly mode: ResolvedMode;
  readonly chain: Chain;
  readonly stages: readonly Stage[];
  readonly accounts: Accounts;
  readonly alpha: AlphaPolicy | undefined;
  readonly missing: MissingCounts;
  readonly first: readonly [number, number];
  readonly threads: number;
  /** Windows of `normalize: "zncc"` whose samples are all equal. */
  readonly flat: number;
}

export function reportOf(parts: ReportParts): FilterReport {
  const { input, signal, options, mode, chain, stages, accounts, alpha, missing, first } = parts;
  const last = stages[stages.length - 1].problem;
  const complexTaps = stages.some((s) => s.kernel.imag !== undefined);
  const lagged = input.rank === 1 && mode.mode === "xcorr" && stages.length === 1;
  return {
    schema: 1,
    operation: {
      mode: mode.mode,
      modeGiven: options.mode !== undefined,
      flipMatters: mode.matters,
      flipDifference: mode.difference,
      conjugated: complexTaps && mode.mode === "xcorr" && options.noConj !== true,
    },
    input: {
      ...shapeReport(input),
      source: printable(input.about.source),
      ...(input.about.format === undefined ? {} : { format: input.about.format }),
    },
    output: {
      ...shapeReport(signal),
      first,
      stride: [last.x.stride, last.y.stride],
      ...(lagged ? { firstLag: last.x.origin } : {}),
    },
    size: options.padding === undefined ? (options.size ?? "same") : { padding: options.padding },
    border: borderText(chain.border),
    dilation: options.dilation ?? [1, 1],
    maxLag: options.maxLag ?? null,
    normalize: normalizeReport(parts),
    stages: stages.map((s) => stageReport(s, chain, options)),
    scale: options.scale ?? 1,
    offset: options.offset ?? 0,
    map: options.map ?? "clip",
    rounding: isInteger(signal.type) ? (options.round ?? "half-even") : null,
    alpha: alpha ?? null,
    space: options.space ?? "encoded",
    nan: {
      policy: options.nan ?? "propagate",
      input: missing.nan,
      inputInfinite: missing.infinite,
      output: accounts.nan,
      outputInfinite: accounts.infinite,
    },
    clipped: { count: accounts.clipped, of: sampleCount(signal), first: accounts.firstClipped ?? null },
    fast: options.fast === true,
    threads: parts.threads,
    recomputed: accounts.recomputed,
    notes: notesOf(parts),
  };
}

const normalizeReport = ({ options, flat }: ReportParts): FilterReport["normalize"] => ({
  how: options.normalize ?? "none",
  ...(options.normalize === "zncc" ? { flat } : {}),
});

const shapeReport = (s: Signal): ShapeReport => ({
  width: s.width,
  height: s.height,
  channels: s.channels,
  rank: s.rank,
  type: s.type,
  ...(s.about.bits === undefined ? {} : { bits: s.about.bits }),
  ...(s.about.maxval === undefined ? {} : { maxval: s.about.maxval }),
  ...(s.about.sampleRate === undefined ? {} : { sampleRate: s.about.sampleRate }),
});

function stageReport(stage: Stage, chain: Chain, options: LagOptions): StageReport {
  const { kernel, plan, problem } = stage;
  const set = anchorFor(kernel, options);
  const anchored = (options.size ?? "same") === "same" && options.padding === undefined;
  const middle = (taps: number, dilation: number): number =>
    defaultAnchor(chain.mode, dilatedExtent(taps, dilation)) / dilation;
  const { num, den } = kernel.divisor;
  return {
    kernel: printable(kernel.name),
    width: kernel.width,
    height: kernel.height,
    channels: kernel.channels,
    anchor: anchored
      ? [set.x ?? middle(problem.x.taps, problem.x.dilation), set.y ?? middle(problem.y.taps, problem.y.dilation)]
      : null,
    divisor: den === 1n ? `${num}` : `${num}/${den}`,
    ...(kernel.scale === undefined ? {} : { scale: kernel.scale }),
    ...(kernel.offset === undefined ? {} : { offset: kernel.offset }),
    method: plan.algorithm,
    forced: plan.forced,
    candidates: plan.candidates.map(({ name, verdict }) =>
      "because" in verdict
        ? { name, because: verdict.because }
        : { name, milliseconds: verdict.time / 1e6, nanosecondsPerSample: verdict.cost, because: verdict.note },
    ),
    errorBound: plan.error(),
  };
}

function notesOf({ stages, mode, options }: ReportParts): string[] {
  const notes: string[] = [];
  for (const { kernel } of stages) {
    if (kernel.mode !== undefined && mode.matters && kernel.mode !== mode.mode) {
      notes.push(`the kernel ${printable(kernel.name)} is meant for ${kernel.mode}, but ${mode.mode} was computed`);
    }
  }
  if (options.mode === undefined) notes.push("no mode was given: conv and xcorr are the same for this kernel");
  return notes;
}
