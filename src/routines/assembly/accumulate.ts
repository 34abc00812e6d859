// Sums of windows in f64, added up in the order of the taps, each product and each sum rounded: what `accumulate` of
// `../reference.ts` does, to the last bit. Sixteen outputs stay in registers while all taps pass.

/**
 * `out[i] += Σ_t taps[t]·source[i + offsets[t]/8]` for i < count; offsets are i32, in bytes. Reads nothing beyond the
 * windows.
 */
export function accumulate(out: usize, count: i32, source: usize, taps: usize, offsets: usize, n: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const to = out + ((<usize>i) << 3);
    const from = source + ((<usize>i) << 3);
    let a0 = v128.load(to);
    let a1 = v128.load(to, 16);
    let a2 = v128.load(to, 32);
    let a3 = v128.load(to, 48);
    let a4 = v128.load(to, 64);
    let a5 = v128.load(to, 80);
    let a6 = v128.load(to, 96);
    let a7 = v128.load(to, 112);
    for (let t = 0; t < n; t++) {
      const at = from + <usize>load<i32>(offsets + ((<usize>t) << 2));
      const k = v128.load64_splat(taps + ((<usize>t) << 3));
      a0 = f64x2.add(a0, f64x2.mul(v128.load(at), k));
      a1 = f64x2.add(a1, f64x2.mul(v128.load(at, 16), k));
      a2 = f64x2.add(a2, f64x2.mul(v128.load(at, 32), k));
      a3 = f64x2.add(a3, f64x2.mul(v128.load(at, 48), k));
      a4 = f64x2.add(a4, f64x2.mul(v128.load(at, 64), k));
      a5 = f64x2.add(a5, f64x2.mul(v128.load(at, 80), k));
      a6 = f64x2.add(a6, f64x2.mul(v128.load(at, 96), k));
      a7 = f64x2.add(a7, f64x2.mul(v128.load(at, 112), k));
    }
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to, a2, 32);
    v128.store(to, a3, 48);
    v128.store(to, a4, 64);
    v128.store(to, a5, 80);
    v128.store(to, a6, 96);
    v128.store(to, a7, 112);
  }
  for (; i + 2 <= count; i += 2) {
    const to = out + ((<usize>i) << 3);
    const from = source + ((<usize>i) << 3);
    let a = v128.load(to);
    for (let t = 0; t < n; t++) {
      const at = from + <usize>load<i32>(offsets + ((<usize>t) << 2));
      a = f64x2.add(a, f64x2.mul(v128.load(at), v128.load64_splat(taps + ((<usize>t) << 3))));
    }
    v128.store(to, a);
  }
  if (i < count) {
    const to = out + ((<usize>i) << 3);
    const from = source + ((<usize>i) << 3);
    let a = load<f64>(to);
    for (let t = 0; t < n; t++) {
      const at = from + <usize>load<i32>(offsets + ((<usize>t) << 2));
      a = a + load<f64>(at) * load<f64>(taps + ((<usize>t) << 3));
    }
    store<f64>(to, a);
  }
}
