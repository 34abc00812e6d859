/** What turns sums into output samples: value, map, rounding, saturation. */
import { isInteger } from "../base/element.js";
import type { Rounding } from "../base/options.js";
import type { Signal } from "../base/signal.js";
import type { Accounts } from "./accounts.js";
import type { ExactSums } from "./exact.js";
import type { Region } from "./extend.js";
import { FloatFinisher } from "./finish-float.js";
import { IntegerFinisher } from "./finish-integer.js";
import type { Sums } from "./lines.js";
import type { ValueMap } from "./map.js";
import type { Field } from "./problem.js";
import { ScoreFinisher } from "./score/finisher.js";
import type { ScoreRequest } from "./score/request.js";
import type { ValueRule } from "./value.js";

export interface FinishRequest {
  readonly rule: ValueRule;
  readonly map: ValueMap;
  readonly rounding: Rounding;
  readonly weighted: boolean;
  /** Sums of f32 samples for f32 outputs may be made in f32. */
  readonly fast?: boolean;
  /** Channel that `map` leaves alone, and the factor that takes alpha to the output's full scale. */
  readonly alpha?: { readonly channel: number; readonly factor: number };
  /** Exact sums are whole multiples of 2^-grain up to `largest`; absent where sums are inexact. */
  readonly whole?: { readonly grain: number; readonly largest: number };
  /** Outputs that are written; absent: all. (Border `keep` writes the others itself.) */
  readonly only?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  /** Light to counts, before the map; its results are no exact values. */
  readonly encode?: (value: number, channel: number) => number;
  /** The same, quickly and within `error`; NaN where it cannot say. */
  readonly roughly?: { readonly encode: (value: number, channel: number) => number; readonly error: number };
  /** Sums are those of template matching and become its scores; nothing else here then acts. */
  readonly score?: ScoreRequest;
  /** Made when the first doubtful sample is met. */
  readonly exact: () => ExactSums;
}

/** Writes tiles of sums into one output signal, and counts. */
export interface Finisher {
  write(tile: Region, sums: Sums): void;
}

/** The finisher of an output's type, or that of scores. */
export function finisherFor(out: Signal, request: FinishRequest, accounts: Accounts, field: Field): Finisher {
  if (request.score) return new ScoreFinisher(out, request.score, accounts, field);
  return isInteger(out.type) ? new IntegerFinisher(out, request, accounts) : new FloatFinisher(out, request, accounts);
}
