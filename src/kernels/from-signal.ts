/** Kernels from what is read as a signal: pictures as point spread functions, sounds as impulse responses, arrays. */
import { isInteger, rangeOf } from "../base/element.js";
import { inputError } from "../base/errors.js";
import { type Kernel, kernelOf } from "../base/kernel.js";
import { limits } from "../base/limits.js";
import { ONE, type Rational } from "../base/rational.js";
import { type Signal, shapeText } from "../base/signal.js";

const BITS = { u8: 8, i8: 8, u16: 16, i16: 16, i32: 32 } as const;

/**
 * The samples as taps, as they are. Two things are set right:
 * - integer PCM sound carries its full scale (32768 for 16 bits) as exact divisor: an impulse response is meant relative
 *   to it;
 * - a picture loses an alpha channel that is opaque everywhere, and becomes one channel where all its colours are equal.
 *
 * Nothing is normalised: `--normalize-kernel sum` makes a point spread function keep the brightness.
 *
 * @param name how messages name it, a path
 * @throws UserError (input) for an alpha channel that is not opaque, a sample that is not finite, and too many taps
 */
export function kernelFromSignal(signal: Signal, name: string): Kernel {
  const { width, height, rank, about } = signal;
  const positions = width * height;
  const channels = signal.channels - opaqueAlpha(signal, name);
  if (positions * channels > limits.taps) {
    throw inputError(name, `${shapeText(signal)} are too many taps`, `A kernel has at most ${limits.taps} taps`);
  }
  checkFinite(signal, channels, name);
  const kept = about.medium === "raster" && allEqual(signal, channels) ? 1 : channels;
  const plane = (data: ArrayLike<number>): Float64Array => {
    const out = new Float64Array(positions * kept);
    for (let p = 0; p < positions; p++) {
      for (let c = 0; c < kept; c++) out[p * kept + c] = data[p * signal.channels + c];
    }
    return out;
  };
  return kernelOf(
    plane(signal.data),
    { width, height, channels: kept, rank },
    {
      name,
      about: { origin: about.format ?? about.medium },
      divisor: fullScale(signal),
      ...(signal.imag ? { imag: plane(signal.imag) } : {}),
      ...(about.sampleRate === undefined ? {} : { sampleRate: about.sampleRate }),
    },
  );
}

/** What integer sound is relative to: 2^(bits−1). */
function fullScale({ type, about }: Signal): Rational {
  if (about.medium !== "audio" || !isInteger(type)) return ONE;
  return { num: 1n << BigInt((about.bits ?? BITS[type]) - 1), den: 1n };
}

/** 1 where the last channel is an opaque alpha, which says nothing; 0 where there is no alpha. */
function opaqueAlpha(signal: Signal, name: string): 0 | 1 {
  if (signal.about.alpha !== true) return 0;
  const { type, about, channels, data } = signal;
  const opaque = isInteger(type) ? rangeOf(type, about)[1] : 1;
  for (let i = channels - 1; i < data.length; i += channels) {
    if (data[i] === opaque) continue;
    const p = (i - channels + 1) / channels;
    const found = `the picture has transparent pixels, the first at ${p % signal.width},${Math.floor(p / signal.width)}`;
    throw inputError(name, found, "A kernel has no transparency: remove the alpha channel");
  }
  return 1;
}

function checkFinite(signal: Signal, channels: number, name: string): void {
  for (const plane of signal.imag ? [signal.data, signal.imag] : [signal.data]) {
    if (isInteger(signal.type)) return;
    for (let i = 0; i < plane.length; i++) {
      if (Number.isFinite(plane[i]) || i % signal.channels >= channels) continue;
      const p = Math.floor(i / signal.channels);
      const at = signal.rank === 1 ? `sample ${p}` : `${p % signal.width},${Math.floor(p / signal.width)}`;
      const where = channels === 1 ? at : `${at}, channel ${i % signal.channels}`;
      throw inputError(name, `the tap at ${where} is ${plane[i]}`, "Taps must be finite");
    }
  }
}

function allEqual({ data, imag, channels: stride, width, height }: Signal, channels: number): boolean {
  for (let p = 0; p < width * height; p++) {
    for (let c = 1; c < channels; c++) {
      const [first, other] = [p * stride, p * stride + c];
      if (data[first] !== data[other] || (imag && imag[first] !== imag[other])) return false;
    }
  }
  return true;
}
