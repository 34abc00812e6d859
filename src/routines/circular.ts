/** Blocks of complex numbers in an arena, and their circular correlations (`assembly/circular.ts`). */
import type { Arena } from "./arena.js";
import { middleTurns, placePlan, radices, type TransformTables, type Twiddles, transformTables } from "./transform.js";

/** What a transform along one axis needs. */
export interface AxisTables {
  readonly tables: TransformTables;
  /** `middleTurns` of a transform along rows. */
  readonly turns: Float64Array;
}

/** How samples lie: from the address `at` on, elements `step` and rows `pitch` bytes apart. */
export interface Lie {
  readonly at: number;
  readonly step: number;
  readonly pitch: number;
}

/** Types of samples that blocks are filled with. */
export type BlockType = "f64" | "u8" | "u16" | "i16";
const TYPES: Readonly<Record<BlockType, number>> = { f64: 0, u8: 1, u16: 2, i16: 3 };

/** Columns [x0, x1) and rows [y0, y1) of a block. */
export interface Part {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** How sums come out: as they are, or as the nearest whole numbers times `scale`, added to what is there or not. */
export type Taking = { readonly scale: number; readonly add: boolean } | undefined;

/** Units of a strip; those of tall blocks are narrower, so that they stay in the nearest cache. */
const STRIP = 4;
const TALL = 320;
/** Bytes between strips, so that rows of them do not all share places in the caches. */
const APART = 192;

/** Whether blocks can be transformed along rows of so many elements: two lanes, of an even number each. */
export const isLine = (length: number): boolean => length % 8 === 0 && radices(length / 2) !== undefined;

/** Whether columns of such a length can be transformed. */
export const isColumn = (length: number): boolean => length > 1 && radices(length) !== undefined;

/** Tables of a line, whose lanes are transforms of half its length. */
export function lineTables(length: number, table: Twiddles): AxisTables {
  const tables = transformTables(length / 2, table);
  return { tables, turns: middleTurns(tables, table) };
}

export class CircularBlock {
  private readonly shape: number;
  private readonly units: number;
  /** Bytes of a spectrum. */
  private readonly spectrumBytes: number;
  private readonly many: number;
  /** Where products of spectra are added up: bytes, and the address once there is one. */
  private readonly spectrumOfRows: number;
  private gathered: number | undefined;

  /** @param along, down what transforms along rows (of `columns` elements) and columns need, where they are made */
  constructor(
    private readonly arena: Arena,
    readonly columns: number,
    readonly rows: number,
    along: AxisTables | undefined,
    down: TransformTables | undefined,
  ) {
    this.units = columns / 2;
    const strip = rows > TALL ? STRIP / 2 : STRIP;
    const width = down ? strip : this.units;
    const stripBytes = rows * width * 32 + (down ? APART : 0);
    this.many = along && down ? 1 : 0;
    this.spectrumOfRows = columns * rows * 16;
    this.spectrumBytes = along ? columns * (down ? rows : 1) * 16 : rows * 16;
    const block = arena.take((this.units / width) * stripBytes);
    const row = arena.take(columns * 16);
    const alongPlan = along ? placePlan(arena, this.units, along.tables) : 0;
    const downPlan = down ? placePlan(arena, rows, down) : 0;
    const turns = along ? arena.place(along.turns) : 0;
    const words = arena.ints(9);
    words.set([rows, this.units, downPlan, alongPlan, block, row, width, stripBytes, turns]);
    this.shape = words.byteOffset;
  }

  /** Fills the block: real parts, and imaginary ones that lie alike from another address on, or (of f64 only) 0. */
  fill({ at, step, pitch }: Lie, imag: number, type: BlockType = "f64"): void {
    this.arena.station.routines.fillBlock(this.shape, TYPES[type], at, imag, step, pitch);
  }

  /** The spectrum of the block, times `scale`; returns its address. The block is used up. */
  spectrum(scale: number): number {
    const area = this.arena.doubles(this.spectrumBytes / 8);
    this.spectrumAt(area.byteOffset);
    for (let i = 0; i < area.length; i++) area[i] *= scale;
    return area.byteOffset;
  }

  /** The same as it is, at an address that is there for it. */
  spectrumAt(address: number): void {
    this.arena.station.routines.spectrumBlock(this.shape, address, this.many);
  }

  /** Multiplies the block's spectrum by another one. */
  filter(spectrum: number): void {
    this.arena.station.routines.filterBlock(this.shape, spectrum, this.many);
  }

  /**
   * Adds the block's spectrum times another one to what was gathered before, unless it is the `first`; of the `last` one the
   * block becomes what all of that is the spectrum of, and else it is used up. Rows must be transformed.
   */
  gather(spectrum: number, first: boolean, last: boolean): void {
    this.gathered ??= this.arena.take(this.spectrumOfRows);
    const { routines } = this.arena.station;
    routines.gatherBlock(this.shape, spectrum, this.many, this.gathered, first ? 1 : 0, last ? 1 : 0);
  }

  /** Takes real or imaginary parts of a part of the block out. */
  take(imaginary: boolean, { x0, x1, y0, y1 }: Part, { at, step, pitch }: Lie, taking: Taking): void {
    const how = taking === undefined ? 0 : taking.add ? 2 : 1;
    const { routines } = this.arena.station;
    routines.takeBlock(this.shape, imaginary ? 16 : 0, x0, x1, y0, y1, at, step, pitch, how, taking?.scale ?? 1);
  }
}
