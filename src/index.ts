/**
 * convxcorr: convolution and cross-correlation of signals and pictures.
 *
 * ```ts
 * import { convolve, correlate } from "convxcorr";
 * convolve([1, 2, 3], [0, 1, 0.5], { size: "full" }); // Float64Array [0, 1, 2.5, 4, 1.5]
 * correlate([1, 2, 3], [0, 1, 0.5], { size: "full" }); // Float64Array [0.5, 2, 3.5, 3, 0]
 * ```
 */
export { type AxisBorder, axisBorder, type Border, type BorderKind } from "./base/border.js";
export type { ComplexType, ElementType, IntegerType, RealType, Samples } from "./base/element.js";
export { EXIT, type Fault, UserError } from "./base/errors.js";
export type { FitNoise, FitOptions, SgdOptions, Symmetry } from "./base/fit.js";
export { flipped, type Kernel, type KernelAbout, kernelOf } from "./base/kernel.js";
export type { AxisPads, LayerDepth, LayerOptions, LayerPaddingWord, LayerReport, PerAxis } from "./base/layer.js";
export type { MatchMethod, MatchOptions, Subpixel } from "./base/match.js";
export type {
  AlphaPolicy,
  FilterOptions,
  KernelNorm,
  Method,
  Mode,
  NanPolicy,
  Normalization,
  Padding,
  Pair,
  Polarity,
  RangeMap,
  Rounding,
  Size,
  Space,
  Span,
} from "./base/options.js";
export type { Rational } from "./base/rational.js";
export type { About, Medium, Signal } from "./base/signal.js";
export type { TableAbout } from "./base/table.js";
export type { Tensor, TypedTensor } from "./base/tensor.js";
export { type ArrayFile, type ArrayOptions, loadArray, saveArray } from "./files/array.js";
export { loadKernel } from "./files/kernel.js";
export { loadSignal } from "./files/load.js";
export { openRows, type RowStream, type RowStreamOptions } from "./files/rows.js";
export { outputFormat, saveSignal } from "./files/save.js";
export { loadTemplate, type TemplateOptions } from "./files/template.js";
export type { RowBlock, RowHead } from "./formats/rows.js";
export { normalizeKernel } from "./kernels/algebra.js";
export type { Box, Figure, HeatPanel, LinePanel, Panel, Series, Spacing, Threshold } from "./plot/figure.js";
export { figureSvg } from "./plot/figure-svg.js";
export { figureText, type TextOptions } from "./plot/figure-text.js";
export {
  convolve,
  correlate,
  type Input,
  type KernelInput,
  kernelFrom,
  type Output,
  type SignalShape,
  signalFrom,
} from "./tasks/arrays.js";
export { deconvolve } from "./tasks/deconvolve/deconvolve.js";
export type { ChannelReport, Deconvolved, DeconvolveOptions } from "./tasks/deconvolve/options.js";
export { type DelayPair, delay, delays } from "./tasks/delay/delay.js";
export type {
  DelayMethod,
  DelayNan,
  DelayOptions,
  DelayResult,
  Detrend,
  Doubt,
} from "./tasks/delay/options.js";
export { type Filtered, filter, filterSteps } from "./tasks/filter/filter.js";
export type { FilterReport } from "./tasks/filter/report.js";
export { selfKernel } from "./tasks/filter/self.js";
export { filterAsync, type ThreadOptions } from "./tasks/filter/threaded.js";
export { find, findIn, type Line } from "./tasks/find/find.js";
export type { FindOptions, Occurrence } from "./tasks/find/finder.js";
export { type Fit, type FittedKernel, fitKernel } from "./tasks/fit/fit.js";
export type { Likeness } from "./tasks/fit/identify.js";
export { type Learnt, learnKernel } from "./tasks/fit/sgd.js";
export { lagAxis } from "./tasks/lags.js";
export { type Layered, layer, layerAsync } from "./tasks/layer/layer.js";
export { type Matched, match, matchAsync } from "./tasks/match/match.js";
export type { Match, MatchReport } from "./tasks/match/report.js";
export type {
  Complexes,
  Frequencies,
  KernelResponse,
  ResponseOptions,
  Spectrum,
  SpectrumOptions,
  WelchOptions,
  WelchResult,
} from "./tasks/spectrum/options.js";
export { frequencyResponse } from "./tasks/spectrum/response.js";
export { crossSpectrum, spectrum } from "./tasks/spectrum/spectrum.js";
export { welch } from "./tasks/spectrum/welch.js";
export type { Window } from "./tasks/spectrum/windows.js";
export { filterTensor, type TensorOptions } from "./tasks/tensor.js";
export type { LawName } from "./tasks/verify/names.js";
export type { VerifyReport } from "./tasks/verify/report.js";
export { type VerifyOptions, verify, verifyAsync } from "./tasks/verify/verify.js";
