/** Rows as they were before the encoder filtered them (clause 9 of the standard). */

/**
 * Undoes one row. `left` bytes to the left stands the same byte of the pixel before; `above` holds the row before.
 * @param filter 0 none, 1 sub, 2 up, 3 average, 4 Paeth
 */
export function unfilter(
  filter: number,
  from: Uint8Array,
  at: number,
  into: Uint8Array,
  to: number,
  length: number,
  above: Uint8Array,
  aboveAt: number,
  left: number,
): void {
  const first = Math.min(left, length);
  switch (filter) {
    case 0:
      into.set(from.subarray(at, at + length), to);
      return;
    case 1:
      into.set(from.subarray(at, at + first), to);
      for (let i = first; i < length; i++) into[to + i] = from[at + i] + into[to + i - left];
      return;
    case 2:
      for (let i = 0; i < length; i++) into[to + i] = from[at + i] + above[aboveAt + i];
      return;
    case 3:
      for (let i = 0; i < first; i++) into[to + i] = from[at + i] + (above[aboveAt + i] >> 1);
      for (let i = first; i < length; i++)
        into[to + i] = from[at + i] + ((into[to + i - left] + above[aboveAt + i]) >> 1);
      return;
    default:
      for (let i = 0; i < first; i++) into[to + i] = from[at + i] + above[aboveAt + i];
      for (let c = 0; c < first; c++) paeth(from, at + c, into, to + c, length - c, above, aboveAt + c, left);
  }
}

/** One byte of each pixel from the second one on, so that what is left and what is above it stay at hand. */
function paeth(
  from: Uint8Array,
  at: number,
  into: Uint8Array,
  to: number,
  length: number,
  above: Uint8Array,
  aboveAt: number,
  left: number,
): void {
  let a = into[to];
  let c = above[aboveAt];
  for (let i = left; i < length; i += left) {
    const b = above[aboveAt + i];
    let ofA = b - c;
    let ofB = a - c;
    let ofC = ofA + ofB;
    ofA = ofA < 0 ? -ofA : ofA;
    ofB = ofB < 0 ? -ofB : ofB;
    ofC = ofC < 0 ? -ofC : ofC;
    const nearest = ofA <= ofB && ofA <= ofC ? a : ofB <= ofC ? b : c;
    a = (from[at + i] + nearest) & 255;
    into[to + i] = a;
    c = b;
  }
}
