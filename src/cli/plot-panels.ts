/** Signals and planes as the panels of a plot. */
import type { HeatPanel, LinePanel } from "../plot/figure.js";
import { channelName, heatPanel, seriesOf } from "../plot/from-signal.js";
import type { PlotWords } from "./plot.js";
import type { Source } from "./plot-axis.js";

/** A panel for each column of all signals, or one with all of them. */
export function linePanels(sources: readonly Source[], { ylim, threshold = [], overlay }: PlotWords): LinePanel[] {
  const rest = {
    ...(ylim === undefined ? {} : { y: { limits: ylim } }),
    ...(threshold.length === 0 ? {} : { thresholds: threshold.map((y) => ({ y })) }),
  };
  const lines = sources
    .filter(({ signal }) => signal.rank === 1)
    .flatMap((source) => source.channels.map((c) => ({ source, c, title: nameOf(source, c, sources) })));
  if (overlay === true && lines.length > 0) {
    const series = lines.flatMap(({ source, c, title }) => seriesOf(source.signal, c, source.x, title));
    return [{ kind: "lines", series, ...rest }];
  }
  return lines.map(({ source, c, title }) => {
    return { kind: "lines", title, series: seriesOf(source.signal, c, source.x), ...rest };
  });
}

/** A map for each channel of all planes. */
export function heatPanels(sources: readonly Source[], { ylim, colours }: PlotWords): HeatPanel[] {
  const rest = { ...(colours === undefined ? {} : { colours }), ...(ylim === undefined ? {} : { limits: ylim }) };
  return sources
    .filter(({ signal }) => signal.rank === 2)
    .flatMap((source) =>
      source.channels.map((c) => {
        const reduce = source.signal.about.medium === "raster" ? "mean" : "peak";
        return { ...heatPanel(source.signal, c, { title: nameOf(source, c, sources), reduce }), ...rest };
      }),
    );
}

/** The column, or the file where it has only one without a name; both where there are several files. */
function nameOf({ signal }: Source, c: number, sources: readonly Source[]): string {
  const { channels, about } = signal;
  if (channels === 1 && !about.columns) return about.source;
  const name = channelName(signal, c);
  return sources.length === 1 ? name : `${about.source}: ${name}`;
}
