/** Amplitude and phase of a signal, and the cross spectrum of two. Pure: no files, no process, no clock. */
import { type Input, signalFrom } from "../arrays.js";
import { frequenciesOf, type Line, onlyLine, rateOf, requireAlike, shownBins, transformer } from "./line.js";
import type { Complexes, Spectrum, SpectrumOptions } from "./options.js";
import { windowOf } from "./windows.js";

/**
 * The discrete Fourier transform of a signal, X[k] = Σ_n x[n]·exp(−2πi·kn/N), of any length N, with the bits of no other
 * scale: equal to `numpy.fft.rfft` of real samples and to `fftshift(fft)` of complex ones.
 *
 * @param input N ≥ 1 samples of one channel, real or complex
 * @param options see `SpectrumOptions`
 * @throws UserError with `exitCode` 2 for options that cannot be, 3 for planes, several channels, NaN and infinity
 */
export function spectrum(input: Input, options: SpectrumOptions = {}): Spectrum {
  return spectraOf([onlyLine(signalFrom(input))], options)[0];
}

/**
 * The cross spectrum conj(A[k])·B[k]: the transform of the circular cross-correlation of B with the kernel A. Its phase is
 * that of B against A; a delay of B by d samples makes it fall by 2πd a cycle per sample. `scipy.signal.csd` conjugates
 * the first one too.
 *
 * @param a,b N samples each, as for `spectrum`; where one is complex, all N frequencies are there
 * @throws UserError as `spectrum`; (3) also where lengths or rates differ
 */
export function crossSpectrum(a: Input, b: Input, options: SpectrumOptions = {}): Spectrum {
  const lines = [a, b].map((input) => onlyLine(signalFrom(input)));
  requireAlike(lines[0], lines[1]);
  const [first, second] = spectraOf(lines, options);
  return { ...crossed(first, second), frequencies: first.frequencies };
}

/** conj(a)·b, element by element. */
export function crossed(a: Complexes, b: Complexes): Complexes {
  return {
    re: a.re.map((re, k) => re * b.re[k] + a.im[k] * b.im[k]),
    im: a.re.map((re, k) => re * b.im[k] - a.im[k] * b.re[k]),
  };
}

/** The spectra of lines of one length. */
export function spectraOf(lines: readonly Line[], options: SpectrumOptions): Spectrum[] {
  const { window = "boxcar", detrend = "none", scaling = "dft" } = options;
  const n = lines[0].re.length;
  const twoSided = lines.some(({ im }) => im !== undefined);
  const frequencies = frequenciesOf(n, twoSided, rateOf(lines, options.rate));
  const weights = windowOf(window, n);
  const transform = transformer(weights, detrend);
  const sum = weights.reduce((total, w) => total + w, 0);
  return lines.map((line) => {
    const bins = transform(line);
    const shown = { re: shownBins(bins.re, twoSided), im: shownBins(bins.im, twoSided) };
    if (scaling === "amplitude") {
      for (let k = 0; k < frequencies.count; k++) {
        // A real sine has half of its amplitude at the negative frequency; 0 and the Nyquist frequency are their own.
        const single = twoSided || k === 0 || 2 * k === n;
        shown.re[k] *= (single ? 1 : 2) / sum;
        shown.im[k] *= (single ? 1 : 2) / sum;
      }
    }
    return { ...shown, frequencies };
  });
}
