/** Lines of bytes as they come, none of them longer than a limit in memory. */

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without its end (LF or CRLF); undefined where the line is longer than the limit. */
  readonly bytes: Uint8Array | undefined;
  /** Bytes of the file up to the end of this line, its LF included. */
  readonly end: number;
}

const LF = 10;
const CR = 13;

/** Each line as soon as its end has come, and the last one also without an end. */
export async function* linesOf(blocks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Line> {
  let number = 1;
  let end = 0;
  let parts: Uint8Array[] = [];
  let held = 0;
  const take = (part: Uint8Array): void => {
    held += part.length;
    // What belongs to a line that is too long is only counted. One byte more may be its CR.
    if (held <= limit + 1) parts.push(part);
    else parts = [];
  };
  const finish = (): Line => {
    const whole = held <= limit + 1 ? join(parts, held) : undefined;
    const bytes = whole?.at(-1) === CR ? whole.subarray(0, -1) : whole;
    const line = { number: number++, bytes: bytes && bytes.length <= limit ? bytes : undefined, end };
    parts = [];
    held = 0;
    return line;
  };
  for await (const block of blocks) {
    let from = 0;
    for (let at = block.indexOf(LF); at >= 0; at = block.indexOf(LF, from)) {
      take(block.subarray(from, at));
      end += at + 1 - from;
      from = at + 1;
      yield finish();
    }
    if (from < block.length) take(block.subarray(from));
    end += block.length - from;
  }
  if (held > 0) yield finish();
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
