/** A score map as a picture of bytes, for formats that hold no floats. */
import { isBounded, type MatchMethod } from "../../base/match.js";
import { type Signal, signalOf } from "../../base/signal.js";

/**
 * −1 … 1 to 0 … 255 for `zncc` and `ncc`, so that 0 is 128; of the other methods the least finite score to 0 and the
 * greatest to 255 (all 0 where they are equal). Rounded to nearest; infinite scores saturate.
 */
export function scorePicture(map: Signal, method: MatchMethod): Signal {
  const { data, width, height, about } = map;
  const [least, greatest] = isBounded(method) ? [-1, 1] : extremes(data);
  const factor = greatest > least ? 255 / (greatest - least) : 0;
  const out = new Uint8Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const v = Math.min(greatest, Math.max(least, data[i]));
    out[i] = Math.round((v - least) * factor);
  }
  return signalOf(out, { width, height, rank: 2 }, "u8", { ...about, medium: "raster" });
}

function extremes(data: Signal["data"]): readonly [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const v of data) {
    if (!Number.isFinite(v)) continue;
    if (v < least) least = v;
    if (v > greatest) greatest = v;
  }
  return least <= greatest ? [least, greatest] : [0, 0];
}
