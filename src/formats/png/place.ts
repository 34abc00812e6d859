/** The bytes of a row as the samples of a picture: palettes become RGB, fewer than 8 bits become 8. */
import type { Header } from "./header.js";
import type { Pass } from "./passes.js";

/** How stored samples become those of the picture. */
export interface Colours {
  /** Channels of the picture. */
  readonly channels: number;
  /** RGBA of each index; only where samples are indices. */
  readonly palette?: Uint8Array;
  /** Stored samples of the colour that is transparent. */
  readonly clear?: ArrayLike<number>;
}

/** Puts the row `y` of a pass to its place. */
export type Place = (line: Uint8Array, pass: Pass, y: number) => void;

export function placing(header: Header, colours: Colours, data: Uint8Array | Uint16Array): Place {
  const { width, bits, stored, interlaced } = header;
  const { channels, palette, clear } = colours;
  if (bits === 8 && !interlaced && !palette && !clear) {
    return (line, { bytes }, y) => {
      data.set(line, y * bytes);
    };
  }
  const full = bits === 16 ? 65535 : 255;
  const scale = full / (bits === 16 ? 65535 : (1 << bits) - 1);
  const values = bits === 8 ? undefined : new Uint16Array(width * stored);
  return (line, pass, y) => {
    const row = values ? unpacked(line, bits, pass.width * stored, values) : line;
    const step = pass.stepX * channels;
    let to = ((pass.y + y * pass.stepY) * width + pass.x) * channels;
    for (let at = 0, end = pass.width * stored; at < end; at += stored, to += step) {
      if (palette) for (let c = 0; c < channels; c++) data[to + c] = palette[4 * row[at] + c];
      else {
        for (let c = 0; c < stored; c++) data[to + c] = row[at + c] * scale;
        if (clear) data[to + stored] = isClear(row, at, clear) ? 0 : full;
      }
    }
  };
}

function isClear(row: Uint8Array | Uint16Array, at: number, clear: ArrayLike<number>): boolean {
  for (let c = 0; c < clear.length; c++) if (row[at + c] !== clear[c]) return false;
  return true;
}

/** Samples of 1, 2, 4 or 16 bits, the first ones in the upper bits. */
function unpacked(line: Uint8Array, bits: number, count: number, into: Uint16Array): Uint16Array {
  if (bits === 16) for (let i = 0; i < count; i++) into[i] = (line[2 * i] << 8) | line[2 * i + 1];
  else {
    const mask = (1 << bits) - 1;
    for (let i = 0; i < count; i++) {
      const bit = i * bits;
      into[i] = (line[bit >> 3] >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return into;
}
