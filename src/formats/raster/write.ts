/** Samples to a picture file by way of sharp, exactly where the format is. */
import { outputError, UserError, usageError } from "../../base/errors.js";
import type { Signal } from "../../base/signal.js";
import type { EncodeOptions, Format } from "../format.js";
import { tiffBlocks } from "../tiff/write.js";
import { codec, firstLine, type Pipeline } from "./sharp.js";

/**
 * The file that `encode` makes of the signal: u8 or u16, 1 to 4 channels, the last of 2 or 4 being alpha.
 *
 * The samples reach the codec as a TIFF in memory: that is the one way to give it a colour profile and a density
 * without a conversion of the pixels.
 */
export async function writePicture(
  signal: Signal,
  options: EncodeOptions,
  format: Pick<Format, "name" | "cannotHold">,
  encode: (pipeline: Pipeline) => Pipeline,
): Promise<Uint8Array[]> {
  const { target } = options;
  checkFit(signal, target, format);
  const sharp = codec(target, "output");
  const carrier = Buffer.concat(await tiffBlocks(signal, target, false));
  const wide = signal.type === "u16";
  const space = signal.channels < 3 ? (wide ? "grey16" : "b-w") : wide ? "rgb16" : "srgb";
  try {
    const pipeline = sharp(carrier, {
      ignoreIcc: true,
      limitInputPixels: false,
      limitInputChannels: false,
      unlimited: true,
    }).toColourspace(space);
    return [await encode(signal.about.icc ? pipeline.keepIccProfile() : pipeline).toBuffer()];
  } catch (error) {
    throw encodingFailure(error, target, format.name);
  }
}

/** What the codec threw, as an output error; an error of ours as it is. */
export function encodingFailure(error: unknown, target: string, format: string): unknown {
  if (error instanceof UserError) return error;
  return outputError(target, `the ${format} could not be encoded (${firstLine(error)})`, "Try another format", error);
}

/** Throws an output error where the format cannot hold the signal. */
export function checkFit(signal: Signal, target: string, format: Pick<Format, "name" | "cannotHold">): void {
  const misfit = format.cannotHold?.(signal);
  if (misfit === undefined) return;
  throw outputError(target, `${format.name} ${misfit}`, "Choose another format, or another --depth");
}

/** An option between two integers, or its default. */
export function optionIn(
  value: number | undefined,
  least: number,
  greatest: number,
  fallback: number,
  option: string,
): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && value >= least && value <= greatest) return value;
  throw usageError(option, `${value} is not an integer from ${least} to ${greatest}`, "Give one in that range");
}
