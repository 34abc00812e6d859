/** The input extended beyond its edges, as blocks of f64 that the loops read without asking where the edge is. */
import { type AxisBorder, borderIndex, oddTerm } from "../base/border.js";
import type { Field } from "./problem.js";

/** Columns [x0, x1) and rows [y0, y1) of the extended input; may lie anywhere. */
export interface Region {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** A region's samples, interleaved as the field is. */
export interface Block {
  readonly real: Float64Array;
  readonly imag?: Float64Array;
  /** 1 where a sample counts, 0 where it is outside (`renormalize`) or missing; absent where all count. */
  readonly valid?: Float64Array;
  /** Row length in elements. */
  readonly pitch: number;
}

/** How one axis is extended: an index for each position (−1: the value outside), and the terms of `odd`. */
interface AxisTable {
  /** Position that entry 0 stands for; entries [first, last) lie inside and are their own index. */
  readonly from: number;
  readonly first: number;
  readonly last: number;
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly odd?: readonly { index: number; sign: 1 | -1; first: number; last: number }[];
}

function axisTable(border: AxisBorder, from: number, to: number, n: number): AxisTable {
  const first = Math.min(Math.max(from, 0), to) - from;
  const last = Math.max(first, Math.min(to, n) - from);
  const odd =
    border.kind === "odd" && (from < 0 || to > n)
      ? Array.from({ length: to - from }, (_, i) => oddTerm(from + i, n))
      : undefined;
  // `keep` overwrites what it extends, so any finite value serves there.
  const kind = border.kind === "keep" ? "replicate" : border.kind;
  const indices = (start: number, end: number): Int32Array => {
    const table = new Int32Array(end - start);
    if (start < end && !odd && borderIndex(kind, -1, n) < 0) return table.fill(-1);
    for (let i = start; i < end; i++) table[i - start] = odd ? odd[i].index : borderIndex(kind, from + i, n);
    return table;
  };
  return { from, first, last, before: indices(0, first), after: indices(last, to - from), ...(odd ? { odd } : {}) };
}

/** The index that entry i of a table stands for. */
function indexOf(table: AxisTable, i: number): number {
  if (i < table.first) return table.before[i];
  return i < table.last ? table.from + i : table.after[i - table.last];
}

/** The value outside: 0 for every rule but `constant`, since taps over it still enter the sums of `renormalize`. */
const outsideOf = (b: AxisBorder, imaginary = false): number =>
  b.kind !== "constant" ? 0 : imaginary ? (b.imag ?? 0) : b.value;

/** Reads blocks of one extended field. Holds no more than a block's worth of memory. */
export class Extension {
  constructor(
    readonly field: Field,
    private readonly x: AxisBorder,
    private readonly y: AxisBorder,
    /** Whether positions outside count as missing. */
    private readonly weighted: boolean,
  ) {}

  /** The samples of a region. `into` may give memory of at least the region's size to use again. */
  block(region: Region, into?: { readonly real: Float64Array; readonly imag?: Float64Array }): Block {
    const { field } = this;
    const pitch = (region.x1 - region.x0) * field.channels;
    const rows = region.y1 - region.y0;
    const tables = {
      x: axisTable(this.x, region.x0, region.x1, field.width),
      y: axisTable(this.y, region.y0, region.y1, field.height),
    };
    const real = into?.real ?? new Float64Array(rows * pitch);
    this.fill(field.data, tables, region, pitch, real, outsideOf(this.x), outsideOf(this.y));
    const valid = this.validity(tables, pitch, rows);
    if (!field.imag) return valid ? { real, valid, pitch } : { real, pitch };
    const imag = into?.imag ?? new Float64Array(rows * pitch);
    this.fill(field.imag, tables, region, pitch, imag, outsideOf(this.x, true), outsideOf(this.y, true));
    return valid ? { real, imag, valid, pitch } : { real, imag, pitch };
  }

  private fill(
    plane: Field["data"],
    tables: { x: AxisTable; y: AxisTable },
    region: Region,
    pitch: number,
    out: Float64Array,
    outsideX: number,
    outsideY: number,
  ): void {
    const { width, height, channels } = this.field;
    // Rows of an odd extension are sums of three extended rows: the mirrored one, the first and the last.
    const edges = tables.y.odd ? { first: new Float64Array(pitch), last: new Float64Array(pitch) } : undefined;
    if (edges) {
      this.fillRow(plane, 0, tables.x, region, 0, edges.first, outsideX);
      this.fillRow(plane, (height - 1) * width * channels, tables.x, region, 0, edges.last, outsideX);
    }
    for (let r = 0; r < region.y1 - region.y0; r++) {
      const at = r * pitch;
      const source = indexOf(tables.y, r);
      if (source < 0) out.fill(outsideY, at, at + pitch);
      else this.fillRow(plane, source * width * channels, tables.x, region, at, out, outsideX);
      const term = tables.y.odd?.[r];
      if (!term || !edges || (term.sign === 1 && term.last === 0)) continue;
      for (let i = 0; i < pitch; i++) {
        out[at + i] = term.sign * out[at + i] + term.first * edges.first[i] + term.last * edges.last[i];
      }
    }
  }

  /** One extended row. */
  private fillRow(
    plane: Field["data"],
    base: number,
    table: AxisTable,
    region: Region,
    at: number,
    out: Float64Array,
    outside: number,
  ): void {
    const { width, channels } = this.field;
    const { x0, x1 } = region;
    // The part inside is one straight copy; only the ends ask the table.
    const from = Math.min(Math.max(0, x0), x1);
    const to = Math.max(from, Math.min(width, x1));
    const source = base + from * channels;
    const target = at + (from - x0) * channels;
    const length = (to - from) * channels;
    if (length > 0) out.set(plane.subarray(source, source + length), target);
    const ends = from < to ? [x0, from, to, x1] : [x0, x1];
    for (let e = 0; e < ends.length; e += 2) {
      // A rule has an index for every place outside, or for none.
      if (ends[e] < ends[e + 1] && !table.odd && indexOf(table, ends[e] - x0) < 0) {
        out.fill(outside, at + (ends[e] - x0) * channels, at + (ends[e + 1] - x0) * channels);
        continue;
      }
      for (let x = ends[e]; x < ends[e + 1]; x++) {
        const i = x - x0;
        const index = indexOf(table, i);
        for (let c = 0; c < channels; c++)
          out[at + i * channels + c] = index < 0 ? outside : plane[base + index * channels + c];
        const term = table.odd?.[i];
        if (!term || (term.sign === 1 && term.last === 0)) continue;
        for (let c = 0; c < channels; c++) {
          const edges = term.first * plane[base + c] + term.last * plane[base + (width - 1) * channels + c];
          out[at + i * channels + c] = term.sign * out[at + i * channels + c] + edges;
        }
      }
    }
  }

  /** The validity plane, or undefined where every sample of the region counts. */
  private validity(tables: { x: AxisTable; y: AxisTable }, pitch: number, rows: number): Float64Array | undefined {
    if (!this.weighted) return undefined;
    const { mask, channels } = this.field;
    const valid = new Float64Array(rows * pitch);
    let all = true;
    for (let r = 0; r < rows; r++) {
      const y = indexOf(tables.y, r);
      for (let i = 0; i < pitch; i++) {
        const c = i % channels;
        const x = indexOf(tables.x, (i - c) / channels);
        const outside = (y < 0 && this.y.kind === "renormalize") || (x < 0 && this.x.kind === "renormalize");
        const missing =
          x >= 0 && y >= 0 && mask !== undefined && this.isMissing(mask, tables, (i - c) / channels, r, c);
        const counts = !outside && !missing;
        valid[r * pitch + i] = counts ? 1 : 0;
        all &&= counts;
      }
    }
    return all ? undefined : valid;
  }

  /** Whether any of the samples that an extended position is made of is missing. */
  private isMissing(
    mask: Uint8Array,
    tables: { x: AxisTable; y: AxisTable },
    column: number,
    row: number,
    c: number,
  ): boolean {
    const { width, height, channels } = this.field;
    for (const y of sources(tables.y, row, height)) {
      for (const x of sources(tables.x, column, width)) if (mask[(y * width + x) * channels + c] === 0) return true;
    }
    return false;
  }
}

/** Indices of the samples that position i of an extended axis is made of. */
function sources(table: AxisTable, i: number, n: number): readonly number[] {
  const term = table.odd?.[i];
  if (!term || (term.first === 0 && term.last === 0)) return [indexOf(table, i)];
  return term.first === 0 ? [term.index, n - 1] : [term.index, 0, n - 1];
}
