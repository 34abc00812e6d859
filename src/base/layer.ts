/** The words of a layer call: what each means is written in `README.md`. */
import type { ElementType } from "./element.js";
import type { Mode } from "./options.js";
import type { TypedTensor } from "./tensor.js";

/** Floats summed in f32 or f64, whole numbers summed to i32, or those scaled back to bytes. */
export type LayerForm = "float" | "integer" | "quantized";

export const LAYER_DEPTHS = ["f32", "f64", "u8", "i8"] as const;
export type LayerDepth = (typeof LAYER_DEPTHS)[number];

export const LAYER_PADDINGS = ["valid", "same-upper", "same-lower"] as const;
export type LayerPaddingWord = (typeof LAYER_PADDINGS)[number];

/** Zeros before and after an axis (negative: samples that are cut off); of a transposed layer: outputs that are cut off. */
export interface AxisPads {
  readonly before: number;
  readonly after: number;
}

/** One value for all axes of the kernel, or one an axis, in the order of the array's axes (depth, height, width). */
export type PerAxis = number | readonly number[];

export interface LayerOptions {
  /** Default `xcorr`, which frameworks compute and call convolution; `conv` flips each kernel along its axes. */
  readonly mode?: Mode;
  /** The adjoint of the layer: weights are input channels × output channels of a group × kernel. */
  readonly transposed?: boolean;
  readonly bias?: TypedTensor;
  readonly stride?: PerAxis;
  readonly dilation?: PerAxis;
  readonly groups?: number;
  /**
   * Zeros about the input: as many everywhere, or before and after each axis; `valid` (default) has none, `same-upper` and
   * `same-lower` make ceil(extent / stride) outputs (transposed: extent · stride), an odd zero after or before the input.
   */
  readonly padding?: LayerPaddingWord | number | readonly AxisPads[];
  /** Transposed only: outputs more at the end of each axis. */
  readonly outputPadding?: PerAxis;
  /** Floats: what sums are carried in, `f32` unless input or weights are f64; quantised: the type of the output. */
  readonly depth?: LayerDepth;
  /** What stands for 0 in whole numbers: default 0. The weights may have one for each output channel. */
  readonly xZeroPoint?: number;
  readonly wZeroPoint?: number | readonly number[];
  /** With all three scales the layer is quantised: `y = round(sum · xScale·wScale/yScale) + yZeroPoint`. */
  readonly xScale?: number;
  readonly wScale?: number | readonly number[];
  readonly yScale?: number;
  readonly yZeroPoint?: number;
}

/** The names of axes by how many of them there are. */
const AXIS_NAMES = ["z", "y", "x"] as const;
export type AxisName = (typeof AXIS_NAMES)[number];

/** `x`; `y`, `x`; `z`, `y`, `x`. */
export const axisNames = (rank: number): readonly AxisName[] => AXIS_NAMES.slice(3 - rank);

export interface LayerAxisReport {
  readonly axis: AxisName;
  readonly input: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly outputPadding: number;
  readonly output: number;
}

export interface ArrayReport {
  readonly shape: readonly number[];
  readonly type: ElementType;
}

export interface LayerReport {
  readonly schema: 1;
  readonly mode: Mode;
  readonly transposed: boolean;
  readonly form: LayerForm;
  /** Whether the other mode would give something else. */
  readonly flipMatters: boolean;
  readonly input: ArrayReport & { readonly batch: number; readonly channels: number };
  readonly weights: ArrayReport;
  readonly bias: ArrayReport | null;
  readonly groups: number;
  readonly axes: readonly LayerAxisReport[];
  readonly output: ArrayReport & { readonly channels: number };
  /** Products, those with zeros outside the input counted. */
  readonly multiplyAdds: number;
  readonly computed: {
    readonly sums: "f32" | "f64";
    readonly routines: "compiled" | "reference";
    readonly threads: number;
    /** Greatest distance of a sum from the exact one; null where samples are no numbers. */
    readonly errorBound: number | null;
  };
  /** Whole outputs beyond their type's range. */
  readonly clipped: { readonly count: number; readonly of: number };
  /** Quantised outputs too near a rounding boundary, decided exactly. */
  readonly recomputed: number;
}
