/** JSON by RFC 8259, byte by byte: no tree of values, numbers straight into an array, places for messages. */
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { quoted } from "../../base/text.js";
import { scanNumber } from "../table/number.js";
import { placeAt, type TextSource, textOf } from "../table/source.js";

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const BACKSLASH = 92;

export class JsonScanner {
  readonly bytes: Buffer;
  pos: number;
  readonly #out = new Float64Array(1);

  constructor(readonly source: TextSource) {
    this.bytes = source.bytes;
    this.pos = source.start;
  }

  /** The first byte behind white space, or −1 at the end. */
  peek(): number {
    const { bytes } = this;
    let p = this.pos;
    while (p < bytes.length && (bytes[p] === 32 || bytes[p] === 10 || bytes[p] === 13 || bytes[p] === 9)) p++;
    this.pos = p;
    return p < bytes.length ? bytes[p] : -1;
  }

  /** Passes the character, or an input error that says what was wanted there. */
  expect(character: string, what: string): void {
    if (this.peek() !== character.charCodeAt(0)) throw this.wrong(what);
    this.pos++;
  }

  /** Behind an element: true at a comma (passed), false at `close` (passed). */
  more(close: string): boolean {
    const c = this.peek();
    if (c === COMMA) {
      this.pos++;
      return true;
    }
    if (c === close.charCodeAt(0)) {
      this.pos++;
      return false;
    }
    throw this.wrong(`, or ${close}`);
  }

  /** An input error at the place reached. */
  wrong(what: string): Error {
    const c = this.peek();
    const found = c < 0 ? "the end of the text" : quoted(this.#word());
    return inputError(
      placeAt(this.source, this.pos),
      `found ${found} where ${what} was expected`,
      "Correct the JSON text",
    );
  }

  /** What stands here, for messages. */
  #word(): string {
    const { bytes, pos } = this;
    let end = pos + 1;
    while (end < bytes.length && end - pos < 64 && !/[\s,:[\]{}"]/.test(String.fromCharCode(bytes[end]))) end++;
    while (end < bytes.length && (bytes[end] & 0xc0) === 0x80) end++;
    return textOf(bytes, pos, end);
  }

  /** Reads the number here into `out[at]`. Too large for an f64 is an input error. */
  number(out: Float64Array, at: number): void {
    const from = this.pos;
    const end = this.#numberEnd();
    if (scanNumber(this.bytes, from, end, POINT, out, at) !== end) {
      const text = textOf(this.bytes, from, end);
      const value = Number(text);
      if (!Number.isFinite(value))
        throw inputError(
          placeAt(this.source, from),
          `found ${quoted(text)}, beyond the range of 64-bit floats`,
          'Scale the data, or write "inf"',
        );
      out[at] = value;
    }
    this.pos = end;
  }

  /** Offset behind the number here, by the grammar of JSON. */
  #numberEnd(): number {
    const { bytes } = this;
    let p = this.pos;
    if (bytes[p] === MINUS) p++;
    const first = p;
    p = this.#digits(p);
    if (bytes[first] === ZERO && p > first + 1) throw this.wrong("a number without leading zeros");
    if (p < bytes.length && bytes[p] === POINT) p = this.#digits(p + 1);
    if (p < bytes.length && (bytes[p] | 32) === 101) {
      p++;
      if (bytes[p] === MINUS || bytes[p] === 43) p++;
      p = this.#digits(p);
    }
    return p;
  }

  #digits(from: number): number {
    const { bytes } = this;
    let p = from;
    while (p < bytes.length && bytes[p] >= ZERO && bytes[p] <= 57) p++;
    if (p === from) throw this.wrong("a number");
    return p;
  }

  /** Passes the string here and returns the offset of its opening quote. */
  passString(): number {
    const { bytes } = this;
    const from = this.pos;
    let p = from + 1;
    for (;;) {
      if (p >= bytes.length)
        throw inputError(placeAt(this.source, from), "a string without a closing quote", "Correct the JSON text");
      const c = bytes[p];
      if (c === QUOTE) break;
      if (c < 32)
        throw inputError(
          placeAt(this.source, p),
          "a control character in a string",
          "Write it as an escape such as \\n",
        );
      p += c === BACKSLASH ? this.#escape(p) : 1;
    }
    this.pos = p + 1;
    return from;
  }

  /** Length of the escape sequence at `at`. */
  #escape(at: number): number {
    const text = textOf(this.bytes, at + 1, at + 6);
    if (/^["\\/bfnrt]/.test(text)) return 2;
    if (/^u[0-9a-f]{4}/i.test(text)) return 6;
    throw inputError(placeAt(this.source, at), "an escape sequence that JSON does not have", "Correct the JSON text");
  }

  /** The text of the string here. */
  string(): string {
    if (this.peek() !== QUOTE) throw this.wrong("a string");
    const from = this.passString();
    return String(JSON.parse(textOf(this.bytes, from, this.pos)));
  }

  /** Passes any value, checking its grammar. `depth`: arrays and objects around it. */
  passValue(depth = 2): void {
    const c = this.peek();
    if (c === QUOTE) this.passString();
    else if (c === MINUS || (c >= ZERO && c <= 57)) this.number(this.#out, 0);
    else if (c === 91)
      this.#passList("]", depth, () => {
        this.passValue(depth + 1);
      });
    else if (c === 123)
      this.#passList("}", depth, () => {
        this.string();
        this.expect(":", "a colon");
        this.passValue(depth + 1);
      });
    else if (!this.passWord("null") && !this.passWord("true") && !this.passWord("false")) throw this.wrong("a value");
  }

  #passList(close: string, depth: number, element: () => void): void {
    if (depth >= limits.jsonDepth)
      throw inputError(
        placeAt(this.source, this.pos),
        `arrays or objects nested deeper than ${limits.jsonDepth}`,
        "Give flatter data",
      );
    this.pos++;
    if (this.peek() === close.charCodeAt(0)) {
      this.pos++;
      return;
    }
    do element();
    while (this.more(close));
  }

  /** Passes the word if it stands here. */
  passWord(word: string): boolean {
    const { bytes, pos } = this;
    for (let i = 0; i < word.length; i++) if (bytes[pos + i] !== word.charCodeAt(i)) return false;
    this.pos += word.length;
    return true;
  }
}
