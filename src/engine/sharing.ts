/** Samples where other threads can reach them: as they are where they lie there already. */
import { allocate, isShared, type Samples, typeOfSamples } from "../base/element.js";
import type { Signal } from "../base/signal.js";
import type { Field } from "./problem.js";

export function sharedField(field: Field): Field {
  const { data, imag, mask } = field;
  return {
    ...field,
    data: copied(data),
    ...(imag ? { imag: copied(imag) as Float64Array } : {}),
    ...(mask ? { mask: copied(mask) as Uint8Array } : {}),
  };
}

/** An output of the same kind, its samples not copied. */
export function sharedOutput(out: Signal): Signal {
  const { data, imag } = out;
  return {
    ...out,
    data: isShared(data) ? data : blankLike(data),
    ...(imag ? { imag: isShared(imag) ? imag : (blankLike(imag) as Float64Array) } : {}),
  };
}

function copied(data: Samples): Samples {
  if (isShared(data)) return data;
  const copy = blankLike(data);
  copy.set(data);
  return copy;
}

const blankLike = (data: Samples): Samples => allocate(typeOfSamples(data), data.length, true);
