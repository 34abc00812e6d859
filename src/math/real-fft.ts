/**
 * Transforms of real data of even length n through complex ones of length n/2 (Press et al., Numerical Recipes, §12.3):
 * the even and odd samples are the two parts of a complex sequence. Only the bins 0 … n/2 are kept.
 */
import { planFft, type Transform, twiddleTable } from "./fft.js";

export class RealFft {
  /** Number of bins, n/2 + 1. */
  readonly bins: number;
  private readonly half: Transform;
  private readonly table: { re: Float64Array; im: Float64Array };

  constructor(readonly length: number) {
    if (length % 2 !== 0) throw new RangeError(`a real transform of odd length ${length}`);
    this.bins = length / 2 + 1;
    this.half = planFft(length / 2);
    this.table = twiddleTable(length);
  }

  /** Spectrum of `x[from … from+n)` into `re`, `im` (n/2 + 1 bins each, beginning at `at`). */
  forward(x: Float64Array, from: number, re: Float64Array, im: Float64Array, at = 0): void {
    const half = this.length / 2;
    const zr = re.subarray(at, at + half);
    const zi = im.subarray(at, at + half);
    for (let j = 0; j < half; j++) {
      zr[j] = x[from + 2 * j];
      zi[j] = x[from + 2 * j + 1];
    }
    this.half.run(zr, zi);
    const r0 = re[at];
    const i0 = im[at];
    re[at] = r0 + i0;
    im[at] = 0;
    re[at + half] = r0 - i0;
    im[at + half] = 0;
    for (let k = 1; 2 * k <= half; k++) {
      const a = at + k;
      const b = at + half - k;
      const evenR = 0.5 * (re[a] + re[b]);
      const evenI = 0.5 * (im[a] - im[b]);
      const oddR = 0.5 * (im[a] + im[b]);
      const oddI = 0.5 * (re[b] - re[a]);
      const wr = this.table.re[k];
      const wi = this.table.im[k];
      const tr = oddR * wr - oddI * wi;
      const ti = oddR * wi + oddI * wr;
      re[a] = evenR + tr;
      im[a] = evenI + ti;
      re[b] = evenR - tr;
      im[b] = ti - evenI;
    }
  }

  /** Samples `x[from … from+n)`, times n/2, from a spectrum as `forward` writes it; the spectrum is used up. */
  inverse(re: Float64Array, im: Float64Array, x: Float64Array, from: number, at = 0): void {
    const half = this.length / 2;
    const r0 = re[at];
    const rn = re[at + half];
    re[at] = 0.5 * (r0 + rn);
    im[at] = 0.5 * (r0 - rn);
    for (let k = 1; 2 * k <= half; k++) {
      const a = at + k;
      const b = at + half - k;
      const evenR = 0.5 * (re[a] + re[b]);
      const evenI = 0.5 * (im[a] - im[b]);
      const diffR = 0.5 * (re[a] - re[b]);
      const diffI = 0.5 * (im[a] + im[b]);
      // Multiply by conj(w^k), then by i, to undo the twiddle of the odd samples.
      const wr = this.table.re[k];
      const wi = -this.table.im[k];
      const oddR = diffR * wr - diffI * wi;
      const oddI = diffR * wi + diffI * wr;
      re[a] = evenR - oddI;
      im[a] = evenI + oddR;
      re[b] = evenR + oddI;
      im[b] = oddR - evenI;
    }
    const zr = re.subarray(at, at + half);
    const zi = im.subarray(at, at + half);
    this.half.run(zr, zi, 1, true);
    for (let j = 0; j < half; j++) {
      x[from + 2 * j] = zr[j];
      x[from + 2 * j + 1] = zi[j];
    }
  }
}
