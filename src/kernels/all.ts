/** The named kernels, one line each, in the order of `kernel list`. */
import { binomial, box } from "./box.js";
import { emboss, identity, laplacian, prewitt, scharr, sharpen, sobel } from "./derivatives.js";
import { disk, motion } from "./disk.js";
import { gaussian, log } from "./gaussian.js";
import type { NamedKernel } from "./named.js";
import { savgol } from "./savgol.js";
import { sinc } from "./sinc.js";

export const NAMED_KERNELS: readonly NamedKernel[] = [
  identity,
  box,
  gaussian,
  binomial,
  disk,
  motion,
  savgol,
  sinc,
  sobel,
  prewitt,
  scharr,
  laplacian,
  log,
  sharpen,
  emboss,
];
