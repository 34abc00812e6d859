// Problems drawn from a seed, with sizes log-uniform: what the planner is calibrated on and judged by.
import { kernelFrom, kernelOf, signalFrom } from "../../dist/index.js";
import { generator, pictureSamples, signalSamples } from "./data.js";

/** Most samples of a problem, so that a run takes milliseconds. */
const MOST = 1 << 21;
/**
 * Float outputs are planned from the kernel alone, never from the picture's size, so such a plan is held against others
 * where sizes matter little: at this many samples or more, and so many in each direction, which is also some times the
 * kernel.
 */
const FLOAT_LEAST = 1 << 17;
const FLOAT_SIDE = 400;
const FLOAT_TIMES = 4;
const PICTURES = ["u8", "u8", "u8", "u8", "u16", "i16", "f32", "f64"];
const KERNELS = ["integer", "real", "whole-separable", "gaussian", "separable", "box", "sparse"];

/** An endless list of { name, signal, kernel, kind, float }. */
export function* drawnProblems(seed) {
  const next = generator(seed);
  for (let i = 0; ; i++) yield next() < 0.2 ? signalProblem(next, seed + i) : pictureProblem(next, seed + i);
}

/** A whole number from `least` to `greatest`, its logarithm uniform. */
const logUniform = (next, least, greatest) =>
  Math.min(greatest, Math.floor(Math.exp(Math.log(least) + next() * (Math.log(greatest + 1) - Math.log(least)))));
const oneOf = (next, things) => things[Math.floor(next() * things.length)];

function pictureProblem(next, seed) {
  const type = oneOf(next, PICTURES);
  const float = type.startsWith("f");
  const kind = oneOf(next, KERNELS);
  const columns = logUniform(next, 2, 64);
  const rows = next() < 0.6 ? columns : logUniform(next, 1, 64);
  const channels = oneOf(next, [1, 1, 1, 3, 3, 4, 4]);
  for (;;) {
    const least = float ? FLOAT_SIDE : 8;
    const width = logUniform(next, least, 4096);
    const height = logUniform(next, least, 4096);
    const samples = width * height * channels;
    if (samples > MOST) continue;
    if (float && (samples < FLOAT_LEAST || width < FLOAT_TIMES * columns || height < FLOAT_TIMES * rows)) continue;
    const data = pictureSamples({ type, width, height, channels, seed });
    const plain = signalFrom(data, { width, height, channels, rank: 2 });
    // Half of the pictures with four channels have alpha, and some of it is not opaque.
    const alpha = channels === 4 && next() < 0.5;
    const signal = alpha ? { ...plain, about: { ...plain.about, medium: "raster", alpha } } : plain;
    const kernel = planeKernel(kind, columns, rows, next);
    const fast = type === "f32" && next() < 0.5;
    return {
      name: `${type} ${width}×${height}×${channels} ${kind} ${columns}×${rows}${fast ? " fast" : ""}`,
      fast,
      signal,
      kernel,
      kind,
      type,
      float,
    };
  }
}

function signalProblem(next, seed) {
  const type = oneOf(next, ["f64", "f64", "f32", "i16"]);
  const float = type !== "i16";
  const taps = logUniform(next, 2, 16384);
  const kind = oneOf(next, ["real", "real", "integer", "box"]);
  const length = logUniform(next, float ? Math.max(FLOAT_LEAST, FLOAT_TIMES * taps) : 100, MOST / 2);
  const wave = signalSamples(length, seed);
  const data =
    type === "f64" ? wave : type === "f32" ? Float32Array.from(wave) : Int16Array.from(wave, (v) => 20000 * v);
  const signal = signalFrom(data, { width: length, height: 1, rank: 1 });
  const values = Float64Array.from({ length: taps }, () => tapOf(kind, next) / (kind === "integer" ? 1 : taps));
  const divisor = kind === "integer" ? sumOrOne(values) : 1;
  const kernel = kernelOf(values, { width: taps, rank: 1 }, { divisor: { num: BigInt(divisor), den: 1n } });
  return { name: `${type} ${length} ${kind} ${taps}`, signal, kernel, kind: `1-D ${kind}`, type, float };
}

function tapOf(kind, next) {
  if (kind === "box") return 1;
  // Times a number of 53 bits, so that taps have no common divisor.
  if (kind === "real") return Math.SQRT1_2 * (next() - 0.25);
  const tap = Math.floor(13 * next()) - 4;
  return tap === 0 ? 1 : tap;
}

const sumOrOne = (taps) => Math.max(1, Math.abs(taps.reduce((a, b) => a + b, 0)));

function planeKernel(kind, width, height, next) {
  const shape = { width, height, rank: 2 };
  const whole = (taps) => kernelOf(taps, shape, { divisor: { num: BigInt(sumOrOne(taps)), den: 1n } });
  const product = (row, column) =>
    Float64Array.from({ length: width * height }, (_, i) => row[i % width] * column[Math.floor(i / width)]);
  const line = (n, tap) => Float64Array.from({ length: n }, tap);
  switch (kind) {
    case "box":
      return kernelFrom(`box:${width}x${height}`, 2);
    case "integer":
      return whole(line(width * height, () => tapOf("integer", next)));
    case "sparse": {
      const taps = new Float64Array(width * height);
      const count = logUniform(next, 2, 12);
      for (let i = 0; i < count; i++) taps[Math.floor(next() * taps.length)] = 1 + Math.floor(3 * next());
      taps[0] = -1;
      taps[taps.length - 1] = 2;
      // Half of them sum to 1 and have no divisor, as sharpening kernels do.
      if (next() < 0.5) taps[taps.length >> 1] += 1 - taps.reduce((a, b) => a + b, 0);
      return whole(taps);
    }
    case "whole-separable": {
      const factor = (n) => line(n, () => 1 + Math.floor(3 * next()));
      return whole(product(factor(width), factor(height)));
    }
    case "gaussian": {
      const bell = (n) => line(n, (_, i) => Math.exp(-0.5 * ((i - (n - 1) / 2) / Math.max(0.5, n / 6)) ** 2));
      const taps = product(bell(width), bell(height));
      return kernelOf(
        taps.map((t) => t / taps.reduce((a, b) => a + b, 0)),
        shape,
      );
    }
    case "separable": {
      const taps = product(
        line(width, () => next() - 0.3),
        line(height, () => next() - 0.3),
      );
      const size = taps.reduce((a, b) => a + Math.abs(b), 0);
      return kernelOf(
        taps.map((t) => t / size),
        shape,
      );
    }
    default:
      return kernelOf(
        line(width * height, () => tapOf("real", next) / (width * height)),
        shape,
      );
  }
}
