// Along two rows of f32 column sums, to samples: what `near.ts` and `premultiplied.ts` do last.
import { finish } from "./finish";

// @ts-ignore: decorators go on functions here
@inline
/**
 * Along two rows of f32 sums, `line` bytes apart: `n` outputs of each in steps of 16, as samples at `upper` and `lower`.
 * Taps come first (offset in bytes, f32), then those that two sums share (both offsets, f32): sums are added before they
 * are multiplied. The list has element · 2 + row of each sample in doubt. `own` has four entries: where the taps are, how
 * many come first, how many are shared, and where the factors of a pixel are if it is to go `over` its alpha.
 */
export function across(
  kind: i32,
  over: bool,
  p: usize,
  own: usize,
  sums: usize,
  line: usize,
  upper: usize,
  lower: usize,
  n: i32,
  list: usize,
  counts: usize,
): void {
  const single = <usize>load<i32>(own);
  const shared = single + ((<usize>load<i32>(own, 4)) << 3);
  const end = shared + <usize>load<i32>(own, 8) * 12;
  for (let x = 0; x < n; x += 16) {
    const base = sums + ((<usize>x) << 2);
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = a0;
    let b1 = a0;
    let b2 = a0;
    let b3 = a0;
    let t = single;
    for (; t < shared; t += 8) {
      const at = base + <usize>load<i32>(t);
      const to = at + line;
      const k = v128.load32_splat(t, 4);
      a0 = f32x4.add(a0, f32x4.mul(v128.load(at), k));
      a1 = f32x4.add(a1, f32x4.mul(v128.load(at, 16), k));
      a2 = f32x4.add(a2, f32x4.mul(v128.load(at, 32), k));
      a3 = f32x4.add(a3, f32x4.mul(v128.load(at, 48), k));
      b0 = f32x4.add(b0, f32x4.mul(v128.load(to), k));
      b1 = f32x4.add(b1, f32x4.mul(v128.load(to, 16), k));
      b2 = f32x4.add(b2, f32x4.mul(v128.load(to, 32), k));
      b3 = f32x4.add(b3, f32x4.mul(v128.load(to, 48), k));
    }
    for (; t < end; t += 12) {
      const at = base + <usize>load<i32>(t);
      const far = base + <usize>load<i32>(t, 4);
      const to = at + line;
      const beyond = far + line;
      const k = v128.load32_splat(t, 8);
      a0 = f32x4.add(a0, f32x4.mul(f32x4.add(v128.load(at), v128.load(far)), k));
      a1 = f32x4.add(a1, f32x4.mul(f32x4.add(v128.load(at, 16), v128.load(far, 16)), k));
      a2 = f32x4.add(a2, f32x4.mul(f32x4.add(v128.load(at, 32), v128.load(far, 32)), k));
      a3 = f32x4.add(a3, f32x4.mul(f32x4.add(v128.load(at, 48), v128.load(far, 48)), k));
      b0 = f32x4.add(b0, f32x4.mul(f32x4.add(v128.load(to), v128.load(beyond)), k));
      b1 = f32x4.add(b1, f32x4.mul(f32x4.add(v128.load(to, 16), v128.load(beyond, 16)), k));
      b2 = f32x4.add(b2, f32x4.mul(f32x4.add(v128.load(to, 32), v128.load(beyond, 32)), k));
      b3 = f32x4.add(b3, f32x4.mul(f32x4.add(v128.load(to, 48), v128.load(beyond, 48)), k));
    }
    if (over) {
      const factors = v128.load(<usize>load<i32>(own, 12));
      a0 = overAlpha(a0, factors);
      a1 = overAlpha(a1, factors);
      a2 = overAlpha(a2, factors);
      a3 = overAlpha(a3, factors);
      b0 = overAlpha(b0, factors);
      b1 = overAlpha(b1, factors);
      b2 = overAlpha(b2, factors);
      b3 = overAlpha(b3, factors);
    }
    finish(kind, true, p, a0, a1, a2, a3, b0, b1, b2, b3, false, upper + x, lower + x, x, n - x, list, counts);
  }
}

// @ts-ignore: decorators go on functions here
@inline
/** A pixel of sums to its values: colours over alpha, alpha as it is, each times its factor; 0 where alpha is 0. */
function overAlpha(v: v128, factors: v128): v128 {
  const alpha = v128.shuffle<i32>(v, v, 3, 3, 3, 3);
  const colours = f32x4.div(v, alpha);
  const pixel = v128.shuffle<i32>(colours, v, 0, 1, 2, 7);
  return v128.and(f32x4.mul(pixel, factors), f32x4.gt(alpha, f32x4.splat(0)));
}
