/** Bytes of a file as they are made, in blocks of about a megabyte. */

const BLOCK = 1 << 20;
const encoder = new TextEncoder();

export class Blocks {
  /** The block that is being filled, and how far. A caller may write there itself after `reserve`. */
  block = new Uint8Array(BLOCK);
  at = 0;
  readonly #done: Uint8Array[] = [];

  /** Makes room for `n` bytes at `at`. */
  reserve(n: number): void {
    if (this.at + n <= this.block.length) return;
    if (this.at > 0) this.#done.push(this.block.subarray(0, this.at));
    this.block = new Uint8Array(Math.max(BLOCK, n));
    this.at = 0;
  }

  byte(code: number): void {
    this.reserve(1);
    this.block[this.at++] = code;
  }

  bytes(source: Uint8Array): void {
    const { length } = source;
    this.reserve(length);
    if (length > 32) this.block.set(source, this.at);
    else for (let i = 0; i < length; i++) this.block[this.at + i] = source[i];
    this.at += length;
  }

  text(text: string): void {
    this.bytes(encoder.encode(text));
  }

  finish(): Uint8Array[] {
    if (this.at > 0) this.#done.push(this.block.subarray(0, this.at));
    this.at = 0;
    this.block = new Uint8Array(0);
    return this.#done;
  }
}
