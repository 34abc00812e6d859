/** `demo similarity`: the classic three panels. */
import { signalOf } from "../../base/signal.js";
import type { Figure, LinePanel } from "../../plot/figure.js";
import { similarity as compute, type Similarity, THRESHOLD } from "../../tasks/demo/similarity.js";
import type { Demo } from "../demo.js";

export const similarity: Demo = {
  name: "similarity",
  title: "bits under noise, found again by cross-correlation with a pulse of their shape",
  run: ({ seed = 1, noise = 1 }) => {
    const result = compute({ seed, noise });
    const { bits, clock, recovered, correlated } = result;
    const wrong = bits.filter((bit, n) => bit !== recovered[n]).length;
    return {
      figure: figureOf(result),
      table: tableOf(result),
      good: wrong === 0,
      text: textOf(result, wrong, seed, noise),
      report: {
        seed,
        noise,
        threshold: THRESHOLD,
        bits,
        clock,
        values: clock.map((at) => correlated[at]),
        recovered,
        wrong,
      },
    };
  },
};

function figureOf({ original, noisy, correlated, clock }: Similarity): Figure {
  const panel = (title: string, y: Float64Array, dots: boolean, rest: Partial<LinePanel> = {}): LinePanel => ({
    kind: "lines",
    title,
    series: [{ y }, ...(dots ? [{ style: "points", x: clock, y: clock.map((at) => y[at]) } as const] : [])],
    ...rest,
  });
  return {
    x: { label: "sample" },
    panels: [
      panel("Original signal", original, true),
      panel("Signal with noise", noisy, false),
      panel("Cross-correlated with rectangular pulse", correlated, true, { thresholds: [{ y: THRESHOLD }] }),
    ],
  };
}

function tableOf({ original, noisy, correlated }: Similarity): ReturnType<typeof signalOf> {
  const data = Float64Array.from(
    { length: 3 * original.length },
    (_, i) => [original, noisy, correlated][i % 3].at(Math.floor(i / 3))!,
  );
  const columns = ["original", "noisy", "correlated"];
  return signalOf(data, { width: original.length, channels: 3 }, "f64", { source: "demo", medium: "table", columns });
}

function textOf({ bits, recovered, clock }: Similarity, wrong: number, seed: number, noise: number): string {
  const under = `under noise of deviation ${noise} (seed ${seed})`;
  const how = `by the threshold ${THRESHOLD} at the samples ${clock[0]}, ${clock[1]}, … ${clock.at(-1)}`;
  if (wrong === 0) return `All ${bits.length} bits were recovered ${under}, ${how}: ${recovered.join(" ")}.`;
  return `Not all bits were recovered ${under}, ${how}: ${recovered.join(" ")}, where ${bits.join(" ")} was sent (${wrong} of ${bits.length} are wrong).`;
}
