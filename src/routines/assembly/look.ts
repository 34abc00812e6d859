// A single sample of a dense filter again, by itself and to about 31 bits: the rounded taps and what rounding left of
// them, both as i16, row by row, with a zero for each element that is under no tap.
import { DOUBLES, OWN, SOURCE_PITCH } from "./frame";
import { total } from "./quantize";

/**
 * The rounded value plus 65536, or −1 where it is still in doubt; values beyond ±32768 are given as those.
 * `from` is the element under the first tap. Own entries: 76 the table of `rows` (80) lines of `vectors` (84) × (8 taps, 8
 * rests), 88 the rows of the source between two of them. Doubles: the value of one unit of a sum, that of one unit of the
 * rests, the offset, and how far a value may be from a whole number without doubt.
 */
export function lookAgain(p: usize, from: usize): i32 {
  let at = <usize>load<i32>(p, OWN + 76);
  const rows = load<i32>(p, OWN + 80);
  const vectors = load<i32>(p, OWN + 84);
  const pitch = <usize>load<i32>(p, SOURCE_PITCH) * <usize>load<i32>(p, OWN + 88);
  const middle = i16x8.splat(128);
  let high = i32x4.splat(0);
  let low = i32x4.splat(0);
  let line = from;
  for (let y = 0; y < rows; y++) {
    for (let i = 0; i < vectors; i++) {
      const s = i16x8.sub(v128.load8x8_u(line + ((<usize>i) << 3)), middle);
      high = i32x4.add(high, i32x4.dot_i16x8_s(s, v128.load(at)));
      low = i32x4.add(low, i32x4.dot_i16x8_s(s, v128.load(at, 16)));
      at += 32;
    }
    line += pitch;
  }
  let value = <f64>total(high) * load<f64>(p, DOUBLES) + <f64>total(low) * load<f64>(p, DOUBLES + 8);
  value += load<f64>(p, DOUBLES + 16);
  if (load<i32>(p, OWN + 44) !== 0) value = abs(value);
  const whole = nearest(value);
  if (abs(value - whole) >= load<f64>(p, DOUBLES + 24)) return -1;
  return 65536 + <i32>max(-32768.0, min(32767.0, whole));
}
