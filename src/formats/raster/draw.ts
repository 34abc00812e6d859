/** A drawing of our own (SVG) as PNG. */
import { outputError } from "../../base/errors.js";
import { codec, firstLine, withSvg } from "./sharp.js";

/** Pixels per inch at which a pixel of a drawing is one pixel. */
const DENSITY = 72;

/**
 * The PNG of a drawing, `scale` pixels for each of its own. It is read from memory, where it has no folder from which it
 * could load other files.
 * @param target how messages name the output
 */
export async function drawPng(svg: string, target: string, scale = 1): Promise<Uint8Array> {
  const sharp = codec(target, "output");
  try {
    const picture = sharp(Buffer.from(svg), { density: DENSITY * scale });
    return await withSvg(() => picture.flatten({ background: "#ffffff" }).png({ compressionLevel: 9 }).toBuffer());
  } catch (error) {
    const found = `the plot could not be drawn (${firstLine(error)})`;
    throw outputError(target, found, "Give a smaller --scale, or write .svg", error);
  }
}
