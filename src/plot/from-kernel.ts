/** Kernels as panels: lists of taps as stems, matrices as maps with white at 0. */
import { type Kernel, kernelShapeText } from "../base/kernel.js";
import { toNumber } from "../base/rational.js";
import type { HeatPanel, LinePanel } from "./figure.js";

/** Taps that stems tell apart; more become a line. */
const STEMS = 200;

/** The taps over the divisor, as written: `xcorr` uses them so, `conv` flips them. A panel for each channel. */
export function kernelPanels(kernel: Kernel, title = kernel.name): (LinePanel | HeatPanel)[] {
  return Array.from({ length: kernel.channels }, (_, channel) => {
    const shape = kernelShapeText({ ...kernel, channels: 1 });
    const of = kernel.channels === 1 ? "" : `, channel ${channel + 1} of ${kernel.channels}`;
    const head = `${title}${of}: ${shape}`;
    return kernel.height === 1 ? listPanel(kernel, channel, head) : matrixPanels(kernel, channel, head);
  }).flat();
}

function listPanel(kernel: Kernel, channel: number, title: string): LinePanel {
  const style = kernel.width > STEMS ? "line" : "stems";
  const real = quotients(kernel, kernel.taps, channel);
  const rest = { kind: "lines", title, x: { label: "tap" } } as const;
  if (!kernel.imag) return { ...rest, series: [{ style, y: real }] };
  const imag = quotients(kernel, kernel.imag, channel);
  return {
    ...rest,
    series: [
      { name: "real part", style, y: real },
      { name: "imaginary part", style, y: imag },
    ],
  };
}

function matrixPanels(kernel: Kernel, channel: number, title: string): HeatPanel[] {
  const { width, height, taps, imag } = kernel;
  const panel = (plane: Float64Array, part: string): HeatPanel => {
    const values = quotients(kernel, plane, channel);
    const colours = values.some((v) => v < 0) ? "diverging" : "sequential";
    return { kind: "heat", title: `${title}${part}`, values, width, height, colours };
  };
  return imag ? [panel(taps, ", real part"), panel(imag, ", imaginary part")] : [panel(taps, "")];
}

function quotients({ width, height, channels, divisor }: Kernel, plane: Float64Array, channel: number): Float64Array {
  const by = toNumber(divisor);
  return Float64Array.from({ length: width * height }, (_, i) => plane[i * channels + channel] / by);
}
