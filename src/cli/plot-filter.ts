/** `--plot` of a filter call: what went in, the kernels, and what came out. */
import { isInteger } from "../base/element.js";
import type { Kernel } from "../base/kernel.js";
import type { Signal } from "../base/signal.js";
import { count } from "../base/text.js";
import type { Figure, HeatPanel, LinePanel, Panel, Spacing } from "../plot/figure.js";
import { kernelPanels } from "../plot/from-kernel.js";
import { channelName, heatPanel, seriesOf } from "../plot/from-signal.js";

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
  if (input.rank === 2) return { panels: [plane(input, "input"), ...taps, plane(output, "output")] };
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

/** A map of the mean of the channels, alpha aside. */
function plane(signal: Signal, title: string): HeatPanel {
  const { about, channels, width, height, data, type } = signal;
  const picture = about.medium === "raster";
  const colours = picture && isInteger(type) ? ({ colours: "grey" } as const) : {};
  const reduce = picture ? "mean" : "peak";
  const shown = about.alpha === true ? channels - 1 : channels;
  if (channels === 1) return heatPanel(signal, 0, { title, reduce, ...colours });
  const values = new Float32Array(width * height);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    for (let c = 0; c < shown; c++) sum += data[i * channels + c];
    values[i] = sum / shown;
  }
  const head = shown === 1 ? title : `${title}, mean of ${count(shown, picture ? "colour" : "channel")}`;
  return { kind: "heat", title: head, values, width, height, reduce, ...colours };
}
