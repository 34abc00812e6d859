/** Rounding of sums that lie in an arena (`assembly/round.ts`). */
import type { IntegerSamples, IntegerType } from "../base/element.js";
import { Arena } from "./arena.js";
import { rowOf } from "./band.js";

/** `|(sum·by + offset)·factor + shift|`, or `|(sum·by + offset)/factor|`, to the nearest whole number, ties to even. */
export interface Rounding {
  readonly by: number;
  readonly divide: boolean;
  readonly offset: number;
  readonly factor: number;
  readonly shift: number;
  readonly absolute: boolean;
  readonly least: number;
  readonly greatest: number;
  /** A value is decided where it lies less than this from a whole number within the range. */
  readonly sure: number;
  /** Whole numbers below the one or above the other are clipped without doubt. */
  readonly below: number;
  readonly above: number;
}

/** Samples of a run, the places of those that are not decided, and how many were clipped without doubt. */
export interface RoundedSums {
  readonly samples: IntegerSamples;
  readonly told: Int32Array;
  readonly clipped: number;
}

const TYPES: Readonly<Record<IntegerType, number>> = { u8: 0, i8: 1, u16: 2, i16: 3, i32: 4 };
/** Samples that are rounded in one go. */
export const BULK = 4096;

/** Rounds up to BULK sums at a time into the same memory. */
export class SumRounder {
  private readonly parameters: number;
  private readonly samples: number;
  private readonly found: Int32Array;

  private constructor(
    private readonly arena: Arena,
    private readonly how: Rounding,
    private readonly type: IntegerType,
  ) {
    const { by, offset, factor, shift, least, greatest, sure, below, above } = how;
    this.parameters = arena.place(Float64Array.of(by, offset, factor, shift, least, greatest, sure, below, above));
    this.samples = arena.take((BULK + 16) * 4);
    this.found = arena.ints(BULK + 10);
  }

  /** A rounder for sums that lie in an arena; undefined for others. */
  static for(sums: Float64Array, how: Rounding, type: IntegerType): SumRounder | undefined {
    const arena = Arena.of(sums);
    return arena && new SumRounder(arena, how, type);
  }

  /** Whether these are sums of its arena. */
  serves = (sums: Float64Array): boolean => Arena.of(sums) === this.arena;

  /**
   * @param tell whether what is clipped without doubt is told like what is not decided
   * @param lie where the samples will go, in bytes modulo 8: copies are quick between places that lie alike
   */
  round(sums: Float64Array, from: number, count: number, tell: boolean, lie: number): RoundedSums {
    const { how, found, type, arena } = this;
    const flags = (how.divide ? 1 : 0) | (how.absolute ? 2 : 0) | (tell ? 4 : 0);
    const at = this.samples + (lie & 7);
    const source = sums.byteOffset + 8 * from;
    const { routines, buffer } = arena.station;
    routines.roundSums(source, count, this.parameters, flags, TYPES[type], at, found.byteOffset);
    return {
      samples: rowOf(type, buffer, at, count) as IntegerSamples,
      told: found.subarray(2, 2 + found[0]),
      clipped: found[1],
    };
  }
}
