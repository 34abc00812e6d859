/** A plane or picture as one map, however many channels it has. */
import { isInteger } from "../base/element.js";
import type { Signal } from "../base/signal.js";
import { count } from "../base/text.js";
import type { HeatPanel } from "../plot/figure.js";
import { heatPanel } from "../plot/from-signal.js";

/** A map of the mean of the channels, alpha aside; pictures of whole numbers are grey. */
export function meanPanel(signal: Signal, title: string): HeatPanel {
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
