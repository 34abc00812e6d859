/** The header of a PNG: its extent and how its samples are stored. */
import { damage } from "./damage.js";

export interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits of a stored sample: 1, 2, 4, 8 or 16. */
  readonly bits: number;
  /** Stored samples of a pixel; an index into the palette is one. */
  readonly stored: 1 | 2 | 3 | 4;
  readonly palette: boolean;
  /** There is an alpha among the stored samples. */
  readonly alpha: boolean;
  /** Rows come in the seven passes of Adam7. */
  readonly interlaced: boolean;
}

const ALL = [1, 2, 4, 8, 16];

/** By colour type: stored samples of a pixel, and the depths that are allowed. */
const COLOUR_TYPES: ReadonlyMap<number, { readonly stored: Header["stored"]; readonly depths: readonly number[] }> =
  new Map([
    [0, { stored: 1, depths: ALL }],
    [2, { stored: 3, depths: [8, 16] }],
    [3, { stored: 1, depths: [1, 2, 4, 8] }],
    [4, { stored: 2, depths: [8, 16] }],
    [6, { stored: 4, depths: [8, 16] }],
  ]);

/** @param data of the chunk IHDR @throws inputError where a field has a value that the standard does not know */
export function headerOf(data: Uint8Array, source: string): Header {
  if (data.length !== 13) throw damage(source, `its header has ${data.length} bytes instead of 13`);
  const view = new DataView(data.buffer, data.byteOffset);
  const [bits, colour, compression, filter, interlace] = data.subarray(8);
  const known = COLOUR_TYPES.get(colour);
  if (!known) throw damage(source, `its header states the colour type ${colour}, which does not exist`);
  if (!known.depths.includes(bits)) {
    throw damage(source, `its header states ${bits} bits for the colour type ${colour}, which do not exist`);
  }
  for (const [value, most, what] of [
    [compression, 0, "compression"],
    [filter, 0, "filter method"],
    [interlace, 1, "interlacing"],
  ] as const) {
    if (value > most) throw damage(source, `its header states the ${what} ${value}, which does not exist`);
  }
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bits,
    stored: known.stored,
    palette: colour === 3,
    alpha: colour >= 4,
    interlaced: interlace === 1,
  };
}
