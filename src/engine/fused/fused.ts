/**
 * Fused ways: from samples to finished samples in one pass, row by row, without sums of f64 in between. Each gives what
 * the general way (tiles of sums and a finisher) gives, so which one runs is a matter of speed alone.
 */
import type { Signal } from "../../base/signal.js";
import type { BandKind, Frame } from "../../routines/band.js";
import type { FinishRequest } from "../finish.js";
import type { Estimate } from "../pricing.js";
import type { Field, Problem } from "../problem.js";

export interface FusedCall {
  readonly problem: Problem;
  readonly field: Field;
  readonly request: FinishRequest;
  readonly out: Signal;
}

/** What a way says of a call: `setup` gives plain data, and is asked of the way that is gone only. */
export type Prospect<S> =
  | (Estimate & {
      readonly setup: () => S;
      readonly note: string;
      /** Bound on the error of each sum of float outputs, which asks for facts of the samples; absent: 0. */
      readonly error?: () => number;
    })
  | { readonly because: string };

export interface Fused<S extends { readonly frame: Frame } = { readonly frame: Frame }> {
  /** As `--explain` names it: `METHOD-form`, the method being the one that the user may force. */
  readonly name: string;
  readonly method: "direct" | "fft" | "separable";
  consider(call: FusedCall): Prospect<S>;
  readonly kind: BandKind<S>;
}

/** A step towards `because`, for long lists of conditions. */
export const no = (because: string): { readonly because: string } => ({ because });
