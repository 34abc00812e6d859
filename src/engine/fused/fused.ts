/**
 * Fused ways: from integer samples to integer samples in one pass, without f64 sums in between. Each gives exactly what
 * the general way (tiles of sums and a finisher) gives, so which one runs is a matter of speed alone.
 */
import type { Signal } from "../../base/signal.js";
import type { Accounts } from "../accounts.js";
import type { FinishRequest } from "../finish.js";
import type { Field, Problem } from "../problem.js";

export interface FusedCall {
  readonly problem: Problem;
  readonly field: Field;
  readonly request: FinishRequest;
  readonly out: Signal;
}

/** What a way says of a call: `setup` is plain data that can be posted to another thread. */
export type Prospect<S> =
  | { readonly setup: S; readonly cost: number; readonly note: string }
  | { readonly because: string };

export interface Fused<S = unknown> {
  /** As `--explain` names it: `METHOD-form`, the method being the one that the user may force. */
  readonly name: string;
  readonly method: "direct" | "separable";
  consider(call: FusedCall): Prospect<S>;
  /** Writes output rows [from, to) and counts; yields the row that it has come to. */
  run(call: FusedCall, setup: S, accounts: Accounts, from: number, to: number): Generator<number>;
}

/** A step towards `because`, for long lists of conditions. */
export const no = (because: string): { readonly because: string } => ({ because });
