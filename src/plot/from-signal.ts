/** Signals and planes as panels. */
import { isComplex } from "../base/element.js";
import type { Signal } from "../base/signal.js";
import type { HeatPanel, Series, Spacing } from "./figure.js";

/** One channel, without a copy where there is only one. */
export function channelOf(signal: Signal, channel: number, part: "real" | "imag" = "real"): ArrayLike<number> {
  const data = part === "imag" ? signal.imag! : signal.data;
  if (signal.channels === 1) return data;
  const length = signal.width * signal.height;
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = data[i * signal.channels + channel];
  return out;
}

/** What a channel is called: the column, the colour or the number that it has. */
export function channelName({ about, channels }: Signal, channel: number): string {
  const name = about.columns?.at(channel)?.trim() ?? "";
  if (name !== "") return name;
  if (about.medium === "raster" && channels >= 3) return COLOURS[channel] ?? `channel ${channel + 1}`;
  return `${about.medium === "table" ? "column" : "channel"} ${channel + 1}`;
}

const COLOURS = ["red", "green", "blue", "alpha"];

/** The lines of a channel: one, or for complex samples two. */
export function seriesOf(signal: Signal, channel: number, x: ArrayLike<number> | Spacing, name?: string): Series[] {
  const given = name === undefined ? {} : { name };
  if (!isComplex(signal.type)) return [{ ...given, x, y: channelOf(signal, channel) }];
  const before = name === undefined ? "" : `${name}, `;
  return [
    { name: `${before}real part`, x, y: channelOf(signal, channel) },
    { name: `${before}imaginary part`, x, y: channelOf(signal, channel, "imag") },
  ];
}

/** A plane as a map; complex samples by their magnitude. */
export function heatPanel(
  signal: Signal,
  channel: number,
  rest: Pick<HeatPanel, "title" | "colours" | "reduce">,
): HeatPanel {
  const { width, height } = signal;
  const real = channelOf(signal, channel);
  if (!isComplex(signal.type)) return { kind: "heat", values: real, width, height, ...rest };
  const imag = channelOf(signal, channel, "imag");
  const values = Float64Array.from(real, (v, i) => Math.sqrt(v * v + imag[i] * imag[i]));
  return { kind: "heat", values, width, height, ...rest, title: `${rest.title ?? ""} (magnitude)`.trim() };
}
