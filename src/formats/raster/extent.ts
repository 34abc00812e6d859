/** Whether a picture of the size that its header states may be decoded; asked before anything is allocated. */
import { constants } from "node:buffer";
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import type { DecodeOptions } from "../format.js";

/**
 * Throws an input error where the extent is 0, over the limits, or would fill more bytes than one array holds (on
 * Node 20 a raw picture of 4 GiB would end the process). `bytesPerPixel` counts all channels.
 */
export function checkExtent(
  place: string,
  width: number,
  height: number,
  bytesPerPixel: number,
  { limitPixels }: Pick<DecodeOptions, "limitPixels">,
): void {
  const extent = `${width}×${height} pixels`;
  if (width < 1 || height < 1) throw inputError(place, `the picture has ${extent}`, "Give one with at least one pixel");
  const pixels = width * height;
  if (pixels > limitPixels) {
    throw inputError(
      place,
      `${extent} are ${pixels}, over the limit of ${limitPixels}`,
      `Raise it with --limit-pixels ${pixels} if the file is to be trusted`,
    );
  }
  if (width > limits.extent || height > limits.extent) {
    throw inputError(
      place,
      `${extent} are over the limit of ${limits.extent} along one axis`,
      "Cut the picture into parts",
    );
  }
  const most = Math.min(limits.samples, constants.MAX_LENGTH - 1);
  if (pixels * bytesPerPixel > most) {
    throw inputError(
      place,
      `${extent} decode to ${pixels * bytesPerPixel} bytes, over the limit of ${most}`,
      "Cut the picture into parts",
    );
  }
}
