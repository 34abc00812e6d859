// Sums of two output rows from rows of pairs. A step of the table is three i32: the offset of its samples in bytes, and
// the two taps (packed as i16 × 2) with which they enter the upper and the lower output row. All sums fit 32 bits: the
// caller proves it before.

/** Sums of rows y and y + 1, `n` samples each in whole steps of 16. */
export function dotRows(pairs: usize, table: usize, steps: i32, upper: usize, lower: usize, n: i32): void {
  const end = table + <usize>steps * 12;
  for (let x = 0; x < n; x += 16) {
    const base = pairs + ((<usize>x) << 2);
    let a0 = i32x4.splat(0);
    let a1 = i32x4.splat(0);
    let a2 = i32x4.splat(0);
    let a3 = i32x4.splat(0);
    let b0 = i32x4.splat(0);
    let b1 = i32x4.splat(0);
    let b2 = i32x4.splat(0);
    let b3 = i32x4.splat(0);
    for (let t = table; t < end; t += 12) {
      const at = base + <usize>load<i32>(t);
      const ka = v128.load32_splat(t, 4);
      const kb = v128.load32_splat(t, 8);
      const s0 = v128.load(at);
      const s1 = v128.load(at, 16);
      const s2 = v128.load(at, 32);
      const s3 = v128.load(at, 48);
      a0 = i32x4.add(a0, i32x4.dot_i16x8_s(s0, ka));
      b0 = i32x4.add(b0, i32x4.dot_i16x8_s(s0, kb));
      a1 = i32x4.add(a1, i32x4.dot_i16x8_s(s1, ka));
      b1 = i32x4.add(b1, i32x4.dot_i16x8_s(s1, kb));
      a2 = i32x4.add(a2, i32x4.dot_i16x8_s(s2, ka));
      b2 = i32x4.add(b2, i32x4.dot_i16x8_s(s2, kb));
      a3 = i32x4.add(a3, i32x4.dot_i16x8_s(s3, ka));
      b3 = i32x4.add(b3, i32x4.dot_i16x8_s(s3, kb));
    }
    const to = (<usize>x) << 2;
    v128.store(upper + to, a0);
    v128.store(upper + to, a1, 16);
    v128.store(upper + to, a2, 32);
    v128.store(upper + to, a3, 48);
    v128.store(lower + to, b0);
    v128.store(lower + to, b1, 16);
    v128.store(lower + to, b2, 32);
    v128.store(lower + to, b3, 48);
  }
}
