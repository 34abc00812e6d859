// One band of a filter that is a column times a row of real taps, on u8 rows: exact sums of rounded taps down the columns,
// from pairs of rows, and f32 along the rows. Samples that this cannot decide are looked at again (`look-near.ts`), or
// listed. Own entries: `src/routines/near-separable.ts` writes and names them.
import { across } from "./across";
import { down, FLOATS } from "./down";
import { LISTED, LOWER, UPPER } from "./finish";
import { COUNTS, DOUBTS, ELEMENTS, FOUND, MOST, OUT, OUT_PITCH, OWN, ROWS, SOURCE, SOURCE_PITCH } from "./frame";
import { lookAgain } from "./look-near";
import { pairU8 } from "./pairs";
import { count, IN_DOUBT, MAGNITUDES } from "./settle";

function inDoubt(p: usize, sums: usize, line: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  across(IN_DOUBT, false, p, p + OWN + 24, sums, line, upper, lower, n, list, counts);
}

function magnitudes(p: usize, sums: usize, line: usize, upper: usize, lower: usize, n: i32, list: usize, counts: usize): void {
  across(MAGNITUDES, false, p, p + OWN + 24, sums, line, upper, lower, n, list, counts);
}

export function nearBand(p: usize): void {
  const source = <usize>load<i32>(p, SOURCE);
  const sourcePitch = <usize>load<i32>(p, SOURCE_PITCH);
  const out = <usize>load<i32>(p, OUT);
  const outPitch = <usize>load<i32>(p, OUT_PITCH);
  const n = load<i32>(p, ELEMENTS);
  const outRows = load<i32>(p, ROWS);
  const counts = <usize>load<i32>(p, COUNTS);
  const doubts = <usize>load<i32>(p, DOUBTS);
  const most = load<i32>(p, MOST);
  const table = <usize>load<i32>(p, OWN);
  const span = load<i32>(p, OWN + 4);
  const halo = load<i32>(p, OWN + 8);
  const pairs = <usize>load<i32>(p, OWN + 12);
  const pitch = <usize>load<i32>(p, OWN + 16);
  const strip = load<i32>(p, OWN + 20);
  const kind = load<i32>(p, OWN + 36);
  // Lines of four bytes an element: sums of both rows, a second look's, the list.
  const sums = <usize>load<i32>(p, OWN + 40);
  const line = <usize>load<i32>(p, OWN + 44);
  const again = sums + 2 * line;
  const list = again + line;
  const grades = load<i32>(p, OWN + 68);
  const counter = p + OWN + 96;
  let listed = 0;
  for (let x = 0; x < n; x += strip) {
    const width = min(strip, n - x);
    const reach = width + halo;
    let made = 0;
    for (let y = 0; y < outRows; y += 2) {
      for (const need = (y + span + 2) >> 1; made < need; made++) {
        const above = source + <usize>(2 * made) * sourcePitch + x;
        pairU8(above, above + sourcePitch, pairs + <usize>made * pitch, reach);
      }
      const from = pairs + <usize>(y >> 1) * pitch;
      const to = out + <usize>y * outPitch + x;
      const both = y + 1 < outRows;
      down(FLOATS, table, p + OWN + 72, grades, from, reach, sums, line);
      store<i64>(counter, 0);
      store<i32>(counter, 0, LISTED);
      if (kind === IN_DOUBT) inDoubt(p, sums, line, to, to + outPitch, width, list, counter);
      else magnitudes(p, sums, line, to, to + outPitch, width, list, counter);
      count(counts, y, load<i32>(counter, UPPER));
      if (both) count(counts, y + 1, load<i32>(counter, LOWER));
      const found = load<i32>(counter, LISTED);
      for (let i = 0; i < found; i++) {
        const place = load<i32>(list + ((<usize>i) << 2));
        const lower = place & 1;
        if (y + lower >= outRows) continue;
        const e = place >> 1;
        const at = (<usize>e) << 2;
        const value = lookAgain(p, sums + <usize>lower * line + at, from + at, lower !== 0, again);
        if (value < 0) {
          // Neither counted nor written for good: the caller does.
          store<i32>(doubts + ((<usize>listed) << 2), (y + lower) * most + x + e);
          listed++;
          continue;
        }
        const sample = value - 65536;
        if (sample < 0 || sample > 255) count(counts, y + lower, 1);
        store<u8>(to + <usize>lower * outPitch + e, <u8>min(255, max(0, sample)));
      }
    }
  }
  store<i32>(p, listed, FOUND);
}
