/**
 * The theorems of Fourier: the spectrum of a convolution is the product of the spectra, that of a cross-correlation is the
 * cross spectrum. All frequencies by a transform, and some of them by plain sums, so that no transform is judge of its own.
 *
 * The bound: M samples that may be off by e in each part move a frequency by M·e (√2·M·e where they are complex) at most;
 * besides come the errors of the three spectra and of their product (`spectra.ts`).
 */
import { uniform } from "../../../math/random.js";
import { compare } from "../compare.js";
import type { Computed } from "../grid.js";
import type { Law } from "../law.js";
import type { Check } from "../report.js";
import { anglesOf, frequency, type Points, pointsFor, product, spectrum } from "../spectra.js";
import type { Subject } from "../subject.js";

export const fourier: Law = {
  name: "fourier",
  statement: "F[conv(x, k)] = F[x]·F[k]",
  title: "the spectrum of a convolution is the product of the spectra",
  *checks(s) {
    yield* theorem(s, s.full.conv(), [0, 0], false);
  },
};

/** Output i of size full has the lag i − (K − 1). */
export const crossSpectrum: Law = {
  name: "cross-spectrum",
  statement: "F[xcorr(x, k)] = conj F[k]·F[x]",
  title: "the spectrum of a cross-correlation is the cross spectrum",
  *checks(s) {
    yield* theorem(s, s.full.xcorr(), [1 - s.k.width, 1 - s.k.height], true);
  },
};

function* theorem(
  { x, k, seed, channel }: Subject,
  output: Computed,
  first: readonly [number, number],
  conjugate: boolean,
): Iterable<Check> {
  const points = pointsFor(x, k);
  const moved = output.real.length * output.error * (output.imag ? Math.SQRT2 : 1);
  const at = { kind: "frequency", channel } as const;
  const left = spectrum(output, points, first);
  const right = product(spectrum(x, points), spectrum(k, points), conjugate);
  yield compare("all frequencies", left, right, moved + left.error + right.error, at);
  const angles = anglesOf(points);
  for (const f of someFrequencies(points, seed)) {
    const own = frequency(output, f, points, angles, first);
    const other = product(frequency(x, f, points, angles), frequency(k, f, points, angles), conjugate);
    const check = compare("plain sums", own, other, moved + own.error + other.error, at);
    yield { ...check, at: { ...check.at, x: f[0], y: f[1], of: points } };
  }
}

/** The sum of all samples, and some frequencies that nobody has chosen. */
function someFrequencies([width, height]: Points, seed: number): (readonly [number, number])[] {
  const next = uniform(seed + 3);
  const draw = (n: number): number => Math.floor(next() * n);
  return [[0, 0], ...Array.from({ length: 4 }, () => [draw(width), draw(height)] as const)];
}
