/** `--plot` of `verify`: the convolution, the cross-correlation, and the one less the other. */
import type { Kernel } from "../base/kernel.js";
import type { Signal } from "../base/signal.js";
import type { Figure, LinePanel, Panel } from "../plot/figure.js";
import { kernelPanels } from "../plot/from-kernel.js";
import { channelName, seriesOf } from "../plot/from-signal.js";
import { filter } from "../tasks/filter/filter.js";
import { cropped } from "../tasks/verify/region.js";
import type { VerifyReport } from "../tasks/verify/report.js";
import { meanPanel } from "./plot-plane.js";

/** Channels of signals that are shown. */
const MOST = 2;

/** Of the region that the laws were tried on, in its own extent and with the default border. */
export function verifyFigure(input: Signal, kernel: Kernel, { kernel: about, region }: VerifyReport): Figure {
  const signal = cropped(input, region);
  const type = signal.imag || kernel.imag ? "c128" : "f64";
  const alpha = input.about.alpha === true ? ({ alpha: "drop" } as const) : {};
  const [conv, xcorr] = (["conv", "xcorr"] as const).map(
    (mode) => filter(signal, [kernel], { mode, depth: type, ...alpha }).signal,
  );
  const less = { ...conv, data: Float64Array.from(conv.data, (v, i) => v - xcorr.data[i]) };
  const difference: Signal = conv.imag ? { ...less, imag: conv.imag.map((v, i) => v - xcorr.imag![i]) } : less;
  const title = about.equalsFlip ? "conv and xcorr are the same: k is its own conjugated flip" : "conv is not xcorr";
  const taps = kernelPanels(kernel, `k: ${kernel.name}`);
  const outputs = [
    ["conv(x, k): k is flipped", conv],
    ["xcorr(x, k): k is not flipped", xcorr],
    ["conv − xcorr", difference],
  ] as const;
  if (input.rank === 2) {
    const places = { x: { first: region.x }, y: { first: region.y } };
    return { title, panels: [...taps, ...outputs.map(([name, s]): Panel => ({ ...meanPanel(s, name), ...places }))] };
  }
  const rate = input.about.sampleRate ?? 1;
  const x = { first: region.x / rate, step: 1 / rate };
  const channels = Array.from({ length: Math.min(input.channels, MOST) }, (_, c) => c);
  const panels = channels.flatMap((c) =>
    outputs.map(([name, s]): LinePanel => {
      const of = input.channels === 1 ? "" : `: ${channelName(input, c)}`;
      return { kind: "lines", title: `${name}${of}`, series: seriesOf(s, c, x) };
    }),
  );
  return { title, panels: [...taps, ...panels], x: { label: rate === 1 ? "sample" : "time in s" } };
}

/** What the figure leaves out, to be told. */
export const channelsLeftOut = ({ rank, channels }: Signal): string | undefined =>
  rank === 1 && channels > MOST ? `the plot shows the first ${MOST} channels of ${channels}` : undefined;
