/** Border `keep`: outputs whose window leaves the input are the source samples under them. */
import { isInteger, rangeOf } from "../../base/element.js";
import type { Rounding } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import { interior } from "../../engine/geometry.js";
import type { Field } from "../../engine/problem.js";
import { roundNumber } from "../../engine/rounding.js";
import type { Stage } from "./stage.js";

/** In the middle of a chain: the stage's own input, as it is. */
export function keepSource(to: Field, from: Field, stage: Stage): void {
  eachOutside(stage, (target, source) => {
    to.data[target] = from.data[source];
    if (to.imag) to.imag[target] = from.imag?.[source] ?? 0;
  });
}

/** At the end: unscaled, cast to the output's type. */
export function keepCast(out: Signal, from: Field, stage: Stage, rounding: Rounding): void {
  const range = isInteger(out.type) ? rangeOf(out.type, out.about) : undefined;
  eachOutside(stage, (target, source) => {
    const v = from.data[source];
    if (!range) out.data[target] = v;
    else {
      const rounded = Number.isNaN(v) ? 0 : roundNumber(v, rounding);
      out.data[target] = Math.min(range[1], Math.max(range[0], rounded));
    }
    if (out.imag) out.imag[target] = from.imag?.[source] ?? 0;
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
