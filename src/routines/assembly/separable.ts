// One band of a separable filter on u8 rows in f32: along each row, then down the columns two output rows a pass. The
// block of i32 and f32 at `p` says where everything lies; `src/routines/separable.ts` writes it.

import { storeU8 } from "./quantize";
import { settle } from "./settle";

/** Elements of a strip: the filtered rows of a band stay in a near cache. */
const STRIP: i32 = 256;

/** `n` samples of u8 (whole steps of 16) as f32. */
function widen(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i += 8) {
    const v = v128.load8x8_u(from + i);
    const at = to + ((<usize>i) << 2);
    v128.store(at, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(v)));
    v128.store(at, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(v)), 16);
  }
}

/** Along a row: `out[i] = Σ_t taps[t]·row[i + t·step]` for `n` outputs in whole steps of 16. `step` in bytes. */
function along(row: usize, out: usize, n: i32, taps: usize, count: i32, step: usize): void {
  for (let i = 0; i < n; i += 16) {
    let at = row + ((<usize>i) << 2);
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let t = 0; t < count; t++) {
      const k = v128.load32_splat(taps + ((<usize>t) << 2));
      a = f32x4.add(a, f32x4.mul(k, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(k, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(k, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(k, v128.load(at, 48)));
      at += step;
    }
    const to = out + ((<usize>i) << 2);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/** The same for taps that are the same (`even`) or the opposite from both ends: mirrored samples are added first. */
function alongFolded(row: usize, out: usize, n: i32, taps: usize, count: i32, step: usize, even: bool): void {
  const half = count >> 1;
  const odd = (count & 1) !== 0;
  for (let i = 0; i < n; i += 16) {
    let at = row + ((<usize>i) << 2);
    let end = at + <usize>(count - 1) * step;
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let t = 0; t < half; t++) {
      const k = v128.load32_splat(taps + ((<usize>t) << 2));
      if (even) {
        a = f32x4.add(a, f32x4.mul(k, f32x4.add(v128.load(at), v128.load(end))));
        b = f32x4.add(b, f32x4.mul(k, f32x4.add(v128.load(at, 16), v128.load(end, 16))));
        c = f32x4.add(c, f32x4.mul(k, f32x4.add(v128.load(at, 32), v128.load(end, 32))));
        d = f32x4.add(d, f32x4.mul(k, f32x4.add(v128.load(at, 48), v128.load(end, 48))));
      } else {
        a = f32x4.add(a, f32x4.mul(k, f32x4.sub(v128.load(at), v128.load(end))));
        b = f32x4.add(b, f32x4.mul(k, f32x4.sub(v128.load(at, 16), v128.load(end, 16))));
        c = f32x4.add(c, f32x4.mul(k, f32x4.sub(v128.load(at, 32), v128.load(end, 32))));
        d = f32x4.add(d, f32x4.mul(k, f32x4.sub(v128.load(at, 48), v128.load(end, 48))));
      }
      at += step;
      end -= step;
    }
    if (odd) {
      const k = v128.load32_splat(taps + ((<usize>half) << 2));
      a = f32x4.add(a, f32x4.mul(k, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(k, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(k, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(k, v128.load(at, 48)));
    }
    const to = out + ((<usize>i) << 2);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/**
 * Down the columns for two output rows. An entry of the table is the offset of a tap's row in bytes (i32) and the tap
 * (f32), the least taps first: so the sums stay small for long, and their rounding errors with them. The lower output
 * row reads one `row` further down.
 */
function down(rows: usize, upper: usize, lower: usize, n: i32, table: usize, count: i32, row: usize): void {
  const end = table + ((<usize>count) << 3);
  for (let i = 0; i < n; i += 16) {
    const base = rows + ((<usize>i) << 2);
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let b0 = a0;
    let b1 = a0;
    let b2 = a0;
    let b3 = a0;
    for (let t = table; t < end; t += 8) {
      const k = v128.load32_splat(t, 4);
      const at = base + <usize>load<i32>(t);
      const next = at + row;
      a0 = f32x4.add(a0, f32x4.mul(k, v128.load(at)));
      a1 = f32x4.add(a1, f32x4.mul(k, v128.load(at, 16)));
      a2 = f32x4.add(a2, f32x4.mul(k, v128.load(at, 32)));
      a3 = f32x4.add(a3, f32x4.mul(k, v128.load(at, 48)));
      b0 = f32x4.add(b0, f32x4.mul(k, v128.load(next)));
      b1 = f32x4.add(b1, f32x4.mul(k, v128.load(next, 16)));
      b2 = f32x4.add(b2, f32x4.mul(k, v128.load(next, 32)));
      b3 = f32x4.add(b3, f32x4.mul(k, v128.load(next, 48)));
    }
    const to = (<usize>i) << 2;
    v128.store(upper + to, a0);
    v128.store(upper + to, a1, 16);
    v128.store(upper + to, a2, 32);
    v128.store(upper + to, a3, 48);
    v128.store(lower + to, b0);
    v128.store(lower + to, b1, 16);
    v128.store(lower + to, b2, 32);
    v128.store(lower + to, b3, 48);
  }
}

export function separableBand(p: usize): void {
  const source = <usize>load<i32>(p);
  const sourcePitch = <usize>load<i32>(p, 4);
  const inputRows = load<i32>(p, 8);
  const wide = <usize>load<i32>(p, 12); // one widened row
  const filtered = <usize>load<i32>(p, 16); // rows filtered along x
  const tapsX = <usize>load<i32>(p, 20);
  const countX = load<i32>(p, 24);
  const stepX = load<i32>(p, 28); // elements between taps
  const fold = load<i32>(p, 32); // 0 no, 1 even, 2 odd
  const tableY = <usize>load<i32>(p, 36);
  const countY = load<i32>(p, 40);
  const sums = <usize>load<i32>(p, 48);
  const out = <usize>load<i32>(p, 52);
  const outPitch = <usize>load<i32>(p, 56);
  const outRows = load<i32>(p, 60);
  const n = load<i32>(p, 64);
  const doubt = <usize>load<i32>(p, 68); // rows of bytes, outPitch apart
  const counts = <usize>load<i32>(p, 72); // clipped and doubtful of each output row
  const scale = load<f32>(p, 76);
  const offset = load<f32>(p, 80);
  const error = load<f32>(p, 84);
  const absolute = load<i32>(p, 88) !== 0;
  const rule = load<i32>(p, 92);
  const least = load<i32>(p, 96);
  const greatest = load<i32>(p, 100);
  const halo = (countX - 1) * stepX;
  const pitch = (<usize>STRIP + 16) << 2;
  const lower = sums + pitch;

  for (let x = 0; x < n; x += STRIP) {
    const width = min(STRIP, n - x);
    for (let r = 0; r < inputRows; r++) {
      widen(source + <usize>r * sourcePitch + x, wide, width + halo + 16);
      const to = filtered + <usize>r * pitch;
      if (fold === 0) along(wide, to, width, tapsX, countX, (<usize>stepX) << 2);
      else alongFolded(wide, to, width, tapsX, countX, (<usize>stepX) << 2, fold === 1);
    }
    for (let y = 0; y < outRows; y += 2) {
      down(filtered + <usize>y * pitch, sums, lower, width, tableY, countY, pitch);
      const both = min(2, outRows - y);
      for (let row = 0; row < both; row++) {
        const from = row === 0 ? sums : lower;
        const line = <usize>(y + row) * outPitch + x;
        const found = settle(from, doubt + line, width, scale, offset, error, absolute, rule, least, greatest);
        storeU8(from, out + line, width);
        const counter = counts + ((<usize>(y + row)) << 3);
        store<i32>(counter, load<i32>(counter) + <i32>found);
        store<i32>(counter, load<i32>(counter, 4) + <i32>(found >> 32), 4);
      }
    }
  }
}
