/**
 * Bands: some rows of a picture (or a stretch of a signal) on their way through a routine. Rows of samples, extended
 * beyond the edges by the caller, go in; finished rows come out. Whether the compiled routine or its twin in plain
 * TypeScript does the work makes no difference to what comes out, but for the marks of doubt.
 */
import type { RealType } from "../base/element.js";
import type { RoutineName } from "./station.js";

export type Row = Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** The extent of a band. */
export interface Frame {
  readonly input: RealType;
  readonly output: RealType;
  /** Most elements of an output row (channels counted), and elements that windows reach beyond. */
  readonly elements: number;
  readonly halo: number;
  /** Most output rows, and the input rows that they need. */
  readonly rows: number;
  readonly inputRows: number;
  /**
   * How rows of the caller's arrays lie, in bytes modulo 8: the first one that is staged (or written), and from one to the
   * next. Copies between shared memory and other memory go byte by byte where the two do not lie alike.
   */
  readonly lie?: { readonly input: Lie; readonly output: Lie };
  /**
   * Where bands begin, if that makes a difference: at windows that begin at whole multiples of these rows and columns of the
   * input. A band on a grid is staged as a whole, however little of it is asked for.
   */
  readonly grid?: { readonly rows: number; readonly columns: number };
}

export interface Lie {
  readonly first: number;
  readonly step: number;
}

export interface Band {
  /** Where input row i goes: `elements + halo` samples. */
  inputRow(i: number): Row;
  /**
   * Computes so many output rows and elements of each from the staged rows; those of a band on a grid may begin further
   * down and along. From then on row i is the i-th of these, at its place in the band.
   */
  run(rows: number, elements: number, skip?: Skip): void;
  outputRow(i: number): Row;
  /** Samples of output row i that were clipped, as far as they are not in doubt. */
  clipped(i: number): number;
  /** Values of output row i that are NaN, and that are infinite, of bands of floats. */
  nan(i: number): number;
  infinite(i: number): number;
  /** What all rows that were staged so far have held, of bands of floats that are fed with floats. */
  seen(): Seen;
  /** Places (`row · frame.elements + element`) of samples that the routine could not decide and did not count. */
  doubts(): Int32Array;
}

/** Output rows, and elements of each, that lie before those that are wanted. */
export interface Skip {
  readonly rows: number;
  readonly elements: number;
}

export const NO_SKIP: Skip = { rows: 0, elements: 0 };

/** What samples have been met. */
export interface Seen {
  /** No NaN and no infinity. */
  readonly finite: boolean;
  /** No fractions. */
  readonly whole: boolean;
  /** The largest magnitude of a number among them, where all are numbers. */
  readonly largest: number;
}

/** What the compiled routine is told: plain data, made once for all bands of a run. */
export interface BandPlan {
  readonly routine: RoutineName;
  readonly frame: Frame;
  /** Constant tables, and bytes of scratch areas. */
  readonly tables: readonly (Int16Array | Int32Array | Float32Array | Float64Array)[];
  readonly scratch: readonly number[];
  /** The routine's own entries, once it is known where tables and scratch areas lie. */
  own(tables: readonly number[], scratch: readonly number[]): number[];
  readonly doubles: readonly number[];
  /** Vectors whose lanes are all the same. */
  readonly vectors: readonly LaneValue[];
  /** Whether samples may be in doubt. */
  readonly doubtful: boolean;
}

export type LaneValue = { readonly f32: number; readonly i32?: never } | { readonly i32: number; readonly f32?: never };

/** A routine and its twin. `S` is plain data. */
export interface BandKind<S> {
  plan(setup: S): BandPlan;
  reference(setup: S): Band;
}

/** Vector routines go in whole steps of up to 32 elements beyond a row's end. */
export const SLACK = 64;
export const align = (n: number): number => (n + 63) & ~63;

const BYTES: Readonly<Record<RealType, 1 | 2 | 4 | 8>> = { u8: 1, i8: 1, u16: 2, i16: 2, i32: 4, f32: 4, f64: 8 };

/** Bytes from one row to the next; never about a multiple of a page, where rows would share places in the cache. */
function pitchOf(type: RealType, elements: number, lie?: Lie): number {
  const bytes = align((elements + SLACK) * BYTES[type]);
  return (bytes % 4096 === 0 ? bytes + 64 : bytes) + (lie?.step ?? 0);
}

export const sourcePitchOf = (frame: Frame): number =>
  pitchOf(frame.input, frame.elements + frame.halo, frame.lie?.input);
export const outPitchOf = (frame: Frame): number => pitchOf(frame.output, frame.elements, frame.lie?.output);

export function rowOf(type: RealType, buffer: ArrayBufferLike, at: number, length: number): Row {
  switch (type) {
    case "u8":
      return new Uint8Array(buffer, at, length);
    case "i8":
      return new Int8Array(buffer, at, length);
    case "u16":
      return new Uint16Array(buffer, at, length);
    case "i16":
      return new Int16Array(buffer, at, length);
    case "i32":
      return new Int32Array(buffer, at, length);
    case "f32":
      return new Float32Array(buffer, at, length);
    case "f64":
      return new Float64Array(buffer, at, length);
  }
}
