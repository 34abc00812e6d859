/** A JPEG from samples: the codec encodes strips of it at the same time, on threads of the system. */
import type { Signal } from "../../base/signal.js";
import { codec } from "../raster/sharp.js";
import { encodingFailure } from "../raster/write.js";
import { joined, MOST_MCUS } from "./join.js";
import { segmentsOf } from "./segments.js";

export interface JpegOptions {
  /** 1–100. */
  readonly quality: number;
  readonly chromaSubsampling: "4:4:4" | "4:2:0";
  /** Tables made for all samples, so no strips; else the usual ones. */
  readonly optimizeCoding: boolean;
}

/** Rows of a strip; fewer where the picture is very wide. They do not depend on the number of threads. */
const ROWS = 256;
/** Strips that are encoded at the same time. */
const AT_ONCE = 4;

/** The blocks of the file, in order, as they are asked for. The signal is u8, grey or RGB. @throws outputError */
export function jpegBlocks(signal: Signal, target: string, options: JpegOptions): AsyncIterable<Uint8Array> {
  const { data, width, height, channels, about } = signal;
  const { quality, chromaSubsampling, optimizeCoding } = options;
  const sharp = codec(target, "output");
  const mcu = channels === 1 || chromaSubsampling === "4:4:4" ? 8 : 16;
  const across = Math.ceil(width / mcu);
  const rows = optimizeCoding ? height : mcu * Math.min(ROWS / mcu, Math.floor(MOST_MCUS / across));
  const interval = rows < height ? across * (rows / mcu) : 0;
  const encoded = async (top: number): Promise<Uint8Array> => {
    const bottom = Math.min(height, top + rows);
    return sharp(data.subarray(top * width * channels, bottom * width * channels) as Uint8Array, {
      raw: { width, height: bottom - top, channels: channels as 1 | 3 },
      limitInputPixels: false,
    })
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .jpeg({ quality, chromaSubsampling, optimiseCoding: optimizeCoding })
      .toBuffer();
  };
  const tops = Array.from({ length: Math.ceil(height / rows) }, (_, i) => i * rows);
  return joined(inOrder(tops, encoded, target), { height, interval, mcu, segments: segmentsOf(about) });
}

/** What becomes of each item, in order, some of it ahead of what is asked for. */
async function* inOrder<T>(
  items: readonly T[],
  work: (item: T) => Promise<Uint8Array>,
  target: string,
): AsyncGenerator<Uint8Array> {
  const ahead: Promise<Uint8Array>[] = [];
  for (let next = 0; next < items.length || ahead.length > 0; ) {
    for (; next < items.length && ahead.length < AT_ONCE; next++) {
      const one = work(items[next]);
      // The first failure is told; those behind it must not count as unheard.
      one.catch(() => undefined);
      ahead.push(one);
    }
    try {
      yield await ahead.shift()!;
    } catch (error) {
      throw encodingFailure(error, target, "jpeg");
    }
  }
}
