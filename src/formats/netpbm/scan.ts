/** Words of a Netpbm header or text raster, with their places: decimal words between white space, `#` comments. */
import { inputError, type UserError } from "../../base/errors.js";
import { quoted } from "../../base/text.js";

const NEWLINE = 10;
const HASH = 35;
const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

export class Scanner {
  /** The next byte to read. */
  at = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly source: string,
  ) {}

  /** An input error at byte `at`, with its line and column (both from 1). */
  fail(at: number, found: string, remedy: string): UserError {
    let line = 1;
    let start = 0;
    for (let i = 0; i < at && i < this.bytes.length; i++) {
      if (this.bytes[i] !== NEWLINE) continue;
      line++;
      start = i + 1;
    }
    return inputError(`${this.source}:${line}:${at - start + 1}`, found, remedy);
  }

  /** Passes white space and comments. */
  skip(): void {
    const { bytes } = this;
    while (this.at < bytes.length) {
      if (bytes[this.at] === HASH) while (this.at < bytes.length && bytes[this.at] !== NEWLINE) this.at++;
      else if (isSpace(bytes[this.at])) this.at++;
      else return;
    }
  }

  /** The next word; `what` names it for the message where the file ends. */
  word(what: string): string {
    this.skip();
    const start = this.at;
    // No word of a header is longer; the rest of a longer one is found wrong by its reader.
    while (this.at < this.bytes.length && this.at - start < 64) {
      const byte = this.bytes[this.at];
      if (isSpace(byte) || byte === HASH) break;
      this.at++;
    }
    if (this.at === start) {
      throw this.fail(start, `the file ends before the ${what}`, "Check that the file is whole");
    }
    return String.fromCharCode(...this.bytes.subarray(start, this.at));
  }

  /** The next word as an integer from `least` to `greatest`. */
  integer(what: string, least: number, greatest: number): number {
    const text = this.word(what);
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= greatest) return value;
    throw this.fail(
      this.at - text.length,
      `the ${what} is ${quoted(text)}`,
      `It must be an integer from ${least} to ${greatest}`,
    );
  }

  /** The text up to the next newline, which is passed too; undefined where there is none within 4096 bytes. */
  line(): string | undefined {
    const end = this.bytes.subarray(this.at, this.at + 4096).indexOf(NEWLINE);
    if (end < 0) return undefined;
    const start = this.at;
    this.at = start + end + 1;
    return String.fromCharCode(...this.bytes.subarray(start, start + end));
  }

  /** Passes the single white-space byte between the header and the binary samples. */
  oneSpace(): void {
    if (this.at >= this.bytes.length) {
      throw this.fail(this.at, "the file ends before its samples", "Check that the file is whole");
    }
    if (!isSpace(this.bytes[this.at])) {
      throw this.fail(this.at, "the header does not end in white space", "Check that the file is whole");
    }
    this.at++;
  }

  /** The rest of the file, which must be `length` bytes exactly. */
  rest(length: number): Uint8Array {
    const { bytes, at, source } = this;
    const there = bytes.length - at;
    if (there < length) {
      throw inputError(
        source,
        `${length} bytes of samples are stated, ${there} are there`,
        "Check that the file is whole",
      );
    }
    if (there > length) {
      throw inputError(
        source,
        `${there - length} bytes follow the ${length} bytes of samples`,
        "Give a file with one picture and nothing behind it",
      );
    }
    return new Uint8Array(bytes.buffer, bytes.byteOffset + at, length);
  }
}
