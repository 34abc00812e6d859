// One band of a dense filter with real taps on u8 rows. Each tap is a whole number over a power of two, split into a
// high and a low part of 16 bits: both parts have exact sums in 32 bits, which are put together in f32. The block of
// i32 and f32 at `p` says where everything lies; `src/routines/split.ts` writes it.

import { dotRows } from "./dot";
import { pairU8 } from "./pairs";
import { storeU8 } from "./quantize";
import { settle } from "./settle";

const STRIP: i32 = 512;

/** `high·weightHigh + low·weightLow` as f32, over the high sums. */
function join(high: usize, low: usize, n: i32, weightHigh: f32, weightLow: f32): void {
  const h = f32x4.splat(weightHigh);
  const l = f32x4.splat(weightLow);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const a = f32x4.mul(f32x4.convert_i32x4_s(v128.load(high + at)), h);
    const b = f32x4.mul(f32x4.convert_i32x4_s(v128.load(low + at)), l);
    v128.store(high + at, f32x4.add(a, b));
  }
}

export function splitBand(p: usize): void {
  const source = <usize>load<i32>(p);
  const sourcePitch = <usize>load<i32>(p, 4);
  const pairRows = load<i32>(p, 8);
  const pairs = <usize>load<i32>(p, 12);
  const tableHigh = <usize>load<i32>(p, 16);
  const tableLow = <usize>load<i32>(p, 20);
  const steps = load<i32>(p, 24);
  const halo = load<i32>(p, 28);
  const sums = <usize>load<i32>(p, 32); // four lines of a strip
  const out = <usize>load<i32>(p, 36);
  const outPitch = <usize>load<i32>(p, 40);
  const outRows = load<i32>(p, 44);
  const n = load<i32>(p, 48);
  const doubt = <usize>load<i32>(p, 52);
  const counts = <usize>load<i32>(p, 56);
  const weightHigh = load<f32>(p, 60);
  const weightLow = load<f32>(p, 64);
  const scale = load<f32>(p, 68);
  const offset = load<f32>(p, 72);
  const error = load<f32>(p, 76);
  const absolute = load<i32>(p, 80) !== 0;
  const rule = load<i32>(p, 84);
  const least = load<i32>(p, 88);
  const greatest = load<i32>(p, 92);
  const pairPitch = (<usize>((STRIP + halo + 31) & ~15)) << 2;
  const line: usize = (<usize>STRIP) << 2;

  for (let x = 0; x < n; x += STRIP) {
    const width = min(STRIP, n - x);
    for (let r = 0; r < pairRows; r++) {
      const upper = source + <usize>(2 * r) * sourcePitch + x;
      pairU8(upper, upper + sourcePitch, pairs + <usize>r * pairPitch, width + halo);
    }
    for (let y = 0; y < outRows; y += 2) {
      const from = pairs + <usize>(y >> 1) * pairPitch;
      dotRows(from, tableHigh, steps, sums, sums + line, width);
      dotRows(from, tableLow, steps, sums + 2 * line, sums + 3 * line, width);
      const both = min(2, outRows - y);
      for (let row = 0; row < both; row++) {
        const high = sums + <usize>row * line;
        join(high, high + 2 * line, width, weightHigh, weightLow);
        const place = <usize>(y + row) * outPitch + x;
        const found = settle(high, doubt + place, width, scale, offset, error, absolute, rule, least, greatest);
        storeU8(high, out + place, width);
        const counter = counts + ((<usize>(y + row)) << 3);
        store<i32>(counter, load<i32>(counter) + <i32>found);
        store<i32>(counter, load<i32>(counter, 4) + <i32>(found >> 32), 4);
      }
    }
  }
}
