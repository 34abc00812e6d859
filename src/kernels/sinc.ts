/** FIR filters by the window method: an ideal band, cut off by a window. */
import { usageError } from "../base/errors.js";
import { kernelOf } from "../base/kernel.js";
import { besselI0, cosPi, cosPiRatio, sinPi } from "../math/elementary.js";
import type { NamedKernel } from "./named.js";
import { named } from "./shapes.js";
import { numberOf, optionalNumber, type Values, wordOf } from "./values.js";

/** cos(π·2·harmonic·i/(n−1)), the building block of the cosine windows; both ends count (a symmetric window). */
const cosine = (i: number, n: number, harmonic: number): number => cosPiRatio(2 * harmonic * i, n - 1);

/** The windows of scipy.signal.get_window(…, fftbins=False); formulas from Harris, Proc. IEEE 66
 * (1978) 51. Constant factors do not matter, as the gain is set afterwards. */
const WINDOWS: ReadonlyMap<string, (i: number, n: number, beta: number) => number> = new Map([
  ["hamming", (i: number, n: number): number => 0.54 - 0.46 * cosine(i, n, 1)],
  ["hann", (i: number, n: number): number => 0.5 - 0.5 * cosine(i, n, 1)],
  ["blackman", (i: number, n: number): number => 0.42 - 0.5 * cosine(i, n, 1) + 0.08 * cosine(i, n, 2)],
  [
    "kaiser",
    // (1 − u²) with u = (2i − (n−1))/(n−1), as a product so that nothing cancels at the ends.
    (i: number, n: number, beta: number): number =>
      besselI0(beta * Math.sqrt((4 * i * (n - 1 - i)) / ((n - 1) * (n - 1)))),
  ],
  ["none", (): number => 1],
]);

/** An ideal low-pass of bandwidth `right` (1 = the Nyquist frequency), sampled at m: right·sinc(right·m). */
const ideal = (right: number, m: number): number => (m === 0 ? right : sinPi(right * m) / (Math.PI * m));

interface Band {
  readonly left: number;
  readonly right: number;
}

/** Pass bands in units of the Nyquist frequency, the first one first: its gain is made 1. */
function bandsOf(type: string, values: Values): readonly Band[] {
  const cutoff = 2 * numberOf(values, "cutoff");
  const second = optionalNumber(values, "cutoff2");
  if (type === "low" || type === "high") {
    if (second !== undefined) {
      throw usageError(
        "--kernel",
        `sinc: cutoff2 is given, but type=${type} has one cutoff`,
        "Use type=band or type=stop",
      );
    }
    return type === "low" ? [{ left: 0, right: cutoff }] : [{ left: cutoff, right: 1 }];
  }
  if (second === undefined || 2 * second <= cutoff) {
    const found = second === undefined ? "cutoff2 is missing" : "cutoff2 is not above cutoff";
    throw usageError("--kernel", `sinc: ${found}`, `type=${type} needs two: cutoff=F1,cutoff2=F2 with F1 < F2`);
  }
  return type === "band"
    ? [{ left: cutoff, right: 2 * second }]
    : [
        { left: 0, right: cutoff },
        { left: 2 * second, right: 1 },
      ];
}

function betaOf(window: string, values: Values): number {
  const beta = optionalNumber(values, "beta");
  if (window === "kaiser" && beta === undefined) {
    throw usageError("--kernel", "sinc: window=kaiser has no beta", "Give beta, as beta=8.6");
  }
  if (window !== "kaiser" && beta !== undefined) {
    throw usageError(
      "--kernel",
      `sinc: beta is given, but window=${window} has none`,
      "Use window=kaiser or leave beta out",
    );
  }
  return beta ?? 0;
}

const FREQUENCY = { kind: "number", above: 0, below: 0.5 } as const;

export const sinc: NamedKernel = {
  name: "sinc",
  group: "signal",
  title: "windowed-sinc FIR filter: low, high, band or stop",
  parameters: [
    { name: "type", kind: "word", words: ["low", "high", "band", "stop"], default: "low", help: "what passes" },
    { ...FREQUENCY, name: "cutoff", help: "frequency as a fraction of the sampling rate, 0 to 0.5" },
    { name: "taps", kind: "integer", least: 1, greatest: 1_000_001, help: "number of taps" },
    { ...FREQUENCY, name: "cutoff2", default: "auto", help: "upper frequency, for type=band and type=stop" },
    { name: "window", kind: "word", words: [...WINDOWS.keys()], default: "hamming", help: "what cuts the sinc off" },
    { name: "beta", kind: "number", least: 0, greatest: 700, default: "auto", help: "shape of the Kaiser window" },
  ],
  sizeRule:
    "as given; the gain is 1 in the middle of the first pass band: at 0, at the Nyquist frequency, or between the cutoffs",
  examples: [
    "sinc:cutoff=0.1,taps=101",
    "sinc:high,cutoff=0.2,taps=51,window=hann",
    "sinc:band,cutoff=0.1,cutoff2=0.2,taps=64,window=kaiser,beta=8.6",
    "sinc:stop,cutoff=0.1,cutoff2=0.2,taps=63,window=blackman",
  ],
  build(values) {
    const type = wordOf(values, "type");
    const window = wordOf(values, "window");
    const n = numberOf(values, "taps");
    const bands = bandsOf(type, values);
    const beta = betaOf(window, values);
    if (n % 2 === 0 && bands.some((b) => b.right === 1)) {
      const found = `sinc: an even number of taps (${n}) cannot pass the Nyquist frequency, as type=${type} has to`;
      throw usageError("--kernel", found, "Give an odd number of taps");
    }
    // The design of scipy.signal.firwin: bands, window, then unit gain at the middle of the first band.
    const [first] = bands;
    const reference = first.left === 0 ? 0 : first.right === 1 ? 1 : (first.left + first.right) / 2;
    const shape = WINDOWS.get(window)!;
    const taps = new Float64Array(n);
    let gain = 0;
    for (let i = 0; i < n; i++) {
      const m = i - (n - 1) / 2;
      let value = 0;
      for (const { left, right } of bands) {
        value += right === 1 && Number.isInteger(m) ? (m === 0 ? 1 : 0) : ideal(right, m);
        if (left > 0) value -= ideal(left, m);
      }
      taps[i] = value * (n === 1 ? 1 : shape(i, n, beta));
      gain += taps[i] * cosPi(m * reference);
    }
    if (!(Math.abs(gain) > 0)) {
      throw usageError(
        "--kernel",
        "sinc: the gain of these taps is 0, so they cannot be scaled to 1",
        "Give more taps",
      );
    }
    for (let i = 0; i < n; i++) taps[i] /= gain;
    return kernelOf(taps, { width: n }, named("taps as given"));
  },
};
