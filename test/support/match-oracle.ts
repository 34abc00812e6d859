/** Template matching by its definition: two passes over each window, in the order of the formulas. Never optimised. */
import type { MatchMethod } from "../../src/base/match.js";
import type { Signal } from "../../src/base/signal.js";

export function naiveScores(
  image: Signal,
  template: Signal,
  method: MatchMethod,
  weights: readonly number[] = Array.from({ length: template.width * template.height }, () => 1),
): Float64Array {
  const [w, h] = [image.width - template.width + 1, image.height - template.height + 1];
  return Float64Array.from({ length: w * h }, (_, i) =>
    naiveScore(image, template, method, weights, i % w, Math.floor(i / w)),
  );
}

export function naiveScore(
  image: Signal,
  template: Signal,
  method: MatchMethod,
  weights: readonly number[],
  x: number,
  y: number,
): number {
  const { channels, width, height } = template;
  const total = weights.reduce((s, w) => s + w, 0);
  let [it, ii, tt, dd, cov, vi, vt] = [0, 0, 0, 0, 0, 0, 0];
  for (let c = 0; c < channels; c++) {
    const pixels = weights.map((weight, p) => {
      const [px, py] = [p % width, Math.floor(p / width)];
      return {
        weight,
        i: image.data[((y + py) * image.width + x + px) * channels + c],
        t: template.data[(py * width + px) * channels + c],
      };
    });
    if (pixels.length !== width * height) throw new Error("weights do not fit");
    if (pixels.some((p) => p.weight > 0 && !Number.isFinite(p.i))) return method.startsWith("ssd") ? Infinity : 0;
    const counted = pixels.filter((p) => p.weight > 0);
    const meanI = counted.reduce((s, p) => s + p.weight * p.i, 0) / total;
    const meanT = counted.reduce((s, p) => s + p.weight * p.t, 0) / total;
    for (const { weight, i, t } of counted) {
      it += weight * i * t;
      ii += weight * i * i;
      tt += weight * t * t;
      dd += weight * (i - t) * (i - t);
      cov += weight * (i - meanI) * (t - meanT);
      vi += weight * (i - meanI) * (i - meanI);
      vt += weight * (t - meanT) * (t - meanT);
    }
  }
  // What the rounding of means leaves of a constant window is none.
  const dust = 1e-26;
  const flat = vi <= dust * ii || vt <= dust * tt;
  switch (method) {
    case "zncc":
      return flat ? 0 : cov / Math.sqrt(vi * vt);
    case "ncc":
      return flat ? 0 : it / Math.sqrt(ii * tt);
    case "ccorr":
      return it;
    case "ccoeff":
      return cov;
    case "ssd":
      return dd;
    case "ssd-norm":
      return ii === 0 || tt === 0 ? 1 : dd / Math.sqrt(ii * tt);
  }
}
