/** `--explain`: what was computed, in plain words. */
import { kernelShapeText } from "../base/kernel.js";
import { shapeText } from "../base/signal.js";
import { count } from "../base/text.js";
import type { StageReport } from "../tasks/filter/report.js";
import type { CommandReport } from "./report.js";
import { waysText } from "./ways.js";

/** A text of short lines for people; the same facts as the JSON report. */
export function explain(report: CommandReport): string {
  return [
    operationText(report),
    `input     ${report.input.source}${report.input.format === undefined ? "" : ` (${report.input.format})`}: ${shape(report.input)}`,
    ...report.stages.flatMap((s, i) => stageText(s, i, report)),
    `border    ${report.border}`,
    valueText(report),
    ...(report.alpha === null ? [] : [`alpha     ${report.alpha}`]),
    ...(report.space === "linear" ? ["light     filtered in linear light, stored in sRGB"] : []),
    outputText(report),
    `clipped   ${report.clipped.count} of ${count(report.clipped.of, "sample")}`,
    nanText(report),
    ...(report.recomputed > 0
      ? [`exact     ${count(report.recomputed, "sample")} too near a rounding boundary, computed again exactly`]
      : []),
  ].join("\n");
}

function operationText({ operation: o }: CommandReport): string {
  const formula =
    o.mode === "conv"
      ? "convolution (conv): y[i] = Σ k[j]·x[i + a − j], the kernel is flipped"
      : `cross-correlation (xcorr): y[i] = Σ ${o.conjugated ? "conj(k[j])" : "k[j]"}·x[i + j − a], the kernel is not flipped`;
  const matters = o.flipMatters
    ? o.flipDifference > 0
      ? `the flip matters: taps differ from their flipped counterparts by up to ${o.flipDifference}`
      : "the flip matters: the anchor is off the middle"
    : `the flip does not matter: conv and xcorr are the same here${o.modeGiven ? "" : " (no mode was given)"}`;
  return `${formula}\n          ${matters}`;
}

function shape(s: CommandReport["input"] | CommandReport["output"]): string {
  const rate = s.sampleRate === undefined ? "" : ` at ${s.sampleRate} Hz`;
  return `${shapeText(s)} of ${s.type}${rate}`;
}

function stageText(stage: StageReport, index: number, report: CommandReport): string[] {
  const name = report.stages.length === 1 ? "kernel  " : `kernel ${index + 1}`;
  const taps = kernelShapeText({ ...stage, rank: report.input.rank });
  const divisor =
    stage.divisor === "1"
      ? ""
      : `, divided by ${stage.divisor.length > 40 ? "the exact sum of its taps" : stage.divisor}`;
  const anchor = stage.anchor
    ? `, anchor at tap ${report.input.rank === 1 ? stage.anchor[0] : stage.anchor.join(",")}`
    : "";
  const dilated = report.dilation.some((d) => d !== 1) ? `, dilated ${report.dilation.join(",")}` : "";
  const own = [
    ...(stage.scale === undefined ? [] : [`, its own scale ${stage.scale}`]),
    ...(stage.offset === undefined ? [] : [`, its own offset ${stage.offset}`]),
  ].join("");
  const lines = [`${name}  ${stage.kernel}: ${taps}${divisor}${own}${anchor}${dilated}`];
  const error = stage.errorBound === 0 ? "every sum is exact" : `sums within ${stage.errorBound.toPrecision(2)}`;
  lines.push(`method    ${stage.method}${stage.forced ? " (as asked)" : ""}: ${error}`);
  lines.push(...waysText(stage).map((line) => `          ${line}`));
  return lines;
}

/** What each value is, by `--normalize`. */
const NORMALIZED: Readonly<Record<CommandReport["normalize"]["how"], string>> = {
  none: "the sums",
  biased: "the sums, divided by the N samples of the input (biased)",
  unbiased: "the sums, divided by the number of products in each (unbiased)",
  coeff: "the sums, divided by √(Σ|x|²·Σ|k|²) (coeff)",
  zncc: "zero-mean normalised scores of the windows, −1 to 1 (zncc)",
};

function valueText(r: CommandReport): string {
  const { how, flat } = r.normalize;
  const parts = [
    ...(flat === undefined ? [] : [`${count(flat, "window")} flat`]),
    ...(r.scale === 1 ? [] : [`divided by ${r.scale}`]),
    ...(r.offset === 0 ? [] : [`plus ${r.offset}`]),
    ...(r.map === "clip" ? [] : [`mapped by ${r.map}`]),
    r.rounding === null ? "not rounded" : `rounded once (${r.rounding}), then saturated`,
  ];
  return `values    ${[NORMALIZED[how], ...parts].join(", ")}`;
}

function outputText(r: CommandReport): string {
  const { output } = r;
  const size = typeof r.size === "string" ? `size ${r.size}` : "padded";
  const first = r.input.rank === 1 ? `sample ${output.first[0]}` : `sample ${output.first.join(",")}`;
  const stride = output.stride.some((s) => s !== 1)
    ? `, stride ${r.input.rank === 1 ? output.stride[0] : output.stride.join(",")}`
    : "";
  const most = r.maxLag === null ? "" : `, of lags up to ${r.maxLag}`;
  const lag = output.firstLag === undefined ? "" : `; its lag is ${output.firstLag}${most}`;
  return `output    ${output.target} (${output.format}): ${shape(output)}, ${size}${stride}\n          the first output sample lies on input ${first}${lag}`;
}

function nanText({ nan }: CommandReport): string {
  const input = `${nan.input} NaN and ${nan.inputInfinite} infinite in the input`;
  return `nan       ${nan.policy}: ${input}, ${nan.output} and ${nan.outputInfinite} in the output`;
}
