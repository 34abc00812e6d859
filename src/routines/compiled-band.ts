/** A band in the memory of a station, as the compiled routines take it. */
import {
  align,
  type Band,
  type BandPlan,
  NO_SKIP,
  outPitchOf,
  type Row,
  rowOf,
  type Seen,
  sourcePitchOf,
} from "./band.js";
import type { Station } from "./station.js";

/** The block of parameters, in bytes; see `assembly/frame.ts`. */
const OWN = 40;
const DOUBLES = 192;
const VECTORS = 320;
const BLOCK = 512;
const FOUND = 32;
/** What a routine for floats has seen; see `assembly/float.ts`. */
const SPECIAL = 152;
const BROKEN = 156;
const LARGEST = 312;
const SKIP_ELEMENTS = 504;
const SKIP_ROWS = 508;

interface Layout {
  readonly tables: readonly number[];
  readonly scratch: readonly number[];
  readonly counts: number;
  readonly doubts: number;
  readonly source: number;
  readonly sourcePitch: number;
  readonly out: number;
  readonly outPitch: number;
  readonly end: number;
}

function layoutOf({ frame, tables, scratch, doubtful }: BandPlan, base: number): Layout {
  let next = base + BLOCK;
  const take = (bytes: number): number => {
    const at = next;
    next = align(at + bytes);
    return at;
  };
  const sourcePitch = sourcePitchOf(frame);
  const outPitch = outPitchOf(frame);
  return {
    tables: tables.map((t) => take(t.byteLength)),
    scratch: scratch.map(take),
    // Two for each row, those of all rows for one thing first.
    counts: take(2 * (frame.rows + 1) * 4),
    doubts: take(doubtful ? frame.rows * frame.elements * 4 : 0),
    sourcePitch,
    outPitch,
    // Rows more than there are, since routines go through pairs of rows; what they make of them is not kept.
    source: take((frame.inputRows + 2) * sourcePitch + 8) + (frame.lie?.input.first ?? 0),
    out: take((frame.rows + 1) * outPitch + 8) + (frame.lie?.output.first ?? 0),
    end: next,
  };
}

/** Bytes that a band takes. */
export const bandBytes = (plan: BandPlan): number => layoutOf(plan, 0).end;

export class CompiledBand implements Band {
  private readonly words: Int32Array;
  private readonly counts: Int32Array;
  private readonly largest: Float64Array;
  private readonly doubtList: Int32Array;
  private readonly inputs: readonly Row[];
  private readonly outputs: readonly Row[];
  private first = 0;

  /** @param at address of the band, a multiple of 64; the station has room for it */
  constructor(
    private readonly station: Station,
    readonly plan: BandPlan,
    readonly at: number,
  ) {
    const { frame } = plan;
    const layout = layoutOf(plan, at);
    const { buffer } = station;
    const { source, sourcePitch, out, outPitch, counts, doubts } = layout;
    for (const [i, table] of plan.tables.entries()) {
      const make = table.constructor as new (b: SharedArrayBuffer, at: number, n: number) => typeof table;
      new make(buffer, layout.tables[i], table.length).set(table);
    }
    this.words = new Int32Array(buffer, at, BLOCK / 4);
    this.words.fill(0);
    this.words.set([source, sourcePitch, out, outPitch, 0, 0, counts, doubts, 0, frame.elements]);
    const own = plan.own(layout.tables, layout.scratch);
    if (OWN + 4 * own.length > DOUBLES) throw new Error("a routine has too many entries of its own");
    this.words.set(own, OWN / 4);
    new Float64Array(buffer, at + DOUBLES, plan.doubles.length).set(plan.doubles);
    this.largest = new Float64Array(buffer, at + LARGEST, 1);
    for (const [i, { f32, i32 }] of plan.vectors.entries()) {
      if (f32 !== undefined) new Float32Array(buffer, at + VECTORS + 16 * i, 4).fill(f32);
      else new Int32Array(buffer, at + VECTORS + 16 * i, 4).fill(i32);
    }
    this.counts = new Int32Array(buffer, counts, 2 * (frame.rows + 1));
    this.doubtList = new Int32Array(buffer, doubts, plan.doubtful ? frame.rows * frame.elements : 0);
    this.inputs = Array.from({ length: frame.inputRows }, (_, i) =>
      rowOf(frame.input, buffer, source + i * sourcePitch, frame.elements + frame.halo),
    );
    this.outputs = Array.from({ length: frame.rows }, (_, i) =>
      rowOf(frame.output, buffer, out + i * outPitch, frame.elements),
    );
  }

  inputRow(i: number): Row {
    return this.inputs[i];
  }

  outputRow(i: number): Row {
    return this.outputs[this.first + i];
  }

  clipped(i: number): number {
    return this.counts[this.first + i];
  }

  nan(i: number): number {
    return this.counts[this.first + i];
  }

  infinite(i: number): number {
    return this.counts[this.plan.frame.rows + 1 + this.first + i];
  }

  seen(): Seen {
    const { words, largest } = this;
    return { finite: words[SPECIAL / 4] === 0, whole: words[BROKEN / 4] === 0, largest: largest[0] };
  }

  doubts(): Int32Array {
    return this.doubtList.subarray(0, this.words[FOUND / 4]);
  }

  run(rows: number, elements: number, skip = NO_SKIP): void {
    this.counts.fill(0);
    this.words[4] = elements;
    this.words[5] = rows;
    this.words[FOUND / 4] = 0;
    this.words[SKIP_ELEMENTS / 4] = skip.elements;
    this.words[SKIP_ROWS / 4] = skip.rows;
    this.first = skip.rows;
    this.station.run(this.plan.routine, this.at);
  }
}
