/** Blocks of integer samples as they are, staged row by row: nothing is converted before a transform takes it. */
import type { Arena } from "../../routines/arena.js";
import { type Row, rowOf } from "../../routines/band.js";
import type { Region } from "../extend.js";
import { rowStager, unstageable } from "../fused/stager.js";
import type { Field, Problem } from "../problem.js";
import type { BlockPlan } from "./fft-blocks.js";
import type { RawGrid } from "./fft-spectral.js";

const SIZES = { u8: 1, u16: 2, i16: 2 } as const;
const RANGES = { u8: [0, 255], u16: [0, 65535], i16: [-32768, 32767] } as const;

/** The type of a field whose blocks can be staged so, or undefined. */
export function rawType({ data }: Field, problem: Problem): RawGrid["type"] | undefined {
  const type =
    data instanceof Uint8Array
      ? "u8"
      : data instanceof Uint16Array
        ? "u16"
        : data instanceof Int16Array
          ? "i16"
          : undefined;
  if (type === undefined || problem.weighted || problem.complex) return undefined;
  return unstageable(problem, RANGES[type]) === undefined ? type : undefined;
}

export class RawStage {
  private readonly at: number;
  private readonly pitch: number;
  private readonly size: number;
  /** Rows of a block by the address of the first; there are eight at most. */
  private readonly rows = new Map<number, readonly Row[]>();
  private readonly stagers = new Map<number, (at: number, to: Row) => void>();

  constructor(
    private readonly arena: Arena,
    private readonly problem: Problem,
    private readonly plan: BlockPlan,
    private readonly type: RawGrid["type"],
  ) {
    this.size = SIZES[type];
    // Rows lie as those of the field do, modulo 8: copies are quick between places that lie alike.
    const step = problem.x.input * problem.channels * this.size;
    this.pitch = Math.ceil((plan.columns * problem.channels * this.size) / 8) * 8 + (step & 7) + 8;
    this.at = arena.take(plan.rows * this.pitch + 16);
  }

  /** Copies a region of the extended field and says where its channel 0 is. */
  stage(field: Field, region: Region): RawGrid {
    const { arena, pitch, problem, size, type } = this;
    const { channels, x } = problem;
    const elements = (region.x1 - region.x0) * channels;
    const stage = this.stagerFor(field, region);
    const first = field.data.byteOffset + (region.y0 * x.input + region.x0) * channels * size;
    const at = this.at + (((first % 8) + 8) % 8);
    let rows = this.rows.get(at);
    if (!rows) {
      const { buffer } = arena.station;
      rows = Array.from({ length: this.plan.rows }, (_, r) => rowOf(type, buffer, at + r * pitch, elements));
      this.rows.set(at, rows);
    }
    for (let r = 0; r < rows.length; r++) stage(region.y0 + r, rows[r]);
    return { type, at, step: size * channels, pitch };
  }

  private stagerFor(field: Field, { x0 }: Region): (at: number, to: Row) => void {
    let stager = this.stagers.get(x0);
    if (!stager) {
      // As the windows of the outputs of one whole block are staged, without strides.
      const dense = { ...this.problem, x: { ...this.problem.x, origin: 0, stride: 1 } };
      stager = rowStager(dense, field, x0, x0 + this.plan.stepX);
      this.stagers.set(x0, stager);
    }
    return stager;
  }
}
