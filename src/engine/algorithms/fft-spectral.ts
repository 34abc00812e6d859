/** Circular correlations of a block with kernels whose spectra are kept. */
import { planFft, type Transform } from "../../math/fft.js";
import { RealFft } from "../../math/real-fft.js";
import type { Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import type { Plane } from "./fft-special.js";

interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Circular correlations of blocks with kernels whose spectra are kept. */
export interface Spectral {
  /** Keeps the spectrum of a kernel plane; returns its number. */
  addKernel(real: Float64Array, imag: Float64Array | undefined): number;
  /** stepX × stepY sums of a block (its rows without gaps) with a kernel; they last until the next call. */
  correlate(kernel: number, real: Float64Array, imag: Float64Array | undefined): Plane;
}

/** The taps on the circle of a block, lines × points along the axis that is transformed first. */
export function tapPlane(
  { taps, x, y }: Problem,
  plan: BlockPlan,
  real: Float64Array,
  imag: Float64Array | undefined,
): Plane {
  const swap = !plan.transformX;
  const points = swap ? plan.rows : plan.columns;
  const lines = plan.transformX && plan.transformY ? plan.rows : 1;
  const blank = (): Float64Array => new Float64Array(points * lines);
  const planes = { real: blank(), ...(imag ? { imag: blank() } : {}) };
  for (let row = 0; row < taps.height; row++) {
    for (let column = 0; column < taps.width; column++) {
      // Correlation is convolution with the tap at −j, so tap j stands at the end of the circle.
      const [first, second] = swap ? [row * y.dilation, 0] : [column * x.dilation, row * y.dilation];
      const at = ((lines - second) % lines) * points + ((points - first) % points);
      planes.real[at] = real[row * taps.width + column];
      if (planes.imag && imag) planes.imag[at] = imag[row * taps.width + column];
    }
  }
  return planes;
}

/**
 * The block is worked on as lines × points: `points` along the axis that is transformed first (x, unless the kernel is
 * one column), `lines` along the other, which is transformed second where the kernel extends along it too.
 */
export class SpectralProduct implements Spectral {
  private readonly swap: boolean;
  private readonly points: number;
  private readonly lines: number;
  private readonly bins: number;
  private readonly real: RealFft | undefined;
  private readonly complex: Transform | undefined;
  private readonly second: Transform | undefined;
  private readonly spectra: Spectrum[] = [];
  private readonly work: { re: Float64Array; im: Float64Array; line: Float64Array };

  constructor(
    private readonly problem: Problem,
    private readonly plan: BlockPlan,
  ) {
    this.swap = !plan.transformX;
    this.points = this.swap ? plan.rows : plan.columns;
    this.lines = this.swap ? plan.columns : plan.rows;
    this.real = problem.complex ? undefined : new RealFft(this.points);
    this.complex = problem.complex ? planFft(this.points) : undefined;
    this.bins = this.real ? this.real.bins : this.points;
    this.second = plan.transformX && plan.transformY ? planFft(this.lines) : undefined;
    const size = this.bins * this.lines;
    this.work = { re: new Float64Array(size), im: new Float64Array(size), line: new Float64Array(this.points) };
  }

  addKernel(real: Float64Array, imag: Float64Array | undefined): number {
    const lines = this.second ? this.lines : 1;
    const planes = tapPlane(this.problem, this.plan, real, imag);
    const spectrum = { re: new Float64Array(this.bins * lines), im: new Float64Array(this.bins * lines) };
    for (let line = 0; line < lines; line++) {
      const from = line * this.points;
      this.forwardLine(planes.real.subarray(from), planes.imag?.subarray(from), spectrum, line * this.bins);
    }
    this.second?.run(spectrum.re, spectrum.im, this.bins);
    // Neither inverse is scaled; a real inverse comes back times half its length.
    const scale = (this.real ? 2 : 1) / (this.points * lines);
    for (let i = 0; i < spectrum.re.length; i++) {
      spectrum.re[i] *= scale;
      spectrum.im[i] *= scale;
    }
    return this.spectra.push(spectrum) - 1;
  }

  correlate(kernel: number, real: Float64Array, imag: Float64Array | undefined): Plane {
    const outReal = new Float64Array(this.plan.stepX * this.plan.stepY);
    const outImag = this.complex ? new Float64Array(outReal.length) : undefined;
    const { work, bins, lines } = this;
    for (let line = 0; line < lines; line++) {
      const lineReal = this.gather(real, line);
      this.forwardLine(lineReal, imag && this.gather(imag, line), work, line * bins);
    }
    this.second?.run(work.re, work.im, bins);
    const spectrum = this.spectra[kernel];
    const period = spectrum.re.length;
    for (let i = 0; i < bins * lines; i++) {
      const k = period === bins ? i % bins : i;
      const re = work.re[i];
      const im = work.im[i];
      work.re[i] = re * spectrum.re[k] - im * spectrum.im[k];
      work.im[i] = re * spectrum.im[k] + im * spectrum.re[k];
    }
    this.second?.run(work.re, work.im, bins, true);
    const kept = this.swap ? this.plan.stepX : this.plan.stepY;
    for (let line = 0; line < kept; line++) this.inverseLine(line, outReal, outImag);
    return outImag ? { real: outReal, imag: outImag } : { real: outReal };
  }

  private forwardLine(real: Float64Array, imag: Float64Array | undefined, to: Spectrum, at: number): void {
    if (this.real) {
      this.real.forward(real, 0, to.re, to.im, at);
      return;
    }
    const re = to.re.subarray(at, at + this.bins);
    const im = to.im.subarray(at, at + this.bins);
    re.set(real.subarray(0, this.points));
    if (imag) im.set(imag.subarray(0, this.points));
    else im.fill(0);
    this.complex?.run(re, im);
  }

  private inverseLine(line: number, outReal: Float64Array, outImag: Float64Array | undefined): void {
    const { work, bins, plan } = this;
    const at = line * bins;
    const count = this.swap ? plan.stepY : plan.stepX;
    const start = this.swap ? line : line * plan.stepX;
    const step = this.swap ? plan.stepX : 1;
    if (this.real) {
      this.real.inverse(work.re, work.im, work.line, 0, at);
      for (let i = 0; i < count; i++) outReal[start + i * step] = work.line[i];
      return;
    }
    const re = work.re.subarray(at, at + bins);
    const im = work.im.subarray(at, at + bins);
    this.complex?.run(re, im, 1, true);
    for (let i = 0; i < count; i++) {
      outReal[start + i * step] = re[i];
      if (outImag) outImag[start + i * step] = im[i];
    }
  }

  /** One line of the block along the first axis. */
  private gather(plane: Float64Array, line: number): Float64Array {
    if (!this.swap) return plane.subarray(line * this.points, (line + 1) * this.points);
    const out = new Float64Array(this.points);
    for (let i = 0; i < this.points; i++) out[i] = plane[i * this.lines + line];
    return out;
  }
}
