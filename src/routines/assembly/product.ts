// Products of spectra in the blocks of `fft.ts`. Results have their parts exchanged, so that a forward transform of them
// is the inverse one with its parts exchanged.

/** What is written out where it is called. */
// biome-ignore lint/complexity/noStaticOnlyClass: decorators go on methods only
class Inline {
  @inline
  static put(out: usize, zr: v128, zi: v128, vr: v128, vi: v128, ar: v128, ai: v128, br: v128, bi: v128): void {
    // A·z + B·conj(v)
    const r = f64x2.sub(f64x2.mul(ar, zr), f64x2.mul(ai, zi));
    const i = f64x2.add(f64x2.mul(ar, zi), f64x2.mul(ai, zr));
    const s = f64x2.add(f64x2.mul(br, vr), f64x2.mul(bi, vi));
    const t = f64x2.sub(f64x2.mul(bi, vr), f64x2.mul(br, vi));
    v128.store(out, f64x2.add(i, t));
    v128.store(out, f64x2.add(r, s), 16);
  }
}

/**
 * `out[k] = A[k]·z[k] + B[k]·conj(v[−k])` for k = 0 … n−1 (n even, −k modulo n): the product of the spectrum of a real
 * kernel with that of reals whose even ones are taken for real parts and the odd ones for imaginary parts. `ab` has a
 * block of A and one of B in turn; v is z in one dimension, and the line opposite to z in two.
 */
export function productReal(z: usize, v: usize, ab: usize, out: usize, n: i32): void {
  let at = ab;
  const end = (<usize>n) << 4;
  // Element −k of the even k of a block opens the block before the last one that was met; that of k + 1 ends the next.
  let upper = v;
  for (let k: usize = 0; k < end; k += 32) {
    const lower = v + end - 32 - k;
    Inline.put(
      out + k,
      v128.load(z + k),
      v128.load(z + k, 16),
      v128.shuffle<f64>(v128.load(upper), v128.load(lower), 0, 3),
      v128.shuffle<f64>(v128.load(upper, 16), v128.load(lower, 16), 0, 3),
      v128.load(at),
      v128.load(at, 16),
      v128.load(at, 32),
      v128.load(at, 48),
    );
    upper = lower;
    at += 64;
  }
}

/** The same for `batch` interleaved sequences (an even number) of length n; `ab` holds A and B of each k as (re, im). */
export function productColumns(z: usize, ab: usize, out: usize, n: i32, batch: i32): void {
  const row = (<usize>batch) << 4;
  for (let k = 0; k < n; k++) {
    const from = row * <usize>k;
    const against = z + (k === 0 ? 0 : row * <usize>(n - k));
    const at = ab + ((<usize>k) << 5);
    const ar = v128.load64_splat(at);
    const ai = v128.load64_splat(at, 8);
    const br = v128.load64_splat(at, 16);
    const bi = v128.load64_splat(at, 24);
    for (let q: usize = 0; q < row; q += 32) {
      const zq = z + from + q;
      const vq = against + q;
      Inline.put(out + from + q, v128.load(zq), v128.load(zq, 16), v128.load(vq), v128.load(vq, 16), ar, ai, br, bi);
    }
  }
}

/** `out[k] = h[k]·z[k]` for n elements (even) of blocks, for complex data. */
export function productComplex(z: usize, h: usize, out: usize, n: i32): void {
  const end = (<usize>n) << 4;
  for (let k: usize = 0; k < end; k += 32) {
    const zr = v128.load(z + k);
    const zi = v128.load(z + k, 16);
    const hr = v128.load(h + k);
    const hi = v128.load(h + k, 16);
    v128.store(out + k, f64x2.add(f64x2.mul(hr, zi), f64x2.mul(hi, zr)));
    v128.store(out + k, f64x2.sub(f64x2.mul(hr, zr), f64x2.mul(hi, zi)), 16);
  }
}

/** The same for `batch` interleaved sequences (an even number) of length n; `h` holds (re, im) of each k. */
export function productComplexColumns(z: usize, h: usize, out: usize, n: i32, batch: i32): void {
  const row = (<usize>batch) << 4;
  let k = z;
  let to = out;
  for (let j = 0; j < n; j++) {
    const hr = v128.load64_splat(h + ((<usize>j) << 4));
    const hi = v128.load64_splat(h + ((<usize>j) << 4), 8);
    for (let q: usize = 0; q < row; q += 32) {
      const zr = v128.load(k + q);
      const zi = v128.load(k + q, 16);
      v128.store(to + q, f64x2.add(f64x2.mul(hr, zi), f64x2.mul(hi, zr)));
      v128.store(to + q, f64x2.sub(f64x2.mul(hr, zr), f64x2.mul(hi, zi)), 16);
    }
    k += row;
    to += row;
  }
}
