/** Segments of a JPEG file that say something about its samples. The codec writes none of them. */
import type { About } from "../../base/signal.js";

const [APP0, APP2] = [0xe0, 0xe2];

/** Density and colour profile, as far as they are known. */
export const segmentsOf = ({ density, icc }: About): Uint8Array[] => [
  ...(density ? [jfif(density)] : []),
  ...(icc ? profile(icc) : []),
];

/** A JFIF 1.01 header, which stands behind the first mark and states the density. */
function jfif(density: number): Uint8Array {
  const dots = Math.min(65535, Math.max(1, Math.round(density)));
  const [high, low] = [dots >> 8, dots & 255];
  return segment(APP0, "JFIF\0", [1, 1, 1, high, low, high, low, 0, 0]);
}

/** Most bytes of a profile in one segment: its length, its name and two numbers take the rest of 65535. */
const CHUNK = 65519;

/** The profile in numbered chunks (ICC.1:2022, annex B.4). More than 255 of them cannot be written. */
function profile(icc: Uint8Array): Uint8Array[] {
  const count = Math.ceil(icc.length / CHUNK);
  if (count > 255) return [];
  return Array.from({ length: count }, (_, i) =>
    segment(APP2, "ICC_PROFILE\0", [i + 1, count], icc.subarray(i * CHUNK, (i + 1) * CHUNK)),
  );
}

function segment(
  marker: number,
  name: string,
  numbers: readonly number[],
  rest: Uint8Array = new Uint8Array(),
): Uint8Array {
  const length = 2 + name.length + numbers.length + rest.length;
  const start = [0xff, marker, length >> 8, length & 255, ...Buffer.from(name, "latin1"), ...numbers];
  const out = new Uint8Array(start.length + rest.length);
  out.set(start);
  out.set(rest, start.length);
  return out;
}
