/** The commands, one line each, in the order of the help text. */
import type { Register } from "../context.js";
import { apply, conv, xcorr } from "./apply.js";
import { batch } from "./batch.js";
import { deconvolve } from "./deconvolve.js";
import { delay } from "./delay.js";
import { demo } from "./demo.js";
import { find } from "./find.js";
import { fit } from "./fit.js";
import { kernel } from "./kernel.js";
import { layer } from "./layer.js";
import { match } from "./match.js";
import { plot } from "./plot.js";
import { spectrum } from "./spectrum.js";
import { verify } from "./verify.js";

export const COMMANDS: readonly Register[] = [
  apply,
  conv,
  xcorr,
  match,
  find,
  delay,
  spectrum,
  fit,
  deconvolve,
  layer,
  verify,
  kernel,
  plot,
  demo,
  batch,
];
