/** Samples written as text (P1, P2, P3). Comments may stand between them, as Netpbm itself reads them. */
import { inputError } from "../../base/errors.js";
import type { Scanner } from "./scan.js";

/** Decimal integers between white space, each at most `maxval`, and nothing behind them. */
export function textSamples(scanner: Scanner, count: number, maxval: number): Uint8Array | Uint16Array {
  room(scanner, 2 * count - 1, count);
  const out = maxval < 256 ? new Uint8Array(count) : new Uint16Array(count);
  const { bytes } = scanner;
  for (let i = 0; i < count; i++) {
    scanner.skip();
    let at = scanner.at;
    let value = 0;
    for (; at < bytes.length; at++) {
      const digit = bytes[at] - 48;
      if (digit < 0 || digit > 9 || value > maxval) break;
      value = 10 * value + digit;
    }
    // Words with anything but digits, and those over maxval, are read again for their message.
    const ended = at === bytes.length || bytes[at] === 35 || bytes[at] === 32 || (bytes[at] >= 9 && bytes[at] <= 13);
    if (at === scanner.at || !ended || value > maxval)
      value = scanner.integer(`sample ${i + 1} of ${count}`, 0, maxval);
    else scanner.at = at;
    out[i] = value;
  }
  finish(scanner);
  return out;
}

/** The digits 0 (white, 255) and 1 (black, 0), which need no white space between them. */
export function textBits(scanner: Scanner, count: number): Uint8Array {
  room(scanner, count, count);
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    scanner.skip();
    const byte = scanner.bytes[scanner.at];
    if (byte !== 48 && byte !== 49) scanner.integer(`sample ${i + 1} of ${count}`, 0, 1);
    if (byte !== 48 && byte !== 49) throw scanner.fail(scanner.at, "this is no bit", "Bits are 0 or 1");
    scanner.at++;
    out[i] = byte === 48 ? 255 : 0;
  }
  finish(scanner);
  return out;
}

/** Before anything is allocated: `bytes` are the fewest that `count` samples need. */
function room(scanner: Scanner, bytes: number, count: number): void {
  if (scanner.bytes.length - scanner.at >= bytes) return;
  throw inputError(
    scanner.source,
    `${count} samples are stated, and ${scanner.bytes.length - scanner.at} bytes follow the header`,
    "Check that the file is whole",
  );
}

function finish(scanner: Scanner): void {
  scanner.skip();
  if (scanner.at === scanner.bytes.length) return;
  throw scanner.fail(
    scanner.at,
    "more stands behind the last sample",
    "Give a file with one picture and nothing behind it",
  );
}
