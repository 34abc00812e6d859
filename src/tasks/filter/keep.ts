/** Border `keep`: outputs whose window leaves the input are the source samples under them. */
import { isInteger, rangeOf } from "../../base/element.js";
import type { Rounding } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { type Accounts, countClipped } from "../../engine/accounts.js";
import { interior } from "../../engine/geometry.js";
import type { Field } from "../../engine/problem.js";
import { roundNumber } from "../../engine/rounding.js";
import type { Stage } from "./stage.js";

/** In the middle of a chain: the stage's own input, as it is; what is missing there stays missing. */
export function keepSource(to: Field, from: Field, stage: Stage): Field {
  const mask = from.mask && !to.mask ? new Uint8Array(to.data.length).fill(1) : to.mask;
  eachOutside(stage, (target, source) => {
    to.data[target] = from.data[source];
    if (to.imag) to.imag[target] = from.imag?.[source] ?? 0;
    if (mask) mask[target] = from.mask?.[source] ?? 1;
  });
  return mask ? { ...to, mask } : to;
}

/** How kept samples are written. */
export interface KeepRule {
  readonly rounding: Rounding;
  /** Takes a source sample of a channel to the counts of the output. */
  readonly cast: (value: number, channel: number) => number;
}

/** At the end: unscaled, cast to the output's type; missing samples are NaN. */
export function keepCast(out: Signal, from: Field, stage: Stage, rule: KeepRule, accounts: Accounts): void {
  const range = isInteger(out.type) ? rangeOf(out.type, out.about) : undefined;
  const put = (target: number, given: number): void => {
    const channel = target % out.channels;
    let v = rule.cast(given, channel);
    if (v - v !== 0) {
      if (Number.isNaN(v)) accounts.nan++;
      else if (!range) accounts.infinite++;
    }
    if (range) {
      v = Number.isNaN(v) ? 0 : roundNumber(v, rule.rounding);
      if (v < range[0] || v > range[1]) {
        const p = (target - channel) / out.channels;
        countClipped(accounts, p % out.width, Math.floor(p / out.width), channel, v);
        v = v < range[0] ? range[0] : range[1];
      }
    }
    out.data[target] = v;
  };
  eachOutside(stage, (target, source) => {
    const missing = from.mask !== undefined && from.mask[source] === 0;
    put(target, missing ? Number.NaN : from.data[source]);
    if (out.imag) out.imag[target] = missing ? Number.NaN : (from.imag?.[source] ?? 0);
  });
}

/** Visits the elements of outputs whose window leaves the input, with the input element under each. */
function eachOutside(stage: Stage, visit: (target: number, source: number) => void): void {
  const { x, y, channels } = stage.problem;
  const [x0, x1] = interior(x);
  const [y0, y1] = interior(y);
  for (let oy = 0; oy < y.outputs; oy++) {
    for (let ox = 0; ox < x.outputs; ox++) {
      if (oy >= y0 && oy < y1 && ox >= x0 && ox < x1) continue;
      const target = (oy * x.outputs + ox) * channels;
      const source = ((y.first + oy * y.stride) * x.input + x.first + ox * x.stride) * channels;
      for (let c = 0; c < channels; c++) visit(target + c, source + c);
    }
  }
}
