/**
 * How rows are compressed: what takes less room on a sample of them. Rows of photographs are filtered. What is left of
 * them is noise, in which looking for matches takes three quarters of the time and finds nothing: there only runs of one
 * byte are looked for. Drawings are mostly better off unfiltered, with matches.
 */
import { promisify } from "node:util";
import { constants, deflateRaw, type ZlibOptions } from "node:zlib";
import type { Strips } from "./strips.js";

export interface Way {
  readonly filtered: boolean;
  /** Whether former rows are looked through for matches. */
  readonly matches: boolean;
  readonly options: ZlibOptions;
}

/** The way of level 0. */
export const STORED: Way = { filtered: false, matches: false, options: { level: 0 } };

/** Bytes of the sample: some times as many as deflate looks back. */
const SAMPLE = 128 * 1024;
/** How much larger a file may become for not looking for matches. */
const LOOKING = 1.02;

/** The way for strips of which `i` is a typical one. @param level of zlib, 1–9 */
export async function wayFor(strips: Strips, i: number, level: number): Promise<Way> {
  const { plain, filtered } = strips.sample(i, SAMPLE);
  const [asTheyAre, matches, runs] = await Promise.all([
    size(plain, unfiltered(level)),
    size(filtered, matching(level)),
    size(filtered, running(level)),
  ]);
  if (runs <= asTheyAre && runs <= matches * (level === 9 ? 1 : LOOKING)) return running(level);
  return matches < asTheyAre ? matching(level) : unfiltered(level);
}

const unfiltered = (level: number): Way => ({ filtered: false, matches: true, options: { level } });

/** Matches in filtered rows are short: the search of levels 5 and 6 takes up to six times as long and gains 3 %. */
const matching = (level: number): Way => ({
  filtered: true,
  matches: true,
  options: { level: level < 7 ? Math.min(4, level) : level },
});

const running = (level: number): Way => ({
  filtered: true,
  matches: false,
  options: { level, strategy: constants.Z_RLE },
});

const size = async (rows: Uint8Array, { options }: Way): Promise<number> => (await deflated(rows, options)).length;

/** What deflate makes of incompressible bytes at most: five for each block of some that are stored as they are. */
const bound = (length: number): number => length + Math.ceil(length / 1000) + 1024;

/** Deflate without a header, on a thread of the system, all at once. */
export const deflated = (rows: Uint8Array, options: ZlibOptions): Promise<Uint8Array> =>
  (promisify(deflateRaw) as (data: Uint8Array, options: ZlibOptions) => Promise<Uint8Array>)(rows, {
    ...options,
    chunkSize: bound(rows.length),
  });
