// One band of output rows, from staged input rows to staged output rows: pairs, sums, samples. The block of i32 at
// `p` says where everything lies; `src/routines/band.ts` writes it and names its entries.

import { dotRows } from "./dot";
import { pair16, pairU8 } from "./pairs";
import { clipU8, quantize, store16, storeU8 } from "./quantize";

/** Elements of a strip: pairs of a band stay in a near cache. */
const STRIP: i32 = 512;

export function integerBand(p: usize): void {
  const source = <usize>load<i32>(p);
  const sourcePitch = <usize>load<i32>(p, 4);
  const wide = load<i32>(p, 8) !== 0; // 16-bit samples
  const flip = load<i32>(p, 12);
  const pairRows = load<i32>(p, 16);
  const pairs = <usize>load<i32>(p, 20);
  const table = <usize>load<i32>(p, 24);
  const steps = load<i32>(p, 28);
  const halo = load<i32>(p, 32); // elements beyond a strip that its windows reach
  const sums = <usize>load<i32>(p, 36);
  const out = <usize>load<i32>(p, 40);
  const outPitch = <usize>load<i32>(p, 44);
  const outRows = load<i32>(p, 48);
  const n = load<i32>(p, 52);
  const outWide = load<i32>(p, 56) !== 0;
  const factor = load<i32>(p, 60);
  const shift = load<i32>(p, 64);
  const divisor = load<i32>(p, 68);
  const absolute = load<i32>(p, 72) !== 0;
  const rule = load<i32>(p, 76);
  const speed = load<i32>(p, 80);
  const least = load<i32>(p, 84);
  const greatest = load<i32>(p, 88);
  const clipped = <usize>load<i32>(p, 92); // one count an output row
  const pairPitch = (<usize>((STRIP + halo + 31) & ~15)) << 2;
  const size: usize = wide ? 1 : 0;
  const simple =
    factor === 1 && shift === 0 && divisor === 1 && !absolute && !outWide && least === 0 && greatest === 255;

  for (let x = 0; x < n; x += STRIP) {
    const width = min(STRIP, n - x);
    const reach = width + halo;
    for (let r = 0; r < pairRows; r++) {
      const upper = source + <usize>(2 * r) * sourcePitch + ((<usize>x) << size);
      const to = pairs + <usize>r * pairPitch;
      if (wide) pair16(upper, upper + sourcePitch, to, reach, flip);
      else pairU8(upper, upper + sourcePitch, to, reach);
    }
    for (let y = 0; y < outRows; y += 2) {
      const lower = sums + (STRIP << 2);
      dotRows(pairs + <usize>(y >> 1) * pairPitch, table, steps, sums, lower, width);
      const both = min(2, outRows - y);
      for (let row = 0; row < both; row++) {
        const from = row === 0 ? sums : lower;
        const to = out + <usize>(y + row) * outPitch + ((<usize>x) << (outWide ? 1 : 0));
        const counter = clipped + ((<usize>(y + row)) << 2);
        let count: i32;
        if (simple) count = clipU8(from, to, width);
        else {
          count = quantize(from, width, factor, shift, divisor, absolute, rule, speed, least, greatest);
          if (outWide) store16(from, to, width);
          else storeU8(from, to, width);
        }
        store<i32>(counter, load<i32>(counter) + count);
      }
    }
  }
}
