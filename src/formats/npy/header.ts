/**
 * The header of an NPY file: magic, version, length, and a Python dict literal with the keys `descr`, `fortran_order`
 * and `shape` (NumPy Enhancement Proposal 1). Read by its own small parser; nothing in it is evaluated.
 */
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { quoted } from "../../base/text.js";

export interface NpyHeader {
  /** The dtype as it is written, `<f8`. */
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Offset of the data. */
  readonly dataAt: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export const isNpy = (head: Uint8Array): boolean => head.length >= 8 && MAGIC.every((byte, i) => head[i] === byte);

/** Bytes up to the data, or undefined where too few are there to know. What is no header is said by `readHeader`. */
export function headerLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 12) return undefined;
  if (!isNpy(bytes)) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes[6] === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  return length > limits.npyHeader ? 0 : length;
}

/** Reads the header. Input errors name the file and what is wrong with it. */
export function readHeader(bytes: Uint8Array, source: string): NpyHeader {
  if (!isNpy(bytes))
    throw inputError(source, "the file does not begin as NPY files do", "Say its format with --input-format");
  const major = bytes[6];
  if (major < 1 || major > 3 || bytes[7] !== 0)
    throw inputError(source, `NPY version ${major}.${bytes[7]}`, "Save the array with version 1.0, 2.0 or 3.0");
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw truncated(source, start, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > limits.npyHeader)
    throw inputError(
      source,
      `an NPY header of ${length} bytes`,
      `The limit is ${limits.npyHeader}: save a plain array of numbers`,
    );
  const dataAt = start + length;
  if (bytes.length < dataAt) throw truncated(source, dataAt, bytes.length);
  const text = new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(bytes.slice(start, dataAt));
  return { ...new HeaderParser(text, source).read(), dataAt };
}

const truncated = (source: string, expected: number, found: number): Error =>
  inputError(source, `the header is cut off: expected ${expected} bytes, got ${found}`, "Copy or save the file again");

/** Tokens of the dict literal, one after the other. */
class HeaderParser {
  #pos = 0;
  constructor(
    readonly text: string,
    readonly source: string,
  ) {}

  read(): Omit<NpyHeader, "dataAt"> {
    let descr: string | undefined;
    let fortran: boolean | undefined;
    let shape: number[] | undefined;
    this.#take(/\{/y, "{");
    while (this.#try(/\}/y) === undefined) {
      const key = this.#string();
      this.#take(/:/y, ":");
      if (key === "descr" && descr === undefined) descr = this.#descr();
      else if (key === "fortran_order" && fortran === undefined)
        fortran = this.#take(/True|False/y, "True or False") === "True";
      else if (key === "shape" && shape === undefined) shape = this.#shape();
      else throw this.#wrong(`the key ${quoted(key)} is unknown or stands twice`);
      if (this.#try(/,/y) === undefined) {
        this.#take(/\}/y, "}");
        break;
      }
    }
    this.#blanks();
    if (this.#pos !== this.text.length) throw this.#wrong("something follows the closing brace");
    if (descr === undefined || fortran === undefined || shape === undefined)
      throw this.#wrong(
        `the key ${descr === undefined ? "descr" : fortran === undefined ? "fortran_order" : "shape"} is missing`,
      );
    return { descr, fortran, shape };
  }

  #descr(): string {
    this.#blanks();
    if (this.text[this.#pos] === "[")
      throw inputError(
        this.source,
        "the array has a structured dtype, not plain numbers",
        "Save one field, as with numpy.save(file, array['name'])",
      );
    return this.#string();
  }

  #shape(): number[] {
    const shape: number[] = [];
    this.#take(/\(/y, "(");
    while (this.#try(/\)/y) === undefined) {
      // Python 2 wrote long integers with an L.
      const digits = this.#take(/\d+L?/y, "a whole number").replace("L", "");
      shape.push(Number(digits));
      if (this.#try(/,/y) === undefined) {
        this.#take(/\)/y, ")");
        if (shape.length === 1) throw this.#wrong("a shape of one number needs a comma");
        break;
      }
    }
    return shape;
  }

  #string(): string {
    return this.#take(/'[^'\\\n]*'|"[^"\\\n]*"/y, "a quoted word").slice(1, -1);
  }

  #blanks(): void {
    while (/[ \n\t]/.test(this.text.charAt(this.#pos))) this.#pos++;
  }

  #try(pattern: RegExp): string | undefined {
    this.#blanks();
    pattern.lastIndex = this.#pos;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#pos += found.length;
    return found;
  }

  #take(pattern: RegExp, what: string): string {
    const found = this.#try(pattern);
    if (found === undefined)
      throw this.#wrong(`expected ${what}, found ${quoted(this.text.slice(this.#pos, this.#pos + 20))}`);
    return found;
  }

  #wrong(what: string): Error {
    return inputError(this.source, `the NPY header is damaged: ${what}`, "Save the array again, as with numpy.save");
  }
}

/** Magic, version 1.0 and dict of a C-order array; padded so that the data begin at a multiple of 64 bytes. */
export function writeHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const total = Math.ceil((10 + dict.length + 1) / 64) * 64;
  const header = new Uint8Array(total).fill(32);
  header.set(MAGIC);
  header.set([1, 0, (total - 10) & 255, (total - 10) >> 8], 6);
  header.set(new TextEncoder().encode(dict), 10);
  header[total - 1] = 10;
  return header;
}
