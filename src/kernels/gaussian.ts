/** The Gaussian and the Laplacian of it, sampled at the centres of the samples. */
import { usageError } from "../base/errors.js";
import { type Kernel, kernelOf } from "../base/kernel.js";
import { powerOfTwo, toNumber } from "../base/rational.js";
import { exp } from "../math/elementary.js";
import { exactSum } from "./exact.js";
import type { NamedKernel, Parameter } from "./named.js";
import { bothAxes, named, smoothing } from "./shapes.js";
import { checkTaps, type Extent, numberOf, optionalNumber, sizeOf, type Values } from "./values.js";

const SIGMA: Parameter = {
  name: "sigma",
  kind: "number",
  above: 0,
  greatest: 1e6,
  help: "standard deviation, in samples",
};
const TRUNCATE: Parameter = {
  name: "truncate",
  kind: "number",
  above: 0,
  default: 4,
  help: "where the taps end, in standard deviations",
};
const SIZE: Parameter = {
  name: "size",
  kind: "size",
  least: 1,
  default: "auto",
  help: "taps along each axis instead of the size that truncate gives: 9 or 9x5",
};

/** The rule of scipy.ndimage.gaussian_filter1d. */
const radiusOf = (sigma: number, truncate: number): number => Math.floor(truncate * sigma + 0.5);
const RULE = "radius = floor(truncate*sigma + 0.5), the rule of scipy.ndimage; size = 2*radius + 1";

function extentOf(name: string, values: Values, rank: 1 | 2, sigmaY: number): Extent & { rule: string } {
  if (values.has("size")) {
    const extent = sizeOf(values, "size", rank);
    checkTaps(name, extent.width, extent.height);
    return { ...extent, rule: "size as given" };
  }
  const truncate = numberOf(values, "truncate");
  const across = radiusOf(numberOf(values, "sigma"), truncate);
  const down = rank === 1 ? 0 : radiusOf(sigmaY, truncate);
  checkTaps(name, 2 * across + 1, 2 * down + 1);
  const radius = rank === 1 || across === down ? `${across}` : `${across} across and ${down} down`;
  return {
    width: 2 * across + 1,
    height: 2 * down + 1,
    rank,
    rule: `radius = floor(${truncate}*sigma + 0.5) = ${radius}`,
  };
}

/** exp(−x²/2σ²); 1 at 0 also where σ² underflows. */
const bell = (x: number, sigma: number): number => (x === 0 ? 1 : exp(-(x * x) / (2 * sigma * sigma)));

/** The weights of n taps around the middle; an even n has its middle between two taps. */
const weights = (n: number, sigma: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => bell(i - (n - 1) / 2, sigma));

/** The part of an endless sampled Gaussian that n taps leave out. */
function tailMass(n: number, sigma: number): number {
  let [inside, outside] = [0, 0];
  for (const w of weights(n, sigma)) inside += w;
  for (let x = (n + 1) / 2; ; x++) {
    const w = bell(x, sigma);
    outside += 2 * w;
    if (w <= 1e-6 * outside) break;
  }
  return outside / (inside + outside);
}

export const gaussian: NamedKernel = {
  name: "gaussian",
  group: "smoothing",
  title: "mean with Gaussian weights",
  parameters: [
    SIGMA,
    TRUNCATE,
    SIZE,
    { ...SIGMA, name: "sigma-y", default: "auto", help: "standard deviation down the rows, when it is another" },
  ],
  sizeRule: RULE,
  examples: ["gaussian:sigma=2", "gaussian:sigma=1.5,truncate=3", "gaussian:sigma=2,size=7", "gaussian:1,sigma-y=2"],
  build(values, rank) {
    const sigma = numberOf(values, "sigma");
    const sigmaY = optionalNumber(values, "sigma-y") ?? sigma;
    const extent = extentOf("gaussian", values, values.has("sigma-y") ? 2 : rank, sigmaY);
    const kernel = bothAxes(extent, (n, axis) => weights(n, axis === "x" ? sigma : sigmaY));
    if (!kernel.taps.some((t) => t > 0)) {
      throw usageError(
        "--kernel",
        `every tap of gaussian with sigma=${sigma} is 0`,
        "Give a larger sigma or an odd size",
      );
    }
    const tail = tailMass(extent.width, sigma);
    return smoothing(kernel, `${extent.rule}; tails left out along x: ${tail.toPrecision(2)} of the mass`);
  },
};

/**
 * The second derivative of a Gaussian: in 1-D (x²/σ⁴ − 1/σ²)·g(x), in 2-D (r²/σ⁴ − 2/σ²)·g(x)·g(y), g of unit integral;
 * then the mean of the taps is taken off each, as samples of a band that is not quite zero-sum would answer to a
 * constant. The taps are rounded to a common power of two and what that leaves goes to the middle, so that their sum is
 * exactly 0.
 */
function laplacianOfGaussian(extent: Extent, sigma: number): Kernel {
  const { width, height, rank } = extent;
  const s2 = sigma * sigma;
  const unit = sigma * Math.sqrt(2 * Math.PI);
  const taps = new Float64Array(width * height);
  const [across, down] = [weights(width, sigma), weights(height, sigma)];
  let total = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x - (width - 1) / 2, y - (height - 1) / 2];
      const r2 = u * u + v * v;
      const density = (across[x] * down[y]) / (rank === 1 ? unit : unit * unit);
      const value = ((r2 / s2 - rank) / s2) * density;
      taps[y * width + x] = value;
      total += value;
    }
  }
  const mean = total / taps.length;
  let most = 0;
  for (let i = 0; i < taps.length; i++) {
    taps[i] -= mean;
    most = Math.max(most, Math.abs(taps[i]));
  }
  const middle = (taps.length - 1) / 2;
  const grid = gridBelow(most);
  for (let i = 0; i < taps.length; i++) taps[i] = Math.floor(taps[i] / grid + 0.5) * grid;
  taps[middle] -= toNumber(exactSum(taps));
  return kernelOf(taps, { width, height, rank });
}

/** A power of two 2^-50 to 2^-49 of `most`: fine enough for f64, with room for what the middle takes on. */
function gridBelow(most: number): number {
  let exponent = -1022;
  while (powerOfTwo(exponent) <= most) exponent++;
  return powerOfTwo(Math.max(-1074, exponent - 50));
}

export const log: NamedKernel = {
  name: "log",
  group: "edges",
  title: "Laplacian of a Gaussian, centre negative, sum exactly 0",
  parameters: [{ ...SIGMA, least: 0.3 }, TRUNCATE, { ...SIZE, help: `${SIZE.help}; odd` }],
  sizeRule: RULE,
  examples: ["log:sigma=1.5", "log:sigma=1.4,size=9"],
  build(values, rank) {
    const sigma = numberOf(values, "sigma");
    const extent = extentOf("log", values, rank, sigma);
    if (extent.width % 2 === 0 || extent.height % 2 === 0) {
      throw usageError("--kernel", `log of ${extent.width}x${extent.height} taps has no middle`, "Give an odd size");
    }
    if (extent.width * extent.height === 1) {
      throw usageError("--kernel", "log of one tap is 0", "Give a larger sigma, truncate or size");
    }
    return { ...laplacianOfGaussian(extent, sigma), ...named(`${extent.rule}; the mean is taken off each tap`) };
  },
};
