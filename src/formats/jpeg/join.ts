/**
 * Strips of a picture that were encoded one by one, as one JPEG (ITU-T T.81). A strip of whole rows of blocks has the
 * coefficients that it has in the whole picture; each becomes a restart interval, where the sums of DC differences begin anew.
 * So the file decodes to the very samples of one that was encoded at once.
 */

export interface Joined {
  readonly height: number;
  /** Blocks of all components (MCUs, of `mcu`×`mcu` samples) in each strip but the last; at most 65535. */
  readonly interval: number;
  readonly mcu: number;
  /** Segments that follow the first mark. */
  readonly segments: readonly Uint8Array[];
}

/** The longest restart interval. */
export const MOST_MCUS = 65535;

const [SOF0, SOF1, RST0, SOS, DRI] = [0xc0, 0xc1, 0xd0, 0xda, 0xdd];
const END = Uint8Array.of(0xff, 0xd9);

/** The blocks of the file. The strips must have been encoded alike, with tables that do not depend on their samples. */
export async function* joined(strips: AsyncIterable<Uint8Array>, about: Joined): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined;
  let mark = 0;
  for await (const file of strips) {
    const strip = partsOf(file, about);
    if (head === undefined) yield* opening(strip, about);
    else if (!same(head, strip.head)) throw new Error("the strips of a JPEG were encoded in different ways");
    else yield Uint8Array.of(0xff, RST0 + (mark++ % 8));
    head ??= strip.head;
    yield strip.data;
  }
  yield END;
}

interface Parts {
  /** From the first mark to the samples, with the height of the whole picture. */
  readonly head: Uint8Array;
  /** Where the header of the samples begins. */
  readonly scan: number;
  readonly data: Uint8Array;
}

/** The parts of a baseline file with one scan and no restarts. */
function partsOf(file: Uint8Array, { height, mcu }: Joined): Parts {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let frame = 0;
  let scan = 2;
  for (; file[scan + 1] !== SOS; scan += 2 + view.getUint16(scan + 2)) {
    if (file[scan] !== 0xff || scan + 4 >= file.length) throw new Error("a strip of a JPEG has no samples");
    if (file[scan + 1] === SOF0 || file[scan + 1] === SOF1) frame = scan;
  }
  const end = scan + 2 + view.getUint16(scan + 2);
  const components = file[frame + 9];
  const sampling = components === 1 ? 0x11 : file[frame + 11];
  if (frame === 0 || sampling * 8 !== mcu * 0x11)
    throw new Error("a strip of a JPEG has other blocks than were asked for");
  if (!same(file.subarray(-2), END)) throw new Error("a strip of a JPEG has no end");
  const head = file.slice(0, end);
  new DataView(head.buffer).setUint16(frame + 5, height);
  return { head, scan, data: file.subarray(end, -2) };
}

function* opening({ head, scan }: Parts, { interval, segments }: Joined): Generator<Uint8Array> {
  yield head.subarray(0, 2);
  yield* segments;
  yield head.subarray(2, scan);
  if (interval > 0) yield Uint8Array.of(0xff, DRI, 0, 4, interval >> 8, interval & 255);
  yield head.subarray(scan);
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
