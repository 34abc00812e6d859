/** What `fit --plot` shows: the kernel, what it leaves over, and how it was learnt. */
import type { Kernel } from "../base/kernel.js";
import { kernelShapeText } from "../base/kernel.js";
import type { Mode } from "../base/options.js";
import { log10 } from "../math/elementary.js";
import type { Figure, LinePanel, Panel } from "../plot/figure.js";
import type { Fit } from "../tasks/fit/fit.js";
import type { Learnt } from "../tasks/fit/sgd.js";

export function fitFigure(found: Fit, mode: Mode | "both"): Figure {
  const { rest, named } = found;
  const modes: readonly Mode[] = mode === "both" ? ["xcorr", "conv"] : [mode];
  const kernels = modes.map((m) => kernelPanel(found[m].kernel, `${m} kernel`));
  const title =
    named === null
      ? kernelShapeText(found.xcorr.kernel)
      : `${named.name}${named.factor === 1 ? "" : ` × ${Number(named.factor.toPrecision(4))}`}`;
  const left: Panel[] =
    rest.rank === 2
      ? [
          {
            kind: "heat",
            title: "AFTER less the fitted values",
            values: rest.channels === 1 ? rest.data : strongest(rest.data, rest.channels),
            width: rest.width,
            height: rest.height,
            colours: "diverging",
          },
        ]
      : [{ kind: "lines", title: "AFTER less the fitted values", series: channelsOf(rest), x: { label: "window" } }];
  return { title: `fit: ${title}`, panels: [...kernels, ...left] };
}

export const learntFigure = ({ kernel, losses }: Learnt): Figure => ({
  title: `learnt under ${kernel.mode}`,
  panels: [kernelPanel(kernel, "kernel"), lossPanel([{ name: "", losses }])],
});

export function kernelPanel({ taps, width, height, rank }: Kernel, title: string): Panel {
  if (rank === 1) return { kind: "lines", title, series: [{ y: taps, style: "stems" }], x: { label: "tap" } };
  return { kind: "heat", title, values: taps, width, height };
}

/** Losses as powers of ten, by epoch. */
export function lossPanel(curves: readonly { readonly name: string; readonly losses: readonly number[] }[]): LinePanel {
  return {
    kind: "lines",
    title: "loss",
    x: { label: "epoch" },
    y: { label: "log10 of the mean square error" },
    series: curves.map(({ name, losses }) => ({
      ...(name === "" ? {} : { name }),
      y: losses.map((v) => (v > 0 ? log10(v) : Number.NaN)),
    })),
  };
}

function channelsOf({ data, channels, width }: Fit["rest"]): LinePanel["series"] {
  return Array.from({ length: channels }, (_, c) => ({
    y: Array.from({ length: width }, (_, i) => data[i * channels + c]),
  }));
}

/** Of the channels of each place the value farthest from 0. */
function strongest(data: ArrayLike<number>, channels: number): Float64Array {
  return Float64Array.from({ length: data.length / channels }, (_, i) => {
    let best = data[i * channels];
    for (let c = 1; c < channels; c++) {
      const v = data[i * channels + c];
      if (Number.isNaN(best) || Math.abs(v) > Math.abs(best)) best = v;
    }
    return best;
  });
}
