/** What is left to do for a tile that was made: samples in doubt, and the account of those that were clipped. */
import { isInteger, rangeOf } from "../../base/element.js";
import type { Frame } from "../../routines/band.js";
import { type Accounts, countClipped, isFirst } from "../accounts.js";
import { type Resolver, resolver } from "./doubt.js";
import type { FusedCall } from "./fused.js";
import type { Tile } from "./tiles.js";

export class Settler {
  private readonly range: readonly [number, number] | undefined;
  private resolve: Resolver | undefined;

  constructor(
    private readonly call: FusedCall,
    private readonly frame: Frame,
    private readonly accounts: Accounts,
  ) {
    const { out } = call;
    this.range = isInteger(out.type) ? rangeOf(out.type, out.about) : undefined;
  }

  /** Decides samples in doubt (`row · frame.elements + element` of the tile). */
  doubts({ x0, y0 }: Tile, places: Int32Array): void {
    const { call, range, frame } = this;
    if (!range) return;
    const { channels } = call.problem;
    for (const place of places) {
      const e = place % frame.elements;
      const y = y0 + (place - e) / frame.elements;
      const channel = e % channels;
      const x = x0 + (e - channel) / channels;
      const value = this.exactly(x, y, channel);
      if (value < range[0] || value > range[1]) countClipped(this.accounts, x, y, channel, value);
      call.out.data[this.at(x, y) + channel] = Math.min(range[1], Math.max(range[0], value));
    }
  }

  /** Counts samples of a row of a tile that were clipped without doubt, and finds the first. */
  clipped({ x0, elements }: Tile, y: number, count: number): void {
    const { accounts, call, range } = this;
    if (count === 0 || !range) return;
    accounts.clipped += count;
    if (!isFirst(accounts, x0, y, 0)) return;
    const { channels } = call.problem;
    const from = this.at(x0, y);
    const { recomputed } = accounts;
    for (let e = 0; e < elements; e++) {
      const sample = call.out.data[from + e];
      if (sample !== range[0] && sample !== range[1]) continue;
      const channel = e % channels;
      const x = x0 + (e - channel) / channels;
      const value = this.exactly(x, y, channel);
      if (value >= range[0] && value <= range[1]) continue;
      if (isFirst(accounts, x, y, channel)) accounts.firstClipped = { x, y, channel, value };
      break;
    }
    // Only looked at: the sample stood already.
    accounts.recomputed = recomputed;
  }

  /** Counts values of floats that are no numbers. */
  special(nan: number, infinite: number): void {
    this.accounts.nan += nan;
    this.accounts.infinite += infinite;
  }

  private at(x: number, y: number): number {
    const { x: axis, channels } = this.call.problem;
    return (y * axis.outputs + x) * channels;
  }

  private exactly(x: number, y: number, channel: number): number {
    this.resolve ??= resolver(this.call, this.accounts);
    return this.resolve(x, y, channel);
  }
}
