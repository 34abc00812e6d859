// One band of a filter that is a column times a row of taps that are not negative, on premultiplied pixels of four u16
// (colours times alpha, alpha): f32 down the columns and along the rows, then colours over their alpha. Since nothing is
// subtracted, every error is relative. Samples that this cannot decide are summed again in f64 (`look-premultiplied.ts`),
// or listed. Own entries: `src/routines/premultiplied.ts` writes and names them.
import { finish, LISTED, LOWER, UPPER } from "./finish";
import { COUNTS, DOUBTS, ELEMENTS, FOUND, MOST, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH } from "./frame";
import { lookAgain } from "./look-premultiplied";
import { count, IN_DOUBT } from "./settle";

/** `n` u16 as f32, in steps of 8. */
function widen(from: usize, to: usize, n: i32): void {
  for (let x = 0; x < n; x += 8) {
    const v = v128.load(from + ((<usize>x) << 1));
    const at = to + ((<usize>x) << 2);
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(v)));
    v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(v)), 16);
  }
}

/**
 * `n` column sums in steps of 32. Taps come first (offset in bytes, f32), then those that two rows share (both offsets,
 * f32): these are added before they are multiplied.
 */
function down(single: usize, shared: usize, end: usize, rows: usize, n: i32, out: usize): void {
  for (let x = 0; x < n; x += 32) {
    const base = rows + ((<usize>x) << 2);
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    let t = single;
    for (; t < shared; t += 8) {
      const at = base + <usize>load<i32>(t);
      const k = v128.load32_splat(t, 4);
      a0 = f32x4.add(a0, f32x4.mul(v128.load(at), k));
      a1 = f32x4.add(a1, f32x4.mul(v128.load(at, 16), k));
      a2 = f32x4.add(a2, f32x4.mul(v128.load(at, 32), k));
      a3 = f32x4.add(a3, f32x4.mul(v128.load(at, 48), k));
      a4 = f32x4.add(a4, f32x4.mul(v128.load(at, 64), k));
      a5 = f32x4.add(a5, f32x4.mul(v128.load(at, 80), k));
      a6 = f32x4.add(a6, f32x4.mul(v128.load(at, 96), k));
      a7 = f32x4.add(a7, f32x4.mul(v128.load(at, 112), k));
    }
    for (; t < end; t += 12) {
      const at = base + <usize>load<i32>(t);
      const far = base + <usize>load<i32>(t, 4);
      const k = v128.load32_splat(t, 8);
      a0 = f32x4.add(a0, f32x4.mul(f32x4.add(v128.load(at), v128.load(far)), k));
      a1 = f32x4.add(a1, f32x4.mul(f32x4.add(v128.load(at, 16), v128.load(far, 16)), k));
      a2 = f32x4.add(a2, f32x4.mul(f32x4.add(v128.load(at, 32), v128.load(far, 32)), k));
      a3 = f32x4.add(a3, f32x4.mul(f32x4.add(v128.load(at, 48), v128.load(far, 48)), k));
      a4 = f32x4.add(a4, f32x4.mul(f32x4.add(v128.load(at, 64), v128.load(far, 64)), k));
      a5 = f32x4.add(a5, f32x4.mul(f32x4.add(v128.load(at, 80), v128.load(far, 80)), k));
      a6 = f32x4.add(a6, f32x4.mul(f32x4.add(v128.load(at, 96), v128.load(far, 96)), k));
      a7 = f32x4.add(a7, f32x4.mul(f32x4.add(v128.load(at, 112), v128.load(far, 112)), k));
    }
    const to = out + ((<usize>x) << 2);
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to, a2, 32);
    v128.store(to, a3, 48);
    v128.store(to, a4, 64);
    v128.store(to, a5, 80);
    v128.store(to, a6, 96);
    v128.store(to, a7, 112);
  }
}

// @ts-ignore: decorators go on functions here
@inline
/** A pixel of sums to its values: colours over alpha, alpha as it is, each times its factor; 0 where alpha is 0. */
function over(v: v128, factors: v128): v128 {
  const alpha = v128.shuffle<i32>(v, v, 3, 3, 3, 3);
  const colours = f32x4.div(v, alpha);
  const pixel = v128.shuffle<i32>(colours, v, 0, 1, 2, 7);
  return v128.and(f32x4.mul(pixel, factors), f32x4.gt(alpha, f32x4.splat(0)));
}

/** Along two rows of column sums, as in `near.ts`. */
function across(p: usize, sums: usize, line: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  const single = <usize>load<i32>(p, OWN + 32);
  const shared = single + ((<usize>load<i32>(p, OWN + 36)) << 3);
  const end = shared + <usize>load<i32>(p, OWN + 40) * 12;
  const factors = v128.load(<usize>load<i32>(p, OWN + 44));
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
    a0 = over(a0, factors);
    a1 = over(a1, factors);
    a2 = over(a2, factors);
    a3 = over(a3, factors);
    b0 = over(b0, factors);
    b1 = over(b1, factors);
    b2 = over(b2, factors);
    b3 = over(b3, factors);
    finish(IN_DOUBT, true, p, a0, a1, a2, a3, b0, b1, b2, b3, false, upper + x, lower + x, x, n - x, list, counts);
  }
}

export function premultipliedBand(p: usize): void {
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const out = <usize>load<i32>(p, OUT);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const n = load<i32>(p, ELEMENTS);
  const outRows = load<i32>(p, ROWS);
  const counts = <usize>load<i32>(p, COUNTS);
  const doubts = <usize>load<i32>(p, DOUBTS);
  const most = load<i32>(p, MOST);
  const span = load<i32>(p, OWN);
  const halo = load<i32>(p, OWN + 4);
  const rows = <usize>load<i32>(p, OWN + 8);
  const pitch = <usize>load<i32>(p, OWN + 12);
  const strip = load<i32>(p, OWN + 16);
  const single = <usize>load<i32>(p, OWN + 20);
  const shared = single + ((<usize>load<i32>(p, OWN + 24)) << 3);
  const end = shared + <usize>load<i32>(p, OWN + 28) * 12;
  // Lines of four bytes an element: sums of both rows, the list.
  const sums = <usize>load<i32>(p, OWN + 48);
  const line = pitch;
  const list = sums + 2 * line;
  const counter = p + OWN + 96;
  let listed = 0;
  for (let x = 0; x < n; x += strip) {
    const width = min(strip, n - x);
    const reach = width + halo;
    let made = 0;
    for (let y = 0; y < outRows; y += 2) {
      const both = y + 1 < outRows;
      for (const need = y + span + (both ? 1 : 0); made < need; made++)
        widen(source + <usize>made * sourcePitch + ((<usize>x) << 1), rows + <usize>made * pitch, reach);
      const from = rows + <usize>y * pitch;
      const to = out + <usize>y * outPitch + x;
      down(single, shared, end, from, reach, sums);
      if (both) down(single, shared, end, from + pitch, reach, sums + line);
      store<i64>(counter, 0);
      store<i32>(counter, 0, LISTED);
      across(p, sums, line, to, to + outPitch, width, list, counter);
      count(counts, y, load<i32>(counter, UPPER));
      if (both) count(counts, y + 1, load<i32>(counter, LOWER));
      const found = load<i32>(counter, LISTED);
      for (let i = 0; i < found; i++) {
        const place = load<i32>(list + ((<usize>i) << 2));
        const row = y + (place & 1);
        if (row >= outRows) continue;
        const e = x + (place >> 1);
        const value = lookAgain(p, source + <usize>row * sourcePitch, e);
        if (value < 0) {
          // Neither counted nor written for good: the caller does.
          store<i32>(doubts + ((<usize>listed) << 2), row * most + e);
          listed++;
          continue;
        }
        const sample = value - 65536;
        if (sample < 0 || sample > 255) count(counts, row, 1);
        store<u8>(out + <usize>row * outPitch + e, <u8>min(255, max(0, sample)));
      }
    }
  }
  store<i32>(p, listed, FOUND);
}
