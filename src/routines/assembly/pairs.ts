// Pairs of rows: sample x of an upper and a lower row side by side as two i16, so that one dot product of i16 lanes
// adds two taps of a column at once. Unsigned samples are taken less half their range. `n` samples are made in whole
// steps of 16, so rows have room to spare.

/** Pairs of u8 rows, less 128. */
export function pairU8(upper: usize, lower: usize, out: usize, n: i32): void {
  const flip = i8x16.splat(-128);
  for (let x = 0; x < n; x += 16) {
    const a = v128.xor(v128.load(upper + x), flip);
    const b = v128.xor(v128.load(lower + x), flip);
    const low = v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const high = v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const to = out + ((<usize>x) << 2);
    v128.store(to, i16x8.extend_low_i8x16_s(low));
    v128.store(to, i16x8.extend_high_i8x16_s(low), 16);
    v128.store(to, i16x8.extend_low_i8x16_s(high), 32);
    v128.store(to, i16x8.extend_high_i8x16_s(high), 48);
  }
}

/** Pairs of 16-bit rows, each bit pattern changed by `flip`: 0x8000 takes u16 to i16 less 32768, 0 leaves i16. */
export function pair16(upper: usize, lower: usize, out: usize, n: i32, flip: i32): void {
  const mask = i16x8.splat(<i16>flip);
  for (let x = 0; x < n; x += 8) {
    const a = v128.xor(v128.load(upper + ((<usize>x) << 1)), mask);
    const b = v128.xor(v128.load(lower + ((<usize>x) << 1)), mask);
    const to = out + ((<usize>x) << 2);
    v128.store(to, v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(to, v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  }
}
