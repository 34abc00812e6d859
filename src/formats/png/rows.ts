/** Rows out of blocks of bytes that are cut anywhere. */
import { makePngUnfilter, type PngUnfilter } from "../../routines/png-unfilter.js";
import { damage } from "./damage.js";
import type { Header } from "./header.js";
import type { Pass } from "./passes.js";
import type { Place } from "./place.js";

/** Takes the decompressed bytes of all passes, and gives the rows to `place`. */
export class Rows {
  private readonly lines: PngUnfilter;
  /** Of the row that is coming: its filter type, and how many bytes are there. */
  private filter = -1;
  private held = 0;
  private pass = 0;
  private y = 0;

  constructor(
    { bits, stored }: Header,
    private readonly passes: readonly Pass[],
    private readonly place: Place,
    private readonly source: string,
  ) {
    const most = Math.max(...passes.map((pass) => pass.bytes));
    this.lines = makePngUnfilter(most, Math.max(1, (bits * stored) / 8));
  }

  /** @returns how many bytes were taken: fewer than there are where the picture is whole @throws inputError */
  take(block: Uint8Array): number {
    let at = 0;
    while (at < block.length && this.pass < this.passes.length) {
      if (this.filter < 0) {
        this.filter = block[at++];
        if (this.filter > 4) throw damage(this.source, `a row has the filter ${this.filter}, which does not exist`);
        continue;
      }
      const { bytes } = this.passes[this.pass];
      const n = Math.min(bytes - this.held, block.length - at);
      this.lines.line.set(block.subarray(at, at + n), this.held);
      this.held += n;
      at += n;
      if (this.held === bytes) this.end();
    }
    return at;
  }

  private end(): void {
    const pass = this.passes[this.pass];
    this.place(this.lines.undo(this.filter, pass.bytes), pass, this.y);
    this.filter = -1;
    this.held = 0;
    this.y++;
    if (this.y < pass.height) return;
    this.y = 0;
    this.pass++;
    this.lines.restart();
  }
}
