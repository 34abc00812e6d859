/** The part of an input that the laws are tried on, so that large inputs take seconds too. */
import type { Kernel } from "../../base/kernel.js";
import { type Signal, signalOf } from "../../base/signal.js";

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Samples, all channels counted, and products of samples and taps that direct sums take some seconds for. */
const [MOST_SAMPLES, MOST_PRODUCTS] = [65536, 2147483648];

/** How much longer than the kernel a region is at least, where the input is: size valid is to have some outputs. */
const ROOM = 1.25;

/** The middle of the input, as near to a square as it can be where it is a plane. */
export function middleOf(signal: Signal, kernel: Kernel): Region {
  const { width, height, channels } = signal;
  const taps = kernel.width * kernel.height;
  const room = Math.max(1, Math.floor(Math.min(MOST_SAMPLES, MOST_PRODUCTS / taps) / channels));
  if (width * height <= room) return { x: 0, y: 0, width, height };
  const side = Math.floor(Math.sqrt(room));
  const tall = Math.min(height, Math.max(side, Math.floor(room / width)));
  const [w, h] = [
    Math.min(width, Math.max(1, Math.floor(room / tall), Math.ceil(ROOM * kernel.width))),
    Math.min(height, Math.max(tall, Math.ceil(ROOM * kernel.height))),
  ];
  return { x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 2), width: w, height: h };
}

/** The samples of a region; what is known of the whole and not of a part is left out. */
export function cropped(signal: Signal, { x, y, width, height }: Region): Signal {
  if (width === signal.width && height === signal.height) return signal;
  const { channels, data, imag } = signal;
  const cut = <T extends Signal["data"]>(plane: T): T => {
    const out = plane.slice(0, width * height * channels) as T;
    for (let row = 0; row < height; row++) {
      const from = ((y + row) * signal.width + x) * channels;
      out.set(plane.subarray(from, from + width * channels), row * width * channels);
    }
    return out;
  };
  const { rows: _, table: _table, lags: _lags, ...about } = signal.about;
  return signalOf(cut(data), { ...signal, width, height }, signal.type, about, imag && cut(imag));
}
