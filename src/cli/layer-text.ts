/** `layer --explain`: what was computed, in plain words. */
import type { LayerAxisReport } from "../base/layer.js";
import { shapeWords } from "../base/tensor.js";
import { count } from "../base/text.js";
import type { LayerCommandReport } from "./layer.js";

/** A text of short lines for people; the same facts as the JSON report. */
export function explainLayer(report: LayerCommandReport): string {
  const { input, weights, bias, output, groups, axes, transposed } = report;
  const channels = `${count(input.channels, "channel")} to ${output.channels}${groups === 1 ? "" : ` in ${groups} groups`}`;
  return [
    ...operation(report),
    `input     ${input.source}: ${shapeWords(input.shape)} of ${input.type}${input.batch === 1 ? "" : `, a batch of ${input.batch}`}`,
    `weights   ${weights.source}: ${shapeWords(weights.shape)} of ${weights.type}, ${channels}`,
    ...(bias ? [`bias      ${bias.source}: ${shapeWords(bias.shape)} of ${bias.type}`] : []),
    ...axes.map((axis) => `axis ${axis.axis}    ${extent(axis, transposed)}`),
    `output    ${output.target} (npy): ${shapeWords(output.shape)} of ${output.type}`,
    ...work(report),
  ].join("\n");
}

function operation({ mode, transposed, flipMatters }: LayerCommandReport): string[] {
  const kernels =
    mode === "conv"
      ? "true convolution (conv): each kernel is flipped along its axes"
      : "cross-correlation (xcorr): kernels are not flipped. Frameworks compute this, and call it convolution";
  return [
    `${transposed ? "transposed " : ""}${kernels}`,
    flipMatters
      ? `          the flip matters: a layer that learns under ${mode === "conv" ? "xcorr" : "conv"} would have the flipped kernels`
      : "          the flip does not matter: each kernel equals its own",
  ];
}

/** `56 outputs = ⌊(56 + 1 + 1 − ((3 − 1)·1 + 1)) / 1⌋ + 1`. */
function extent(a: LayerAxisReport, transposed: boolean): string {
  const spans = `(${a.kernel} − 1)·${a.dilation} + 1`;
  const formula = transposed
    ? `(${a.input} − 1)·${a.stride} + ${spans} + ${a.outputPadding} − ${a.before} − ${a.after}`
    : `⌊(${a.input} + ${a.before} + ${a.after} − (${spans})) / ${a.stride}⌋ + 1`;
  return `${count(a.output, "output")} = ${formula}`;
}

function work({ computed, form, multiplyAdds, clipped, recomputed }: LayerCommandReport): string[] {
  const how = `${computed.routines} routines, ${count(computed.threads, "thread")}`;
  const error = computed.errorBound === null ? "" : `, within ${computed.errorBound.toPrecision(2)}`;
  const blocks = "in blocks of 64 products";
  const sums =
    form === "float"
      ? `sums in ${computed.sums}, ${blocks}${error}`
      : `every sum is exact (carried in ${computed.sums})`;
  return [
    `work      ${multiplyAdds} multiply-adds: ${how}`,
    `values    ${sums}`,
    ...(form === "float" ? [] : [`clipped   ${clipped.count} of ${count(clipped.of, "sample")}`]),
    ...(recomputed > 0
      ? [`exact     ${count(recomputed, "sample")} too near a rounding boundary, decided exactly`]
      : []),
  ];
}
