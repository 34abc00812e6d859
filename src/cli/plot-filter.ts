/** `--plot` of a filter call: what went in, the kernels, and what came out. */
import type { Kernel } from "../base/kernel.js";
import type { Signal } from "../base/signal.js";
import { count } from "../base/text.js";
import type { Figure, LinePanel, Panel, Spacing } from "../plot/figure.js";
import { kernelPanels } from "../plot/from-kernel.js";
import { channelName, seriesOf } from "../plot/from-signal.js";
import { meanPanel } from "./plot-plane.js";

/** What is shown of many channels and of long chains. */
const MOST = { channels: 4, kernels: 4 } as const;

/**
 * Signals as lines over one axis, each output sample at the input sample that it belongs to (with `--lags` over the lags);
 * planes and pictures as heat maps, colours by their mean.
 */
export function filterFigure(input: Signal, output: Signal, kernels: readonly Kernel[]): Figure {
  // A single tap says nothing that the axes do not say.
  const telling = kernels.filter((k) => k.width * k.height > 1);
  const taps = telling.slice(0, MOST.kernels).flatMap((k) => kernelPanels(k, `kernel ${k.name}`));
  if (input.rank === 2) return { panels: [meanPanel(input, "input"), ...taps, meanPanel(output, "output")] };
  const rate = input.about.sampleRate ?? 1;
  const { rows = UNMOVED, lags } = output.about;
  const places: Spacing = { first: rows.first / rate, step: rows.step / rate };
  const channels = Math.min(input.channels, output.channels, MOST.channels);
  const of = (c: number): string => (input.channels === 1 ? "" : `: ${channelName(input, c)}`);
  const panels = Array.from({ length: channels }, (_, c): Panel[] => {
    const before: LinePanel = {
      kind: "lines",
      title: `input${of(c)}`,
      series: seriesOf(input, c, { first: 0, step: 1 / rate }),
    };
    const after: LinePanel =
      lags === undefined
        ? { kind: "lines", title: `output${of(c)}`, series: seriesOf(output, c, places) }
        : { kind: "lines", title: `output${of(c)}`, series: seriesOf(output, c, lags), x: { label: "lag in samples" } };
    return [before, after];
  });
  // The kernels come first: what shares the axis stays together.
  return {
    panels: [...taps, ...panels.flat()],
    x: { label: input.about.sampleRate === undefined ? "sample" : "time in s" },
  };
}

const UNMOVED = { first: 0, step: 1 } as const;

/** What the figure leaves out, to be told. */
export function leftOut(input: Signal, kernels: readonly Kernel[]): string | undefined {
  const parts = [
    ...(input.rank === 1 && input.channels > MOST.channels
      ? [`${count(MOST.channels, "channel")} of ${input.channels}`]
      : []),
    ...(kernels.length > MOST.kernels ? [`${count(MOST.kernels, "kernel")} of ${kernels.length}`] : []),
  ];
  return parts.length === 0 ? undefined : `the plot shows the first ${parts.join(" and ")}`;
}
