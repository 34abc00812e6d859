/**
 * How the input came about: y = A·x, where A convolves on a circle that is large enough for nothing to meet itself, and y
 * is seen on a part of the circle. Under `free` borders the samples around the picture that reach into it are unknowns too, so
 * no rule for them is supposed (Bertero & Boccacci 2005).
 */
import type { Kernel } from "../../base/kernel.js";
import type { Mode } from "../../base/options.js";
import { defaultAnchor } from "../../engine/geometry.js";
import { goodLength } from "../../math/fft.js";
import { PlaneFft } from "../../math/plane-fft.js";
import { wrapped } from "../spectrum/response.js";
import type { DeconvolveBorder, DeconvolveSize } from "./options.js";

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Complex samples on the circle; two channels are its two parts. */
export interface Plane {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** One axis of the circle. */
interface Axis {
  readonly length: number;
  /** Samples of the input, from 0 on. */
  readonly seen: number;
  /** Samples of the result, from 0 on. */
  readonly wanted: number;
  /** Unknown samples `from … to−1`; negative ones lie at the end of the circle. */
  readonly from: number;
  readonly to: number;
}

export class Model {
  readonly x: Axis;
  readonly y: Axis;
  /** 1 / number of samples on the circle: transforms there and back times this. */
  private readonly factor: number;
  private readonly response: Plane;
  private readonly fft: PlaneFft;

  constructor(kernel: Kernel, mode: Mode, input: Extent, size: DeconvolveSize, border: DeconvolveBorder) {
    const anchor = (n: number, own: number | undefined): number => {
      const first = mode === "conv" ? 0 : n - 1;
      return size === "full" ? first : (own ?? defaultAnchor(mode, n));
    };
    const [ax, ay] = [anchor(kernel.width, kernel.anchor?.[0]), anchor(kernel.height, kernel.anchor?.[1])];
    this.x = axisOf(input.width, kernel.width, mode === "conv" ? ax : kernel.width - 1 - ax, size, border);
    this.y = axisOf(input.height, kernel.height, mode === "conv" ? ay : kernel.height - 1 - ay, size, border);
    const [width, height] = [this.x.length, this.y.length];
    this.fft = new PlaneFft(width, height);
    this.factor = 1 / (width * height);
    this.response = wrapped(kernel, width, height, ax, ay);
    this.forward(this.response);
    if (mode === "xcorr") for (let i = 0; i < this.response.im.length; i++) this.response.im[i] = -this.response.im[i];
  }

  blank(): Plane {
    const length = this.x.length * this.y.length;
    return { re: new Float64Array(length), im: new Float64Array(length) };
  }

  /** To the spectrum, in place. */
  forward({ re, im }: Plane): void {
    this.fft.run(re, im);
  }

  /** A·p in place, or with `adjoint` A*·p. */
  apply(p: Plane, adjoint = false): void {
    this.forward(p);
    this.shape(p, (hr, hi) => [hr, adjoint ? -hi : hi]);
  }

  /** From the spectrum back, every frequency times what `gain` makes of the response there. */
  shape({ re, im }: Plane, gain: (hr: number, hi: number) => readonly [number, number]): void {
    const { response, factor } = this;
    for (let i = 0; i < re.length; i++) {
      const [gr, gi] = gain(response.re[i], response.im[i]);
      const [xr, xi] = [re[i] * factor, im[i] * factor];
      re[i] = xr * gr - xi * gi;
      im[i] = xr * gi + xi * gr;
    }
    this.fft.run(re, im, true);
  }

  /** |H|² at every frequency. */
  gains(): Float64Array {
    const { re, im } = this.response;
    return re.map((v, i) => v * v + im[i] * im[i]);
  }

  /** The response at frequency 0: the sum of the taps. */
  get sum(): number {
    return this.response.re[0];
  }

  /** Calls back with the place on the circle and the number of each sample of the input. */
  eachSeen(visit: (at: number, sample: number) => void): void {
    for (let y = 0; y < this.y.seen; y++) {
      for (let x = 0; x < this.x.seen; x++) visit(y * this.x.length + x, y * this.x.seen + x);
    }
  }

  /** 1 where samples are unknowns, 0 where they are known to be 0. */
  support(): Float64Array {
    const mask = new Float64Array(this.x.length * this.y.length);
    const around = (at: number, length: number): number => ((at % length) + length) % length;
    for (let y = this.y.from; y < this.y.to; y++) {
      for (let x = this.x.from; x < this.x.to; x++) {
        mask[around(y, this.y.length) * this.x.length + around(x, this.x.length)] = 1;
      }
    }
    return mask;
  }
}

/** @param anchor of the kernel as it is convolved */
function axisOf(seen: number, taps: number, anchor: number, size: DeconvolveSize, border: DeconvolveBorder): Axis {
  if (size === "full") {
    const wanted = seen - taps + 1;
    return { length: goodLength(seen), seen, wanted, from: 0, to: wanted };
  }
  if (border === "wrap") return { length: seen, seen, wanted: seen, from: 0, to: seen };
  // An axis on which the kernel does not reach out needs no room.
  const length = taps === 1 && seen === 1 ? 1 : goodLength(seen + taps - 1);
  if (border === "constant") return { length, seen, wanted: seen, from: 0, to: seen };
  return { length, seen, wanted: seen, from: anchor - (taps - 1), to: seen + anchor };
}
