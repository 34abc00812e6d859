/** Rows out of blocks of bytes that are cut anywhere. */
import { damage } from "./damage.js";
import type { Header } from "./header.js";
import type { Pass } from "./passes.js";
import type { Place } from "./place.js";
import { unfilter } from "./unfilter.js";

/**
 * Takes the decompressed bytes of all passes. Rows of whole bytes that are samples as they are go straight to `direct`,
 * the others to `place`.
 */
export class Rows {
  private readonly left: number;
  /** A row that has not come whole, with its filter type, and how much of it has. */
  private readonly part: Uint8Array;
  private held = 0;
  /** This row and the one before it, where rows are placed. */
  private line: Uint8Array;
  private above: Uint8Array;
  private readonly zeros: Uint8Array;
  private pass = 0;
  private y = 0;

  constructor(
    { bits, stored }: Header,
    private readonly passes: readonly Pass[],
    private readonly to: { readonly direct: Uint8Array } | { readonly place: Place },
    private readonly source: string,
  ) {
    const most = Math.max(...passes.map((pass) => pass.bytes));
    this.left = Math.max(1, (bits * stored) / 8);
    this.part = new Uint8Array(1 + most);
    this.zeros = new Uint8Array(most);
    const lines = "place" in to ? most : 0;
    this.line = new Uint8Array(lines);
    this.above = new Uint8Array(lines);
  }

  /** @returns how many bytes were taken: fewer than there are where the picture is whole @throws inputError */
  take(block: Uint8Array): number {
    let at = 0;
    while (at < block.length && this.pass < this.passes.length) {
      const size = 1 + this.passes[this.pass].bytes;
      const n = Math.min(size - this.held, block.length - at);
      if (n === size) this.row(block, at);
      else {
        this.part.set(block.subarray(at, at + n), this.held);
        this.held += n;
        if (this.held === size) {
          this.held = 0;
          this.row(this.part, 0);
        }
      }
      at += n;
    }
    return at;
  }

  private row(from: Uint8Array, at: number): void {
    const { passes, pass, y, to, left, zeros } = this;
    const { bytes, height } = passes[pass];
    const filter = from[at];
    if (filter > 4) throw damage(this.source, `a row has the filter ${filter}, which does not exist`);
    if ("direct" in to) {
      const above = y === 0 ? zeros : to.direct;
      unfilter(filter, from, at + 1, to.direct, y * bytes, bytes, above, y === 0 ? 0 : (y - 1) * bytes, left);
    } else {
      const { line, above } = this;
      unfilter(filter, from, at + 1, line, 0, bytes, y === 0 ? zeros : above, 0, left);
      to.place(line, passes[pass], y);
      [this.line, this.above] = [above, line];
    }
    this.y++;
    if (this.y < height) return;
    this.y = 0;
    this.pass++;
  }
}
