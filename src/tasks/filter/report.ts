/** What a filter call did, as plain data: the source of `--explain` and `--json`, and part of the library's answer. */
import type { ElementType } from "../../base/element.js";
import type {
  AlphaPolicy,
  Mode,
  NanPolicy,
  Normalization,
  Padding,
  RangeMap,
  Rounding,
  Size,
  Space,
} from "../../base/options.js";

export interface FilterReport {
  readonly schema: 1;
  readonly operation: {
    readonly mode: Mode;
    /** Whether the caller said the mode; where not, it could not matter. */
    readonly modeGiven: boolean;
    /** Whether conv and xcorr differ for these kernels and anchors. */
    readonly flipMatters: boolean;
    /** Largest difference between a tap and the tap in its place in the flipped (and conjugated) kernel. */
    readonly flipDifference: number;
    /** Whether complex taps were conjugated. */
    readonly conjugated: boolean;
  };
  readonly input: ShapeReport & { readonly source: string; readonly format?: string };
  readonly output: ShapeReport & {
    /** Input coordinates of the output's first sample. */
    readonly first: readonly [number, number];
    readonly stride: readonly [number, number];
    /** Lag of the first output sample, for xcorr of signals. */
    readonly firstLag?: number;
  };
  readonly size: Size | { readonly padding: Padding };
  readonly border: string;
  readonly dilation: readonly [number, number];
  /** Greatest lag that was computed, in samples; null where all of the size were. */
  readonly maxLag: number | null;
  readonly normalize: {
    readonly how: Normalization;
    /** For `zncc`: windows whose samples are all equal; their score is 0. */
    readonly flat?: number;
  };
  /** One entry a kernel, in the order in which they act. */
  readonly stages: readonly StageReport[];
  readonly scale: number;
  readonly offset: number;
  readonly map: RangeMap;
  readonly rounding: Rounding | null;
  readonly alpha: AlphaPolicy | null;
  readonly space: Space;
  readonly nan: {
    readonly policy: NanPolicy;
    readonly input: number;
    readonly inputInfinite: number;
    readonly output: number;
    readonly outputInfinite: number;
  };
  readonly clipped: {
    readonly count: number;
    readonly of: number;
    readonly first: { readonly x: number; readonly y: number; readonly channel: number; readonly value: number } | null;
  };
  /** Whether sums of f32 samples were allowed to be made in f32. */
  readonly fast: boolean;
  /** Threads that the last stage ran on. They change no sample. */
  readonly threads: number;
  /** Samples that were computed again exactly because f64 could not decide their rounding. */
  readonly recomputed: number;
  readonly notes: readonly string[];
}

export interface ShapeReport {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly rank: 1 | 2;
  readonly type: ElementType;
  /** What narrows the range of an integer type: significant bits, or the greatest value. */
  readonly bits?: number;
  readonly maxval?: number;
  readonly sampleRate?: number;
}

export interface StageReport {
  readonly kernel: string;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Anchor in taps as written; null where the size leaves it no role. */
  readonly anchor: readonly [number, number] | null;
  readonly divisor: string;
  /** The kernel's own scale and offset, from its file. */
  readonly scale?: number;
  readonly offset?: number;
  readonly method: string;
  readonly forced: boolean;
  readonly candidates: readonly {
    readonly name: string;
    /** Estimated: for this call on one thread, and for a sample of large data. Absent where the way is not possible. */
    readonly milliseconds?: number;
    readonly nanosecondsPerSample?: number;
    readonly because: string;
  }[];
  /** Bound on the error of each sum before division; 0 where all are exact. */
  readonly errorBound: number;
}
