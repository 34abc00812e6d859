// Down the columns of pairs of rows (`pairs.ts`): two rows of sums at once.

/** Bits by which sums are shifted before a finer grade of taps; see `src/routines/graded.ts`. */
export const FINER: i32 = 2;

/** What becomes of the sums: i16, which hold them, or f32. */
export const NARROW: i32 = 0;
export const FLOATS: i32 = 1;

// @ts-ignore: decorators go on functions here
@inline
/**
 * `n` sums of either row in steps of 16, at `to` and one `line` of bytes further. A step of the table: offset of its
 * samples in bytes, and the two taps (i16 × 2) of the upper and of the lower row. At `steps` is how many there are of each
 * of the `grades` (i32).
 */
export function down(as: i32, table: usize, steps: usize, grades: i32, pairs: usize, n: i32, to: usize, line: usize): void {
  const last = steps + ((<usize>(grades - 1)) << 2);
  for (let x = 0; x < n; x += 16) {
    const base = pairs + ((<usize>x) << 2);
    let a0 = i32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = a0;
    let b1 = a0;
    let b2 = a0;
    let b3 = a0;
    let t = table;
    for (let grade = steps; ; grade += 4) {
      for (const end = t + <usize>load<i32>(grade) * 12; t < end; t += 12) {
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
      if (grade === last) break;
      a0 = i32x4.shl(a0, FINER);
      a1 = i32x4.shl(a1, FINER);
      a2 = i32x4.shl(a2, FINER);
      a3 = i32x4.shl(a3, FINER);
      b0 = i32x4.shl(b0, FINER);
      b1 = i32x4.shl(b1, FINER);
      b2 = i32x4.shl(b2, FINER);
      b3 = i32x4.shl(b3, FINER);
    }
    const upper = to + ((<usize>x) << (as === NARROW ? 1 : 2));
    const lower = upper + line;
    if (as === NARROW) {
      v128.store(upper, i16x8.narrow_i32x4_s(a0, a1));
      v128.store(upper, i16x8.narrow_i32x4_s(a2, a3), 16);
      v128.store(lower, i16x8.narrow_i32x4_s(b0, b1));
      v128.store(lower, i16x8.narrow_i32x4_s(b2, b3), 16);
    } else {
      v128.store(upper, f32x4.convert_i32x4_s(a0));
      v128.store(upper, f32x4.convert_i32x4_s(a1), 16);
      v128.store(upper, f32x4.convert_i32x4_s(a2), 32);
      v128.store(upper, f32x4.convert_i32x4_s(a3), 48);
      v128.store(lower, f32x4.convert_i32x4_s(b0));
      v128.store(lower, f32x4.convert_i32x4_s(b1), 16);
      v128.store(lower, f32x4.convert_i32x4_s(b2), 32);
      v128.store(lower, f32x4.convert_i32x4_s(b3), 48);
    }
  }
}
