/** The sRGB transfer function (IEC 61966-2-1) between encoded values and linear light, both 0 … 1, odd around 0. */
import { pow } from "./elementary.js";

export const toLinear = (v: number): number =>
  v < 0 ? -toLinear(-v) : v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);

export const toEncoded = (v: number): number =>
  v < 0 ? -toEncoded(-v) : v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;

/** Linear light of every count of a type whose greatest count is `greatest`, in counts too. */
export function linearTable(greatest: number): Float64Array {
  return Float64Array.from({ length: greatest + 1 }, (_, i) => toLinear(i / greatest) * greatest);
}
