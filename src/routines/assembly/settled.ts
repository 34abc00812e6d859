// Lines of f64 sums to rows of integers: rounded, clipped and counted, and a list of what is too near a boundary.
import { COUNTS, DOUBLES, DOUBTS, FOUND, MOST, OWN } from "./frame";

const ABSOLUTE: usize = OWN + 120;
const DIVISOR: usize = DOUBLES;
const OFFSET: usize = DOUBLES + 8;
const FACTOR: usize = DOUBLES + 16;
const SHIFT: usize = DOUBLES + 24;
const LIMIT: usize = DOUBLES + 32;
const LEAST: usize = DOUBLES + 40;
const GREATEST: usize = DOUBLES + 48;

/** Added to an f64 that is a whole number, it leaves that in the low bits: 1.5·2^52. */
const SHIFTER: f64 = 6755399441055744;

/**
 * `n` samples of `size` bytes (1: u8; 2: u16, or i16 where `signed`) at `out` from the sums at `line`: the whole number
 * nearest to |(sum·factor + offset)/divisor| + shift (the bars where magnitudes are asked for). Those that lie LIMIT or
 * more away from it are in doubt. `place` is the number of the first one. Writes in whole steps of eight.
 */
export function settled(p: usize, line: usize, out: usize, n: i32, y: i32, place: i32, size: i32, signed: bool): void {
  const divisor = load<f64>(p, DIVISOR);
  const by = f64x2.splat(divisor);
  const factor = f64x2.splat(load<f64>(p, FACTOR));
  const offset = f64x2.splat(load<f64>(p, OFFSET));
  const shift = f64x2.splat(load<f64>(p, SHIFT));
  const limit = f64x2.splat(load<f64>(p, LIMIT));
  const least = f64x2.splat(load<f64>(p, LEAST));
  const greatest = f64x2.splat(load<f64>(p, GREATEST));
  const shifter = f64x2.splat(SHIFTER);
  const absolute = load<i32>(p, ABSOLUTE) !== 0;
  const list = <usize>load<i32>(p, DOUBTS);
  let found = load<i32>(p, FOUND);
  let clipped = 0;
  for (let x = 0; x < n; x += 8) {
    let doubts = 0;
    let beyond = 0;
    let low = i32x4.splat(0);
    let high = low;
    for (let i = 0; i < 8; i += 4) {
      const at = line + ((<usize>(x + i)) << 3);
      let v = f64x2.add(f64x2.mul(v128.load(at), factor), offset);
      let w = f64x2.add(f64x2.mul(v128.load(at, 16), factor), offset);
      if (divisor !== 1) {
        v = f64x2.div(v, by);
        w = f64x2.div(w, by);
      }
      if (absolute) {
        v = f64x2.abs(v);
        w = f64x2.abs(w);
      }
      v = f64x2.add(v, shift);
      w = f64x2.add(w, shift);
      const a = f64x2.nearest(v);
      const b = f64x2.nearest(w);
      const c = f64x2.pmin(f64x2.pmax(a, least), greatest);
      const d = f64x2.pmin(f64x2.pmax(b, least), greatest);
      doubts |=
        (i64x2.bitmask(f64x2.ge(f64x2.abs(f64x2.sub(v, a)), limit)) |
          (i64x2.bitmask(f64x2.ge(f64x2.abs(f64x2.sub(w, b)), limit)) << 2)) <<
        i;
      beyond |= (i64x2.bitmask(f64x2.ne(a, c)) | (i64x2.bitmask(f64x2.ne(b, d)) << 2)) << i;
      low = high;
      high = v128.shuffle<i32>(f64x2.add(c, shifter), f64x2.add(d, shifter), 0, 2, 4, 6);
    }
    if (size === 1) {
      const s = i16x8.narrow_i32x4_s(low, high);
      v128.store64_lane(out + <usize>x, i8x16.narrow_i16x8_u(s, s), 0);
    } else {
      const to = out + ((<usize>x) << 1);
      if (signed) v128.store(to, i16x8.narrow_i32x4_s(low, high));
      else v128.store(to, i16x8.narrow_i32x4_u(low, high));
    }
    if ((doubts | beyond) === 0) continue;
    const kept = n - x >= 8 ? 255 : (1 << (n - x)) - 1;
    doubts &= kept;
    clipped += popcnt(beyond & ~doubts & kept);
    for (; doubts !== 0; doubts &= doubts - 1) {
      store<i32>(list + ((<usize>found) << 2), y * load<i32>(p, MOST) + place + x + ctz(doubts));
      found++;
    }
  }
  store<i32>(p, found, FOUND);
  const count = <usize>load<i32>(p, COUNTS) + ((<usize>y) << 2);
  store<i32>(count, load<i32>(count) + clipped);
}
