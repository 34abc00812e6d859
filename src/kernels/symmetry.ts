/** Symmetry of kernels. It decides whether conv and xcorr differ and which shortcuts a plan may take. */
import { flipDifference, type Kernel } from "../base/kernel.js";
import { compare } from "../base/rational.js";

export type Parity = "symmetric" | "antisymmetric" | "none";

/** How a kernel answers to being turned by 180° (`point`) and mirrored left to right (`x`) and top to bottom (`y`). */
export interface Symmetry {
  readonly point: Parity;
  readonly x: Parity;
  readonly y: Parity;
  /** In words. */
  readonly text: string;
}

/** Symmetry without conjugation, tap for tap; `y` of a list is its only row and so symmetric. */
export function symmetry(k: Kernel): Symmetry {
  const { width: w, height: h } = k;
  const point = parity(k, (x, y) => (h - 1 - y) * w + (w - 1 - x));
  const across = parity(k, (x, y) => y * w + (w - 1 - x));
  const down = parity(k, (x, y) => (h - 1 - y) * w + x);
  const hermitian = k.imag && point === "none" && flipDifference(k, true) === 0;
  const turned = {
    symmetric: "equals its flip",
    antisymmetric: "equals minus its flip",
    none: hermitian ? "equals its conjugated flip" : "differs from its flip",
  }[point];
  const axes = `${across === "none" ? "not symmetric" : across} along x, ${down === "none" ? "not symmetric" : down} along y`;
  return { point, x: across, y: down, text: k.rank === 1 ? turned : `${turned}; ${axes}` };
}

function parity(k: Kernel, partner: (x: number, y: number) => number): Parity {
  let [even, odd] = [true, true];
  for (let y = 0; y < k.height && (even || odd); y++) {
    for (let x = 0; x < k.width; x++) {
      for (let c = 0; c < k.channels; c++) {
        const i = (y * k.width + x) * k.channels + c;
        const j = partner(x, y) * k.channels + c;
        const [im, jm] = [k.imag?.[i] ?? 0, k.imag?.[j] ?? 0];
        const [a, b] = [k.exactTaps?.[i], k.exactTaps?.[j]];
        const same = a && b ? compare(a, b) === 0 : k.taps[i] === k.taps[j];
        const opposite = a && b ? a.num === -b.num && a.den === b.den : k.taps[i] === -k.taps[j];
        even &&= same && im === jm;
        odd &&= opposite && im === -jm;
      }
    }
  }
  return even ? "symmetric" : odd ? "antisymmetric" : "none";
}
