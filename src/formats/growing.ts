/** Files whose samples follow a header row by row: written as a whole, or while the rows are being made. */
import type { Samples } from "../base/element.js";
import type { Rows } from "../base/rows.js";
import type { Signal } from "../base/signal.js";

/** Bytes of rows that are waited for, and at most written at once. */
const LEAST = 1 << 20;
const MOST = 1 << 23;

/** A header, and samples as `bytes` gives them; those of a signal whose rows are `growing` as they come. */
export function headerAndRows<T extends Samples>(
  header: Uint8Array,
  signal: Signal & { readonly data: T },
  bytes: (samples: T) => Uint8Array,
  growing?: Rows,
): Uint8Array[] | AsyncGenerator<Uint8Array> {
  return growing ? asTheyGrow(header, signal, bytes, growing) : [header, bytes(signal.data)];
}

async function* asTheyGrow<T extends Samples>(
  header: Uint8Array,
  { data, height }: Signal & { readonly data: T },
  bytes: (samples: T) => Uint8Array,
  growing: Rows,
): AsyncGenerator<Uint8Array> {
  yield header;
  const row = data.length / height;
  const rowsOf = (n: number): number => Math.max(1, Math.floor(n / (row * data.BYTES_PER_ELEMENT)));
  const [least, most] = [rowsOf(LEAST), rowsOf(MOST)];
  for (let from = 0; from < height; ) {
    await growing.reached(Math.min(height, from + least));
    const to = Math.min(growing.there[0], from + most);
    yield bytes(data.subarray(from * row, to * row) as T);
    from = to;
  }
}
