/** Tables of the compiled transforms, kept from call to call: they follow from the length alone. */
import { twiddleTable } from "../../math/fft.js";
import { type AxisTables, lineTables } from "../../routines/circular.js";
import { type TransformTables, transformTables } from "../../routines/transform.js";

/** Numbers that are kept in all; beyond it those that were used longest ago are let go. */
const MOST = 1 << 21;

class Kept<T> {
  private readonly made = new Map<number, T>();
  private numbers = 0;

  constructor(private readonly make: (length: number) => T) {}

  of(length: number): T {
    const found = this.made.get(length);
    const tables = found ?? this.make(length);
    this.made.delete(length);
    this.made.set(length, tables);
    if (found === undefined) this.numbers += length;
    for (const oldest of this.made.keys()) {
      if (this.numbers <= MOST || oldest === length) break;
      this.made.delete(oldest);
      this.numbers -= oldest;
    }
    return tables;
  }
}

const lines = new Kept((length): AxisTables => lineTables(length, twiddleTable(length)));
const columns = new Kept((length): TransformTables => transformTables(length, twiddleTable(length)));

/** Tables for rows of a length, and for columns. */
export const tablesAlong = (length: number): AxisTables => lines.of(length);
export const tablesDown = (length: number): TransformTables => columns.of(length);
