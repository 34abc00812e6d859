// The passes of `fft.ts`, one a radix.

// @ts-expect-error decorators of functions are AssemblyScript's
@inline
function put(to: usize, r: v128, i: v128, wr: v128, wi: v128): void {
  v128.store(to, f64x2.sub(f64x2.mul(r, wr), f64x2.mul(i, wi)));
  v128.store(to, f64x2.add(f64x2.mul(r, wi), f64x2.mul(i, wr)), 16);
}
