/** What flows while a call is computed: rows of its input that still come, and rows of its output that somebody waits for. */
import type { Rows } from "../base/rows.js";
import type { Signal } from "../base/signal.js";

export interface Flow {
  /** Rows of the input; absent: all are there. */
  readonly coming?: Rows;
  /**
   * Told the output before its samples are made, where its rows will be made from the top on and not be changed again;
   * returns whom to tell how many there are, if anybody wants to know.
   */
  readonly grow?: (out: Signal) => Rows | undefined;
}
