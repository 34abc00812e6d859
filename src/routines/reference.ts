/** The routines in plain TypeScript. */
import type { Routines } from "./routines.js";

/** Samples that are carried through all taps while they are in the nearest cache. */
const RUN = 2048;

export const reference: Routines = {
  name: "reference",
  accumulate(out, outAt, count, source, at, step, taps, offsets) {
    for (let from = 0; from < count; from += RUN) {
      const to = Math.min(count, from + RUN);
      let t = 0;
      // Four taps a pass: the running sum stays in a register, and the order of the additions stays that of t.
      for (; t + 4 <= taps.length; t += 4) {
        const k0 = taps[t];
        const k1 = taps[t + 1];
        const k2 = taps[t + 2];
        const k3 = taps[t + 3];
        const a0 = at + offsets[t];
        const a1 = at + offsets[t + 1];
        const a2 = at + offsets[t + 2];
        const a3 = at + offsets[t + 3];
        for (let i = from, s = from * step; i < to; i++, s += step) {
          out[outAt + i] =
            out[outAt + i] + k0 * source[a0 + s] + k1 * source[a1 + s] + k2 * source[a2 + s] + k3 * source[a3 + s];
        }
      }
      for (; t < taps.length; t++) {
        const k = taps[t];
        const a = at + offsets[t];
        for (let i = from, s = from * step; i < to; i++, s += step) out[outAt + i] = out[outAt + i] + k * source[a + s];
      }
    }
  },
  inspect(samples) {
    let largest = 0;
    let finite = true;
    let whole = true;
    for (const v of samples) {
      largest = Math.max(largest, Math.abs(v));
      finite &&= v - v === 0;
      whole &&= Math.floor(v) === v;
    }
    return { largest, finite, whole };
  },
};
