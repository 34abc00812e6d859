/** What is done to the colours of a picture before it is filtered: alpha and light. */
import type { AxisBorder, Border } from "../../base/border.js";
import { allocate, isInteger, isShared, rangeOf, type Samples, typeOfSamples } from "../../base/element.js";
import { usageError } from "../../base/errors.js";
import type { Kernel } from "../../base/kernel.js";
import type { AlphaPolicy, FilterOptions } from "../../base/options.js";
import type { Signal } from "../../base/signal.js";
import type { Field } from "../../engine/problem.js";
import { linearTable, toLinear } from "../../math/srgb.js";

/** Full scale of a picture's samples: the count that means opaque, or white. */
export const fullScale = (s: Signal): number => (isInteger(s.type) ? rangeOf(s.type, s.about)[1] : 1);

/** The policy that acts; undefined where there is no alpha. Smoothing kernels premultiply, others keep alpha as it is. */
export function resolveAlpha(
  signal: Signal,
  kernels: readonly Kernel[],
  options: FilterOptions,
): AlphaPolicy | undefined {
  if (signal.about.alpha !== true) return undefined;
  const channelwise = kernels.some((k) => k.channels > 1);
  const smooths = kernels.every((k) => !k.imag && k.taps.every((t) => t >= 0) && k.taps.some((t) => t > 0));
  const policy = options.alpha ?? (channelwise ? "straight" : smooths ? "premultiply" : "keep");
  if (policy !== "premultiply") return policy;
  const place = "--alpha premultiply";
  if (channelwise) throw usageError(place, "the kernel has a channel for each colour", "Use --alpha straight or keep");
  const zero = kernels.find((k) => k.imag !== undefined || k.taps.reduce((s, t) => s + t, 0) === 0);
  if (zero)
    throw usageError(
      place,
      `the taps of ${zero.name} do not sum to a weight for alpha`,
      "Use --alpha keep or straight",
    );
  if (kernels.some((k) => k.offset !== undefined && k.offset !== 0) && kernels.length > 1) {
    throw usageError(
      place,
      "a kernel in the middle of a chain has an offset of its own",
      "Use --alpha keep, or --offset at the end",
    );
  }
  return policy;
}

/** Whether the whole picture, whose last channel is alpha, is opaque. */
export function isOpaque(signal: Signal): boolean {
  const { data, channels, imag } = signal;
  const full = fullScale(signal);
  for (let i = channels - 1; i < data.length; i += channels) if (data[i] !== full) return false;
  return imag === undefined;
}

/** Samples in linear light, still in counts. Alpha stays as it is. */
export function linearField(field: Field, signal: Signal): Field {
  if (signal.about.medium !== "raster" || (signal.type !== "u8" && signal.type !== "u16")) {
    throw usageError(
      "--space linear",
      `it is defined for pictures of u8 or u16, not for ${signal.type} ${signal.about.medium} data`,
      "Leave --space out",
    );
  }
  const table = linearTable(fullScale(signal));
  const { channels } = signal;
  const colours = signal.about.alpha === true ? channels - 1 : channels;
  const data = new Float64Array(field.data.length);
  for (let i = 0; i < data.length; i++) {
    const v = field.data[i];
    data[i] = i % channels < colours ? table[Math.min(v, table.length - 1)] : v;
  }
  return { ...field, data };
}

/** The colour outside, given in counts, in linear light. */
export function linearBorder(border: Border, signal: Signal): Border {
  const full = fullScale(signal);
  const axis = (b: AxisBorder): AxisBorder => ({ ...b, value: toLinear(b.value / full) * full });
  return { x: axis(border.x), y: axis(border.y) };
}

/** Colours times alpha (in counts), alpha as it is. A pixel of which anything is missing is missing as a whole. */
export function premultipliedField(field: Field): Field {
  const { channels } = field;
  const a = channels - 1;
  // Products of two u8 fit 16 bits.
  const narrow = field.data instanceof Uint8Array;
  const data = narrow ? allocate("u16", field.data.length, isShared(field.data)) : new Float64Array(field.data.length);
  const mask = field.mask?.slice();
  for (let p = 0; p < data.length; p += channels) {
    if (mask?.subarray(p, p + channels).includes(0)) {
      mask.fill(0, p, p + channels);
      continue;
    }
    const alpha = field.data[p + a];
    for (let c = 0; c < a; c++) data[p + c] = field.data[p + c] * alpha;
    data[p + a] = alpha;
  }
  return { ...field, data, ...(mask ? { mask } : {}) };
}

/** The picture without its alpha channel. */
export function withoutAlpha(field: Field): Field {
  const { channels, data, mask } = field;
  const kept = channels - 1;
  const pixels = data.length / channels;
  const cut = <T extends Samples>(from: T, to: T): T => {
    if (kept === 3 && from instanceof Uint8Array && to instanceof Uint8Array) {
      threeOfFour(from, to);
      return to;
    }
    for (let p = 0, t = 0; p < from.length; p += channels) {
      for (let c = 0; c < kept; c++) to[t++] = from[p + c];
    }
    return to;
  };
  return {
    ...field,
    channels: kept,
    data: cut(data, allocate(typeOfSamples(data), pixels * kept, isShared(data))),
    ...(mask ? { mask: cut(mask, new Uint8Array(pixels * kept)) } : {}),
  };
}

/** Colours without their alpha, in bytes: a loop of its own, which meets no other types. */
function threeOfFour(from: Uint8Array, to: Uint8Array): void {
  for (let p = 0, t = 0; p < from.length; p += 4, t += 3) {
    to[t] = from[p];
    to[t + 1] = from[p + 1];
    to[t + 2] = from[p + 2];
  }
}
