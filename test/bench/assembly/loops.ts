// Loops whose data never leave the nearest cache: what one thread can do with multiply-adds in WebAssembly SIMD when
// memory costs nothing. `a` and `b` are `n` samples each; each function goes over them `turns` times.

/** Sum of products of i16 vectors, both read from memory. */
export function dotI16(a: usize, b: usize, n: i32, turns: i32): i32 {
  let s0 = i32x4.splat(0);
  let s1 = i32x4.splat(0);
  let s2 = i32x4.splat(0);
  let s3 = i32x4.splat(0);
  for (let turn = 0; turn < turns; turn++) {
    for (let at: usize = 0; at < (<usize>n) << 1; at += 64) {
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(v128.load(a + at), v128.load(b + at)));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(v128.load(a + at, 16), v128.load(b + at, 16)));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(v128.load(a + at, 32), v128.load(b + at, 32)));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(v128.load(a + at, 48), v128.load(b + at, 48)));
    }
  }
  return i32x4.extract_lane(i32x4.add(i32x4.add(s0, s1), i32x4.add(s2, s3)), 0);
}

/** Products of an i16 vector with one tap in a register, eight sums. */
export function scaleI16(a: usize, b: usize, n: i32, turns: i32): i32 {
  const k = v128.load(b);
  let s0 = i32x4.splat(0);
  let s1 = i32x4.splat(0);
  let s2 = i32x4.splat(0);
  let s3 = i32x4.splat(0);
  let s4 = i32x4.splat(0);
  let s5 = i32x4.splat(0);
  let s6 = i32x4.splat(0);
  let s7 = i32x4.splat(0);
  for (let turn = 0; turn < turns; turn++) {
    for (let at: usize = 0; at < (<usize>n) << 1; at += 128) {
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(v128.load(a + at), k));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(v128.load(a + at, 16), k));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(v128.load(a + at, 32), k));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(v128.load(a + at, 48), k));
      s4 = i32x4.add(s4, i32x4.dot_i16x8_s(v128.load(a + at, 64), k));
      s5 = i32x4.add(s5, i32x4.dot_i16x8_s(v128.load(a + at, 80), k));
      s6 = i32x4.add(s6, i32x4.dot_i16x8_s(v128.load(a + at, 96), k));
      s7 = i32x4.add(s7, i32x4.dot_i16x8_s(v128.load(a + at, 112), k));
    }
  }
  const low = i32x4.add(i32x4.add(s0, s1), i32x4.add(s2, s3));
  const high = i32x4.add(i32x4.add(s4, s5), i32x4.add(s6, s7));
  return i32x4.extract_lane(i32x4.add(low, high), 0);
}

/** f32: multiply by one tap in a register and add, eight sums. */
export function scaleF32(a: usize, b: usize, n: i32, turns: i32): f32 {
  const k = v128.load(b);
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let s4 = f32x4.splat(0);
  let s5 = f32x4.splat(0);
  let s6 = f32x4.splat(0);
  let s7 = f32x4.splat(0);
  for (let turn = 0; turn < turns; turn++) {
    for (let at: usize = 0; at < (<usize>n) << 2; at += 128) {
      s0 = f32x4.add(s0, f32x4.mul(v128.load(a + at), k));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(a + at, 16), k));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(a + at, 32), k));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(a + at, 48), k));
      s4 = f32x4.add(s4, f32x4.mul(v128.load(a + at, 64), k));
      s5 = f32x4.add(s5, f32x4.mul(v128.load(a + at, 80), k));
      s6 = f32x4.add(s6, f32x4.mul(v128.load(a + at, 96), k));
      s7 = f32x4.add(s7, f32x4.mul(v128.load(a + at, 112), k));
    }
  }
  const low = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const high = f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7));
  return f32x4.extract_lane(f32x4.add(low, high), 0);
}

/** f64: multiply by one tap in a register and add, eight sums. */
export function scaleF64(a: usize, b: usize, n: i32, turns: i32): f64 {
  const k = v128.load(b);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let s4 = f64x2.splat(0);
  let s5 = f64x2.splat(0);
  let s6 = f64x2.splat(0);
  let s7 = f64x2.splat(0);
  for (let turn = 0; turn < turns; turn++) {
    for (let at: usize = 0; at < (<usize>n) << 3; at += 128) {
      s0 = f64x2.add(s0, f64x2.mul(v128.load(a + at), k));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(a + at, 16), k));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(a + at, 32), k));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(a + at, 48), k));
      s4 = f64x2.add(s4, f64x2.mul(v128.load(a + at, 64), k));
      s5 = f64x2.add(s5, f64x2.mul(v128.load(a + at, 80), k));
      s6 = f64x2.add(s6, f64x2.mul(v128.load(a + at, 96), k));
      s7 = f64x2.add(s7, f64x2.mul(v128.load(a + at, 112), k));
    }
  }
  const low = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  const high = f64x2.add(f64x2.add(s4, s5), f64x2.add(s6, s7));
  return f64x2.extract_lane(f64x2.add(low, high), 0);
}
