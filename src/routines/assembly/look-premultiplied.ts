// A single sample of `premultiplied.ts` again, in f64 and by all taps of the kernel.
import { DOUBLES, OWN, SOURCE_PITCH } from "./frame";

/**
 * The rounded value plus 65536, or −1 where it is still in doubt. `line` is the first row under the taps, `e` the element.
 * Own entries: 52 the taps (f64, row by row), 56 their rows, 60 their columns, 64 rows of the source from one to the next,
 * 68 elements from one to the next. Doubles: the factor of colours, that of alpha, and how far a value may be from a whole
 * number without doubt.
 */
export function lookAgain(p: usize, line: usize, e: i32): i32 {
  const channel = e & 3;
  let tap = <usize>load<i32>(p, OWN + 52);
  const rows = load<i32>(p, OWN + 56);
  const columns = load<i32>(p, OWN + 60);
  const pitch = <usize>load<i32>(p, SOURCE_PITCH) * <usize>load<i32>(p, OWN + 64);
  const step = (<usize>load<i32>(p, OWN + 68)) << 1;
  const toAlpha = (<usize>(3 - channel)) << 1;
  let colour: f64 = 0;
  let alpha: f64 = 0;
  let row = line + ((<usize>e) << 1);
  for (let j = 0; j < rows; j++) {
    let at = row;
    for (let i = 0; i < columns; i++) {
      const k = load<f64>(tap);
      colour += k * <f64>load<u16>(at);
      alpha += k * <f64>load<u16>(at + toAlpha);
      tap += 8;
      at += step;
    }
    row += pitch;
  }
  let value: f64 = 0;
  if (channel === 3) value = alpha * load<f64>(p, DOUBLES + 8);
  else if (alpha > 0) value = (colour / alpha) * load<f64>(p, DOUBLES);
  const whole = nearest(value);
  if (abs(value - whole) >= load<f64>(p, DOUBLES + 16)) return -1;
  return 65536 + <i32>min(32767.0, whole);
}
