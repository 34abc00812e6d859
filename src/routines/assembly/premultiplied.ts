// One band of a filter that is a column times a row of taps that are not negative, on premultiplied pixels of four u16
// (colours times alpha, alpha): f32 down the columns and along the rows, then colours over their alpha. Since nothing is
// subtracted, every error is relative. Samples that this cannot decide are summed again in f64 (`look-premultiplied.ts`),
// or listed. Own entries: `src/routines/premultiplied.ts` writes and names them.
import { across } from "./across";
import { LISTED, LOWER, UPPER } from "./finish";
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

function overTheirAlpha(p: usize, sums: usize, line: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  across(IN_DOUBT, true, p, p + OWN + 32, sums, line, upper, lower, n, list, counts);
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
      overTheirAlpha(p, sums, line, to, to + outPitch, width, list, counter);
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
