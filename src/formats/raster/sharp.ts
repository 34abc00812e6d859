/**
 * sharp, the picture codec: the only place that loads it. It decodes and encodes, and nothing else: no colour
 * management, no filters.
 */
import type { Sharp, default as sharp } from "sharp";
import { inputError, outputError } from "../../base/errors.js";
import { installed } from "./installed.js";

export type Codec = typeof sharp;
export type Pipeline = Sharp;

let loaded: Codec | undefined;

/**
 * sharp, loaded at the first call (its milliseconds are not for those who need no picture). All loaders of libvips are
 * switched off in this process except those of the formats that we read: picture files are hostile input.
 */
export function codec(place: string, side: "input" | "output"): Codec {
  if (loaded) return loaded;
  try {
    loaded = installed();
  } catch (error) {
    const fail = side === "input" ? inputError : outputError;
    throw fail(
      place,
      `the picture codec sharp could not be loaded (${firstLine(error)})`,
      "Install the package again with its optional dependencies",
      error,
    );
  }
  loaded.block({ operation: ["VipsForeignLoad"] });
  loaded.unblock({
    operation: ["Png", "Jpeg", "Webp", "Tiff", "Nsgif", "Heif"].map((name) => `VipsForeignLoad${name}`),
  });
  // Every file is decoded once: a cache only costs memory.
  loaded.cache(false);
  return loaded;
}

let drawing = 0;

/** `work` with the SVG loader on; it is off again when no such work is left. */
export async function withSvg<T>(work: () => Promise<T>): Promise<T> {
  const operation = ["VipsForeignLoadSvg"];
  if (drawing++ === 0) loaded?.unblock({ operation });
  try {
    return await work();
  } finally {
    if (--drawing === 0) loaded?.block({ operation });
  }
}

/** The first line of a codec's message that says something; the others hold internals. */
export function firstLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n").map((line) => line.trim());
  const telling = lines.find((line) => line !== "" && !line.startsWith("Warning treated as error"));
  return (telling ?? lines[0]).replace(/[.:]$/, "");
}
