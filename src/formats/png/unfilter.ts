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
      if (left === 3) paethOfThree(from, at, into, to, length, above, aboveAt);
      else for (let c = 0; c < first; c++) paeth(from, at + c, into, to + c, length - c, above, aboveAt + c, left);
  }
}

/**
 * Of what is left (`a`), above (`b`) and above on the left (`c`) the one that is nearest to a + b − c; of equally near
 * ones the first. Without branches, which nobody could foresee: 3c − a − b is compared with the lesser and the greater of
 * a and b.
 */
export function nearest(a: number, b: number, c: number): number {
  const difference = a - b;
  const negative = difference & (difference >> 31);
  const lesser = b + negative;
  const greater = a - negative;
  const threshold = 3 * c - a - b;
  const low = lesser + ((c - lesser) & ((threshold - greater) >> 31));
  return greater + ((low - greater) & ((lesser - threshold) >> 31));
}

/** One byte of each pixel from the second one on. */
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
    a = (from[at + i] + nearest(a, b, c)) & 255;
    into[to + i] = a;
    c = b;
  }
}

/** The same for RGB: each byte waits for the one before it, so three at a time take hardly longer than one. */
function paethOfThree(
  from: Uint8Array,
  at: number,
  into: Uint8Array,
  to: number,
  length: number,
  above: Uint8Array,
  aboveAt: number,
): void {
  let [a0, a1, a2] = [into[to], into[to + 1], into[to + 2]];
  let [c0, c1, c2] = [above[aboveAt], above[aboveAt + 1], above[aboveAt + 2]];
  for (let i = 3; i < length; i += 3) {
    const b0 = above[aboveAt + i];
    const b1 = above[aboveAt + i + 1];
    const b2 = above[aboveAt + i + 2];
    a0 = (from[at + i] + nearest(a0, b0, c0)) & 255;
    a1 = (from[at + i + 1] + nearest(a1, b1, c1)) & 255;
    a2 = (from[at + i + 2] + nearest(a2, b2, c2)) & 255;
    into[to + i] = a0;
    into[to + i + 1] = a1;
    into[to + i + 2] = a2;
    [c0, c1, c2] = [b0, b1, b2];
  }
}
