// Facts about samples in one look.

/** Returns the largest magnitude of `n` samples; at `flags` whether all are finite, and whether all are whole (two i32). */
export function inspect(samples: usize, n: i32, flags: usize): f64 {
  const zero = f64x2.splat(0);
  let most = zero;
  let infinite = zero;
  let broken = zero;
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const v = v128.load(samples + ((<usize>i) << 3));
    most = f64x2.max(most, f64x2.abs(v));
    // x − x is 0 for finite x only.
    infinite = v128.or(infinite, f64x2.ne(f64x2.sub(v, v), zero));
    broken = v128.or(broken, f64x2.ne(f64x2.nearest(v), v));
  }
  let largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  let finite = !v128.any_true(infinite);
  let whole = !v128.any_true(broken);
  if (i < n) {
    const v = load<f64>(samples + ((<usize>i) << 3));
    largest = max(largest, abs(v));
    finite = finite && v - v === 0;
    whole = whole && nearest(v) === v;
  }
  store<i32>(flags, finite ? 1 : 0);
  store<i32>(flags, whole ? 1 : 0, 4);
  return largest;
}
