/** Alpha beside the filtered colours: kept apart while they are filtered, and put back under them. */
import { type Border, type BorderKind, borderIndex } from "../../base/border.js";
import { type ElementType, isInteger, isShared, rangeOf, type Samples } from "../../base/element.js";
import type { Kernel } from "../../base/kernel.js";
import type { FilterOptions } from "../../base/options.js";
import { blankSignal, type Signal } from "../../base/signal.js";
import { roundNumber } from "../../engine/rounding.js";
import { fullScale } from "./colour.js";

/** The kernel without taps for alpha, where it has a channel for each colour. */
export function colourTaps(k: Kernel): Kernel {
  if (k.channels === 1) return k;
  const kept = <T>(all: ArrayLike<T>): T[] => Array.from(all).filter((_, i) => i % k.channels !== k.channels - 1);
  return {
    ...k,
    channels: k.channels - 1,
    taps: Float64Array.from(kept(k.taps)),
    ...(k.imag ? { imag: Float64Array.from(kept(k.imag)) } : {}),
    ...(k.exactTaps ? { exactTaps: kept(k.exactTaps) } : {}),
  };
}

/** Factor from the input's opaque to the output's, between unsigned integer types. */
export function alphaScale(input: Signal, type: ElementType): number {
  if (!isInteger(type) || !isInteger(input.type)) return 1;
  return rangeOf(type)[1] / fullScale(input) >= 1
    ? Math.floor(rangeOf(type)[1] / fullScale(input))
    : rangeOf(type)[1] / fullScale(input);
}

/** Adds the alpha of the sample under each output; opaque where nothing lies there. */
export function withAlpha(
  colours: Signal,
  input: Signal,
  border: Border,
  firstX: number,
  firstY: number,
  options: FilterOptions,
): Signal {
  const [strideX, strideY] = options.stride ?? [1, 1];
  const n = input.channels;
  const factor = alphaScale(input, colours.type);
  const opaque = fullScale(input);
  const index = (kind: BorderKind, i: number, extent: number): number =>
    kind === "odd" || kind === "renormalize" || kind === "keep"
      ? Math.min(Math.max(i, 0), extent - 1)
      : borderIndex(kind, i, extent);
  const out = blankSignal({ ...colours, channels: n }, colours.type, colours.about, isShared(colours.data));
  const cast = (alpha: number): number =>
    isInteger(colours.type) ? roundNumber(alpha * factor, "half-even") : alpha * factor;
  const outside = cast(opaque);
  const same = input.type === colours.type;
  // Where each output lies over a sample, rows of alpha are taken as they are.
  const straight = same && strideX === 1 && firstX >= 0 && firstX + colours.width <= input.width;
  const columns = Int32Array.from({ length: colours.width }, (_, x) => {
    const sx = index(border.x.kind, firstX + x * strideX, input.width);
    return sx < 0 ? -1 : sx * n + n - 1;
  });
  for (let y = 0; y < colours.height; y++) {
    const sy = index(border.y.kind, firstY + y * strideY, input.height);
    const from = sy * input.width * n;
    const [at, to] = [y * colours.width * (n - 1), y * colours.width * n];
    if (straight && sy >= 0) {
      weave(colours.data, at, input.data, from + firstX * n + n - 1, out.data, to, colours.width, n);
      continue;
    }
    weave(colours.data, at, out.data, 0, out.data, to, colours.width, n);
    for (let x = 0; x < colours.width; x++) {
      const column = columns[x];
      const alpha = sy < 0 || column < 0 ? outside : same ? input.data[from + column] : cast(input.data[from + column]);
      out.data[to + x * n + n - 1] = alpha;
    }
  }
  return out;
}

/** Pixels of n: their first n − 1 samples in a row from `at`, their last ones from `alphaAt` in steps of n. */
function weave(
  colours: Samples,
  at: number,
  alpha: Samples,
  alphaAt: number,
  to: Samples,
  target: number,
  pixels: number,
  n: number,
): void {
  if (n === 4 && colours instanceof Uint8Array && alpha instanceof Uint8Array && to instanceof Uint8Array) {
    weaveBytes(colours, at, alpha, alphaAt, to, target, pixels);
    return;
  }
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < n - 1; c++) to[target++] = colours[at++];
    to[target++] = alpha[alphaAt];
    alphaAt += n;
  }
}

/** The same for four bytes: a loop of its own, which meets no other types. */
function weaveBytes(
  colours: Uint8Array,
  at: number,
  alpha: Uint8Array,
  alphaAt: number,
  to: Uint8Array,
  target: number,
  pixels: number,
): void {
  const end = target + 4 * pixels;
  for (let t = target, s = at, a = alphaAt; t < end; t += 4, s += 3, a += 4) {
    to[t] = colours[s];
    to[t + 1] = colours[s + 1];
    to[t + 2] = colours[s + 2];
    to[t + 3] = alpha[a];
  }
}
