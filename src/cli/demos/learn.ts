/** `demo learn`: the same layer under both modes. */
import { signalOf } from "../../base/signal.js";
import type { Figure, HeatPanel } from "../../plot/figure.js";
import { type LearnDemo, learnDemo, PICTURE, SIDE } from "../../tasks/demo/learn.js";
import type { Demo } from "../demo.js";
import { lossPanel } from "../plot-fit.js";

/** What learning leaves between the two: taps are 0 or 1, and so far apart they are still told apart with ease. */
const ALIKE = 0.05;

export const learn: Demo = {
  name: "learn",
  title: "a layer learns a kernel under xcorr, and its flip under conv: both work as well",
  run: ({ seed = 1, noise = 0.1 }) => {
    const result = learnDemo({ seed, noise });
    const { xcorr, conv, flipDifference, outputDifference } = result;
    const good = flipDifference <= ALIKE && outputDifference <= ALIKE;
    const one = ({ kernel, losses, epochs }: LearnDemo["conv"]) => ({
      taps: rowsOf(kernel.taps),
      epochs,
      loss: losses.at(-1)!,
    });
    return {
      figure: figureOf(result, true),
      screen: figureOf(result, false),
      table: tableOf(result),
      good,
      text: textOf(result, good, seed, noise),
      report: { seed, noise, xcorr: one(xcorr), conv: one(conv), flipDifference, outputDifference },
    };
  },
};

const rowsOf = (taps: Float64Array): number[][] =>
  Array.from({ length: SIDE }, (_, y) => Array.from(taps.subarray(y * SIDE, (y + 1) * SIDE)));

function figureOf({ xcorr, conv, outputs }: LearnDemo, withOutputs: boolean): Figure {
  const kernel = (values: Float64Array, title: string): HeatPanel => ({
    kind: "heat",
    title,
    values,
    width: SIDE,
    height: SIDE,
  });
  const most = outputs.xcorr.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const output = (values: Float64Array, title: string): HeatPanel => ({
    kind: "heat",
    title,
    values,
    width: PICTURE,
    height: PICTURE,
    colours: "diverging",
    limits: [-most, most],
  });
  return {
    title: "A layer learns what its own mode needs",
    panels: [
      kernel(xcorr.kernel.taps, "learnt under xcorr"),
      { ...kernel(conv.kernel.taps, "learnt under conv: the flip"), beside: true },
      ...(withOutputs
        ? [
            output(outputs.xcorr, "output of xcorr"),
            { ...output(outputs.conv, "output of conv"), beside: true },
            {
              ...output(
                outputs.conv.map((v, i) => v - outputs.xcorr[i]),
                "difference",
              ),
              beside: true,
            },
          ]
        : []),
      lossPanel([
        { name: "under xcorr", losses: xcorr.losses },
        { name: "under conv", losses: conv.losses },
      ]),
    ],
  };
}

/** The losses by epoch; NaN where one had ended. */
function tableOf({ xcorr, conv }: LearnDemo): ReturnType<typeof signalOf> {
  const width = Math.max(xcorr.losses.length, conv.losses.length);
  const data = new Float64Array(3 * width);
  for (let i = 0; i < width; i++) data.set([i, xcorr.losses[i] ?? Number.NaN, conv.losses[i] ?? Number.NaN], 3 * i);
  const columns = ["epoch", "loss_xcorr", "loss_conv"];
  return signalOf(data, { width, channels: 3 }, "f64", { source: "demo", medium: "table", columns });
}

function textOf(
  { xcorr, conv, flipDifference, outputDifference }: LearnDemo,
  good: boolean,
  seed: number,
  noise: number,
): string {
  const loss = (l: LearnDemo["conv"]): string => `${Number(l.losses.at(-1)!.toPrecision(3))} after ${l.epochs} epochs`;
  const [taps, outputs] = [flipDifference, outputDifference].map((v) => Number(v.toPrecision(2)));
  return [
    `A layer that computes xcorr and one that computes conv learnt the same filter (seed ${seed}, noise ${noise}).`,
    `Loss: ${loss(xcorr)} under xcorr, ${loss(conv)} under conv.`,
    `${good ? "Each kernel is the other's flip" : "The kernels are not each other's flip"}: taps differ by up to ${taps}; the outputs by up to ${outputs} of their root mean square.`,
  ].join("\n");
}
