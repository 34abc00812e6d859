/** A signal as the kernel that it is correlated with: autocorrelation. */
import { inputError, usageError } from "../../base/errors.js";
import type { Kernel } from "../../base/kernel.js";
import { kernelOf } from "../../base/kernel.js";
import type { NanPolicy } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { prepareMissing } from "./missing.js";

/**
 * All samples of a signal as taps, each channel for itself; missing ones are filled as `nan` fills them in the input.
 * @throws UserError (2) for planes and `omit`, (3) where a sample is still missing
 */
export function selfKernel(signal: Signal, nan: NanPolicy = "propagate"): Kernel {
  if (signal.rank === 2)
    throw usageError("--with-self", "it is for signals, and this is a plane", "Use convxcorr match for pictures");
  if (nan === "omit")
    throw usageError("--with-self", "a kernel cannot leave samples out", "Use --nan zero or interpolate");
  const { data, imag } = prepareMissing(signal, nan).samples;
  const { channels, width, about } = signal;
  const bad = data.findIndex((v, i) => v - v !== 0 || (imag !== undefined && imag[i] - imag[i] !== 0));
  if (bad >= 0)
    throw inputError(
      about.source,
      `sample ${Math.floor(bad / channels)} is missing or infinite, and every sum would be`,
      "Fill it with --nan zero or interpolate",
    );
  return kernelOf(
    Float64Array.from(data),
    { width, channels, rank: 1 },
    {
      name: about.source,
      about: { origin: "the input itself" },
      ...(imag ? { imag } : {}),
      ...(about.sampleRate === undefined ? {} : { sampleRate: about.sampleRate }),
    },
  );
}
