// Sums of windows of f64 or f32, added up in the order of the taps, two blocks of four vectors at a time. Both blocks read
// the same samples, each with taps of its own: the lower one is the row below, or lies further along the same row.

/** Bytes of a block. */
const BLOCK: usize = 64;

// @ts-ignore: decorators go on functions here
@inline
/** `a + s·k`; in one rounding where the engine has that and the arithmetic need not be the same everywhere. */
function added<T>(a: v128, s: v128, k: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(s, k, a);
  return v128.add<T>(a, v128.mul<T>(s, k));
}

/**
 * Sums of windows that begin at `source` to the lines at `upper` and `lower`, in whole blocks while there are some of `n`
 * elements to make. Blocks follow one another for `run` elements; so many more are then left out, which is where the lower
 * ones lie if they are of the same row. A step of the table has the offset of its samples in bytes (i32), the tap of the
 * upper block and that of the lower one (T); at `bounds` (four i32) begin the steps that only the upper blocks take, those
 * that both take, those that only the lower blocks take, and there is their end.
 */
export function sums<T>(source: usize, upper: usize, lower: usize, n: i32, run: i32, bounds: usize): void {
  const size = sizeof<T>();
  const step = 3 * size;
  const first = <usize>load<i32>(bounds);
  const both = <usize>load<i32>(bounds, 4);
  const last = <usize>load<i32>(bounds, 8);
  const end = <usize>load<i32>(bounds, 12);
  const stop = <usize>n * size;
  const along = <usize>run * size;
  const zero = v128.splat<T>(<T>0);
  let rest = along;
  for (let x: usize = 0; x < stop; ) {
    const base = source + x;
    let a0 = zero;
    let a1 = zero;
    let a2 = zero;
    let a3 = zero;
    for (let t = first; t < both; t += step) {
      const at = base + <usize>load<i32>(t);
      const k = v128.load_splat<T>(t, sizeof<T>());
      a0 = added<T>(a0, v128.load(at), k);
      a1 = added<T>(a1, v128.load(at, 16), k);
      a2 = added<T>(a2, v128.load(at, 32), k);
      a3 = added<T>(a3, v128.load(at, 48), k);
    }
    let b0 = zero;
    let b1 = zero;
    let b2 = zero;
    let b3 = zero;
    for (let t = both; t < last; t += step) {
      const at = base + <usize>load<i32>(t);
      const k = v128.load_splat<T>(t, sizeof<T>());
      const l = v128.load_splat<T>(t, 2 * sizeof<T>());
      const s0 = v128.load(at);
      a0 = added<T>(a0, s0, k);
      b0 = added<T>(b0, s0, l);
      const s1 = v128.load(at, 16);
      a1 = added<T>(a1, s1, k);
      b1 = added<T>(b1, s1, l);
      const s2 = v128.load(at, 32);
      a2 = added<T>(a2, s2, k);
      b2 = added<T>(b2, s2, l);
      const s3 = v128.load(at, 48);
      a3 = added<T>(a3, s3, k);
      b3 = added<T>(b3, s3, l);
    }
    v128.store(upper + x, a0);
    v128.store(upper + x, a1, 16);
    v128.store(upper + x, a2, 32);
    v128.store(upper + x, a3, 48);
    for (let t = last; t < end; t += step) {
      const at = base + <usize>load<i32>(t);
      const k = v128.load_splat<T>(t, 2 * sizeof<T>());
      b0 = added<T>(b0, v128.load(at), k);
      b1 = added<T>(b1, v128.load(at, 16), k);
      b2 = added<T>(b2, v128.load(at, 32), k);
      b3 = added<T>(b3, v128.load(at, 48), k);
    }
    v128.store(lower + x, b0);
    v128.store(lower + x, b1, 16);
    v128.store(lower + x, b2, 32);
    v128.store(lower + x, b3, 48);
    x += BLOCK;
    rest -= BLOCK;
    if (rest === 0) {
      x += along;
      rest = along;
    }
  }
}
