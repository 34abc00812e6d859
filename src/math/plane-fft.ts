/** Discrete Fourier transforms of planes, in place, by columns and then by rows. */
import { planFft, type Transform } from "./fft.js";

/** X[v, u] = Σ x[y, x]·exp(−2πi·(ux/width + vy/height)), rows one behind the other. It serves one thread, as `Transform`. */
export class PlaneFft {
  private readonly rows: Transform;
  private readonly columns: Transform;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.rows = planFft(width);
    this.columns = planFft(height);
  }

  /** `inverse` takes the conjugate transform, which is not scaled. */
  run(re: Float64Array, im: Float64Array, inverse = false): void {
    const { width, height } = this;
    // Rows are interleaved sequences for the transforms of columns.
    if (height > 1) this.columns.run(re, im, width, inverse);
    for (let at = 0; at < re.length; at += width) {
      this.rows.run(re.subarray(at, at + width), im.subarray(at, at + width), 1, inverse);
    }
  }
}
