/** The library's two verbs, on plain arrays, typed arrays and signals. */
import { asSamples, type Samples, typeOfSamples } from "../base/element.js";
import { usageError } from "../base/errors.js";
import { type Kernel, kernelOf } from "../base/kernel.js";
import type { FilterOptions } from "../base/options.js";
import { type About, type Signal, signalOf } from "../base/signal.js";
import { buildNamed, isNamed } from "../kernels/parse-named.js";
import { parseKernelText } from "../kernels/text.js";
import { filter } from "./filter/filter.js";

/** A line of samples (rank 1), rows of samples (rank 2), or a signal with all that is known of it. */
export type Input = readonly number[] | Samples | Uint8ClampedArray | readonly (readonly number[])[] | Signal;

/** A list of taps, rows of taps, taps or a name as text (`"1 2 1"`, `"gaussian:sigma=2"`), or a kernel. */
export type KernelInput =
  | readonly number[]
  | Float64Array
  | Float32Array
  | readonly (readonly number[])[]
  | string
  | Kernel;

/** What comes back: the kind that went in. Typed arrays keep their type unless `depth` asks for another. */
export type Output<I extends Input> = I extends Signal
  ? Signal
  : I extends readonly (readonly number[])[]
    ? number[][]
    : I extends readonly number[]
      ? Float64Array
      : Samples;

/**
 * True convolution: `y[i] = Σ_j k[j]·x~[i + a − j]`, on planes over both axes. The kernel is flipped, never conjugated.
 * In `size: "full"` it is `Σ_m k[m]·x[n−m]`, n = 0 … N+K−2, as `numpy.convolve` gives it.
 *
 * @param input N samples (rank 1), H rows of W samples (rank 2), or a Signal; integers saturate at the range of their type
 * @param kernel K taps, or rows of taps
 * @param options see `FilterOptions`; `size` defaults to `same` (N samples), `border` to `constant:0` for arrays
 * @throws UserError with `exitCode` 2 for a call and 3 for data that cannot be
 */
export function convolve<I extends Input>(
  input: I,
  kernel: KernelInput,
  options: Omit<FilterOptions, "mode"> = {},
): Output<I> {
  return apply(input, kernel, { ...options, mode: "conv" });
}

/**
 * Cross-correlation: `y[i] = Σ_j conj(k[j])·x~[i + j − a]`. The kernel is not flipped. In `size: "full"` it is
 * `c[l] = Σ_n x[n+l]·conj(k[n])` for the lags l = −(K−1) … N−1, as `numpy.correlate(x, k, "full")` gives it, and equal to
 * the inverse transform of the cross spectrum conj(F[k])·F[x].
 *
 * @param input,kernel,options as for `convolve`
 * @throws UserError as `convolve`
 */
export function correlate<I extends Input>(
  input: I,
  kernel: KernelInput,
  options: Omit<FilterOptions, "mode"> = {},
): Output<I> {
  return apply(input, kernel, { ...options, mode: "xcorr" });
}

function apply<I extends Input>(input: I, kernel: KernelInput, options: FilterOptions): Output<I> {
  const signal = signalFrom(input);
  const out = filter(signal, [kernelFrom(kernel, signal.rank)], options).signal;
  if (isSignal(input)) return out as Output<I>;
  if (out.imag) {
    throw usageError(
      "input",
      "the result is complex, and an array of numbers cannot hold it",
      "Pass a Signal: see signalFrom",
    );
  }
  if (isRows(input)) {
    const rows = Array.from({ length: out.height }, (_, y) =>
      Array.from(out.data.subarray(y * out.width, (y + 1) * out.width)),
    );
    return rows as Output<I>;
  }
  return out.data as Output<I>;
}

const isSignal = (input: Input): input is Signal => !Array.isArray(input) && !ArrayBuffer.isView(input);
const isRows = (input: Input): input is readonly (readonly number[])[] =>
  Array.isArray(input) && Array.isArray(input[0]);

/** How samples that are not a line or rows are laid out, and what is known of them. */
export interface SignalShape {
  readonly width: number;
  readonly height?: number;
  readonly channels?: number;
  /** 1 for signals, 2 for planes; default: 2 where there is more than one row. */
  readonly rank?: 1 | 2;
  /** Imaginary parts, laid out as the samples; makes the signal complex. */
  readonly imag?: Float64Array;
  readonly about?: Partial<About>;
}

/**
 * A signal from a line of numbers, rows of numbers, or interleaved samples with their shape
 * (`data[(y * width + x) * channels + c]`). Typed arrays are not copied.
 *
 * @throws UserError (2) where the shape does not fit the number of samples, or rows differ in length
 */
export function signalFrom(input: Input, shape?: SignalShape): Signal {
  if (isSignal(input)) return input;
  const about: About = { source: "input", medium: "array", ...shape?.about };
  if (isRows(input)) {
    const width = input[0].length;
    const ragged = input.findIndex((row) => row.length !== width);
    if (ragged >= 0)
      throw usageError(
        "input",
        `row ${ragged} has ${input[ragged].length} samples, row 0 has ${width}`,
        "Give rows of one length",
      );
    return signalOf(Float64Array.from(input.flat()), { width, height: input.length, rank: 2 }, "f64", about);
  }
  const samples = ArrayBuffer.isView(input) ? asSamples(input) : Float64Array.from(input);
  const { width, height = 1, channels = 1, imag } = shape ?? { width: samples.length };
  const rank = shape?.rank ?? (height === 1 ? 1 : 2);
  if (width * height * channels !== samples.length || (imag && imag.length !== samples.length)) {
    const found = `${samples.length} samples do not make ${width}×${height} × ${channels} channels`;
    throw usageError("input", found, "Give width · height · channels samples");
  }
  const data = imag ? Float64Array.from(samples) : samples;
  return signalOf(data, { width, height, channels, rank }, imag ? "c128" : typeOfSamples(data), about, imag);
}

/**
 * A kernel from taps, rows of taps, or text.
 *
 * @param rank of the data that it is for: some names have a form for signals (1) and one for planes (2)
 * @throws UserError (2) for ragged rows, taps that are not finite, and text that is no kernel
 */
export function kernelFrom(input: KernelInput, rank: 1 | 2): Kernel {
  if (typeof input === "string") return isNamed(input) ? buildNamed(input, rank) : parseKernelText(input, "kernel");
  if ("taps" in input) return input;
  const rows =
    Array.isArray(input) && Array.isArray(input[0])
      ? (input as readonly (readonly number[])[])
      : [Array.from(input as readonly number[])];
  const width = rows[0].length;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged >= 0)
    throw usageError(
      "kernel",
      `row ${ragged} has ${rows[ragged].length} taps, row 0 has ${width}`,
      "Give rows of one length",
    );
  const taps = Float64Array.from(rows.flat());
  if (taps.length === 0) throw usageError("kernel", "it has no taps", "Give at least one");
  const bad = taps.findIndex((t) => !Number.isFinite(t));
  if (bad >= 0) throw usageError("kernel", `tap ${bad} is ${taps[bad]}`, "Give finite taps");
  return kernelOf(
    taps,
    { width, height: rows.length, rank: Array.isArray(input[0]) ? 2 : 1 },
    { name: "array", about: { origin: "array" } },
  );
}
