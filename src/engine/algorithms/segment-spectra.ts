/**
 * Sums of circular cross-correlations, added up as spectra: Σ_p ifft(F[x_p]·conj(F[k_p])) with one way back for all p. Compiled
 * transforms where there is an arena for them, else plain ones.
 */
import { planFft, type Transform } from "../../math/fft.js";
import type { Arena } from "../../routines/arena.js";
import { CircularBlock } from "../../routines/circular.js";
import { tablesAlong } from "./fft-tables.js";

/** Complex numbers on a circle. */
export interface Circle {
  readonly real: Float64Array;
  readonly imag: Float64Array;
}

export interface SegmentSpectra {
  /** Where the next pair is put. */
  readonly samples: Circle;
  readonly taps: Circle;
  /** Adds the correlation of the pair that is there, which may be used up. */
  add(): void;
  /** The correlations added since the last time: c[l] = Σ_n x[n + l]·conj(k[n]). They last until the next `add`. */
  take(): Circle;
}

export const segmentSpectra = (points: number, arena: Arena | undefined): SegmentSpectra =>
  arena ? new CompiledSpectra(points, arena) : new PlainSpectra(points);

class PlainSpectra implements SegmentSpectra {
  readonly samples: Circle;
  readonly taps: Circle;
  private readonly sum: Circle;
  private readonly transform: Transform;

  constructor(private readonly points: number) {
    const circle = (): Circle => ({ real: new Float64Array(points), imag: new Float64Array(points) });
    [this.samples, this.taps, this.sum] = [circle(), circle(), circle()];
    this.transform = planFft(points);
  }

  add(): void {
    const { samples: x, taps: k, sum, points } = this;
    this.transform.run(x.real, x.imag);
    this.transform.run(k.real, k.imag);
    for (let i = 0; i < points; i++) {
      sum.real[i] += x.real[i] * k.real[i] + x.imag[i] * k.imag[i];
      sum.imag[i] += x.imag[i] * k.real[i] - x.real[i] * k.imag[i];
    }
  }

  take(): Circle {
    const { samples, sum, points } = this;
    this.transform.run(sum.real, sum.imag, 1, true);
    for (let i = 0; i < points; i++) {
      samples.real[i] = sum.real[i] / points;
      samples.imag[i] = sum.imag[i] / points;
    }
    sum.real.fill(0);
    sum.imag.fill(0);
    return samples;
  }
}

/** Spectra lie as `assembly/circular.ts` leaves them: pairs of elements, their real parts before their imaginary ones. */
class CompiledSpectra implements SegmentSpectra {
  readonly samples: Circle;
  readonly taps: Circle;
  private readonly block: CircularBlock;
  private readonly x: Float64Array;
  private readonly k: Float64Array;
  private readonly sum: Float64Array;

  constructor(
    private readonly points: number,
    arena: Arena,
  ) {
    this.block = new CircularBlock(arena, points, 1, tablesAlong(points), undefined);
    const circle = (): Circle => ({ real: arena.doubles(points), imag: arena.doubles(points) });
    [this.samples, this.taps] = [circle(), circle()];
    [this.x, this.k, this.sum] = [1, 2, 3].map(() => arena.doubles(2 * points));
    this.sum.fill(0);
  }

  add(): void {
    const { x, k, sum } = this;
    this.fill(this.samples);
    this.block.spectrumAt(x.byteOffset);
    this.fill(this.taps);
    this.block.spectrumAt(k.byteOffset);
    for (let i = 0; i < sum.length; i += 4) {
      sum[i] += x[i] * k[i] + x[i + 2] * k[i + 2];
      sum[i + 1] += x[i + 1] * k[i + 1] + x[i + 3] * k[i + 3];
      sum[i + 2] += x[i + 2] * k[i] - x[i] * k[i + 2];
      sum[i + 3] += x[i + 3] * k[i + 1] - x[i + 1] * k[i + 3];
    }
  }

  take(): Circle {
    const { samples, points, block, sum } = this;
    // The spectrum of an impulse is the same everywhere, so what the block is filtered with is what comes back.
    samples.real.fill(0);
    samples.imag.fill(0);
    samples.real[0] = 1 / points;
    this.fill(samples);
    block.filter(sum.byteOffset);
    sum.fill(0);
    const all = { x0: 0, x1: points, y0: 0, y1: 1 };
    for (const [i, { byteOffset }] of [samples.real, samples.imag].entries())
      block.take(i === 1, all, { at: byteOffset, step: 8, pitch: 8 * points }, undefined);
    return samples;
  }

  private fill({ real, imag }: Circle): void {
    this.block.fill({ at: real.byteOffset, step: 8, pitch: 8 * this.points }, imag.byteOffset);
  }
}
