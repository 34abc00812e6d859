// Rows of samples on their way to sums: to f64 where they are something else, and a look at what they hold.

/** Bits of an f32 without its sign. */
const MAGNITUDE: i32 = 0x7fffffff;
/** From here on such bits are those of an infinity or of NaN. */
export const NO_NUMBER: i32 = 0x7f800000;

/** The greatest bits, without signs, of `n` f32; they grow with the magnitude, and those that are no numbers come last. */
export function greatestBits(row: usize, n: i32): i32 {
  const mask = i32x4.splat(MAGNITUDE);
  let most = i32x4.splat(0);
  let also = most;
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const at = row + ((<usize>i) << 2);
    most = i32x4.max_s(most, v128.and(v128.load(at), mask));
    also = i32x4.max_s(also, v128.and(v128.load(at, 16), mask));
  }
  let greatest = lanes(i32x4.max_s(most, also));
  for (; i < n; i++) greatest = max(greatest, load<i32>(row + ((<usize>i) << 2)) & MAGNITUDE);
  return greatest;
}

function lanes(v: v128): i32 {
  return max(
    max(i32x4.extract_lane(v, 0), i32x4.extract_lane(v, 1)),
    max(i32x4.extract_lane(v, 2), i32x4.extract_lane(v, 3)),
  );
}

/** The greatest magnitude of `n` f64, or −1 where one of them is no number. */
export function greatestF64(row: usize, n: i32): f64 {
  const mask = i64x2.splat(0x7fffffffffffffff);
  let most = f64x2.splat(0);
  let also = most;
  let special = most;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = row + ((<usize>i) << 3);
    const a = v128.load(at);
    const b = v128.load(at, 16);
    most = f64x2.pmax(most, v128.and(a, mask));
    also = f64x2.pmax(also, v128.and(b, mask));
    // x − x is 0 for numbers only, and NaN stays in the sum.
    special = f64x2.add(special, f64x2.add(f64x2.sub(a, a), f64x2.sub(b, b)));
  }
  most = f64x2.pmax(most, also);
  let greatest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  let sum = f64x2.extract_lane(special, 0) + f64x2.extract_lane(special, 1);
  for (; i < n; i++) {
    const v = load<f64>(row + ((<usize>i) << 3));
    if (abs(v) > greatest) greatest = abs(v);
    sum += v - v;
  }
  return sum === 0 ? greatest : -1;
}

/** Whether `n` f32 (or f64) are whole numbers; asked until one row says no. */
export function allWhole<T>(row: usize, n: i32): bool {
  const each = 16 / <i32>sizeof<T>();
  let i = 0;
  for (; i + 2 * each <= n; i += 2 * each) {
    const at = row + (<usize>i) * sizeof<T>();
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const broken = v128.or(v128.ne<T>(v128.nearest<T>(a), a), v128.ne<T>(v128.nearest<T>(b), b));
    if (v128.any_true(broken)) return false;
  }
  for (; i < n; i++) {
    const v = load<T>(row + (<usize>i) * sizeof<T>());
    if (nearest<T>(v) !== v) return false;
  }
  return true;
}

/** `n` f32 as f64, in whole steps of four. */
export function promoteF32(row: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const v = v128.load(row + ((<usize>i) << 2));
    const out = to + ((<usize>i) << 3);
    v128.store(out, f64x2.promote_low_f32x4(v));
    v128.store(out, f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)), 16);
  }
}

// @ts-ignore: decorators go on functions here
@inline
function storeI32(v: v128, out: usize): void {
  v128.store(out, f64x2.convert_low_i32x4_s(v));
  v128.store(out, f64x2.convert_low_i32x4_s(v128.shuffle<i64>(v, v, 1, 1)), 16);
}

/** `n` u8, u16 or i16 as f64, in whole steps of eight. */
export function convertWhole<T>(row: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i += 8) {
    const at = row + (<usize>i) * sizeof<T>();
    const out = to + ((<usize>i) << 3);
    const v = sizeof<T>() === 1 ? v128.load8x8_u(at) : v128.load(at);
    if (isSigned<T>()) {
      storeI32(i32x4.extend_low_i16x8_s(v), out);
      storeI32(i32x4.extend_high_i16x8_s(v), out + 32);
    } else {
      storeI32(i32x4.extend_low_i16x8_u(v), out);
      storeI32(i32x4.extend_high_i16x8_u(v), out + 32);
    }
  }
}
