/** What a kernel is, as plain data: for `kernel show`. */
import { equalsItsFlip, flipDifference, type Kernel, kernelShapeText } from "../base/kernel.js";
import type { Mode } from "../base/options.js";
import { divide, fromNumber, type Rational, toNumber } from "../base/rational.js";
import { printable } from "../base/text.js";
import { absoluteSum, gain, imagGain, peak, rootEnergy } from "./algebra.js";
import { complexText, numberText, rationalText } from "./number.js";
import { symmetry } from "./symmetry.js";

export interface ChannelDescription {
  /** Taps before the divisor, row by row: exact text. Absent where there are more than were asked for. */
  readonly taps?: readonly (readonly string[])[];
  /** Taps over the divisor, each the nearest f64 (the real part, where they are complex). Absent as `taps`. */
  readonly values?: readonly (readonly number[])[];
  /** The imaginary parts of `values`. */
  readonly imagValues?: readonly (readonly number[])[];
  /** Σ taps / divisor, exactly (`1`, `4/3`); the answer to a constant 1. With `i` where complex. */
  readonly gain: string;
  /** The gain as f64: its real part where it is complex, with the imaginary part beside it. */
  readonly gainValue: number;
  readonly imagGainValue?: number;
  /** Σ|taps| / |divisor|: how far the output can exceed the range of the input. */
  readonly absoluteSum: number;
  /** The largest |tap| / |divisor|. */
  readonly peak: number;
  /** √Σ|taps|² / |divisor|: how white noise grows. */
  readonly rootEnergy: number;
  /** x,y where the weight of the taps lies, counted from the first tap; absent where they sum to 0. */
  readonly centroid?: readonly [number, number];
}

export interface KernelDescription {
  /** Safe to print. */
  readonly name: string;
  /** `named`, `inline`, or the name of a file's format. */
  readonly origin: string;
  /** `5×5 taps`. */
  readonly shape: string;
  readonly width: number;
  readonly height: number;
  readonly rank: 1 | 2;
  readonly sizeRule?: string;
  /** The divisor, exactly. */
  readonly divisor: string;
  readonly divisorValue: number;
  readonly scale?: number;
  readonly offset?: number;
  readonly sampleRate?: number;
  readonly smoothing: boolean;
  readonly channels: readonly ChannelDescription[];
  readonly symmetry: string;
  /**
   * Whether conv and xcorr differ: by the taps, or by an anchor of the kernel's own that is off the middle; and by how
   * much a tap over the divisor at most differs from its flip.
   */
  readonly modeMatters: boolean;
  readonly modeDifference: number;
  /** The mode it is meant for, where its file says so. */
  readonly mode?: Mode;
  /** The anchor from its file. */
  readonly anchor?: readonly [number, number];
  /** x,y of the tap that lies on the output sample in `same`, by mode, where no anchor is given. */
  readonly defaultAnchors: Readonly<Record<Mode, readonly [number, number]>>;
}

/** @param most taps of a kernel that are listed; the description of a larger one is without them */
export function describeKernel(k: Kernel, most = Number.POSITIVE_INFINITY): KernelDescription {
  const listed = k.taps.length <= most;
  const divisorValue = toNumber(k.divisor);
  const optional = { scale: k.scale, offset: k.offset, sampleRate: k.sampleRate, mode: k.mode, anchor: k.anchor };
  const given = Object.entries({ ...optional, sizeRule: k.about.sizeRule }).filter(([, v]) => v !== undefined);
  return {
    name: printable(k.name),
    origin: k.about.origin,
    shape: kernelShapeText(k),
    width: k.width,
    height: k.height,
    rank: k.rank,
    divisor: rationalText(k.divisor),
    divisorValue,
    smoothing: k.about.smoothing === true,
    channels: Array.from({ length: k.channels }, (_, c) => describeChannel(k, c, listed)),
    symmetry: symmetry(k).text,
    modeMatters: !equalsItsFlip(k, true) || isOffMiddle(k),
    modeDifference: flipDifference(k, true) / Math.abs(divisorValue),
    defaultAnchors: {
      conv: [Math.floor((k.width - 1) / 2), Math.floor((k.height - 1) / 2)],
      xcorr: [Math.floor(k.width / 2), Math.floor(k.height / 2)],
    },
    ...Object.fromEntries(given),
  };
}

/** Whether the kernel has an anchor that its flip would have elsewhere. */
const isOffMiddle = ({ anchor, width, height }: Kernel): boolean =>
  anchor !== undefined && (2 * anchor[0] !== width - 1 || 2 * anchor[1] !== height - 1);

function describeChannel(k: Kernel, channel: number, listed: boolean): ChannelDescription {
  const [re, im] = [gain(k, channel), imagGain(k, channel)];
  const divisor = Math.abs(toNumber(k.divisor));
  const centre = centroid(k, channel, toNumber(re) * toNumber(k.divisor));
  const rows = <T>(entry: (i: number) => T): T[][] =>
    Array.from({ length: k.height }, (_, y) =>
      Array.from({ length: k.width }, (_unused, x) => entry((y * k.width + x) * k.channels + channel)),
    );
  return {
    ...(listed ? { taps: rows((i) => tapText(k, i)), values: rows((i) => tapValue(k, i)) } : {}),
    ...(listed && k.imag ? { imagValues: rows((i) => tapValue({ taps: k.imag!, divisor: k.divisor }, i)) } : {}),
    gain: k.imag ? `${rationalText(re)}${im.num < 0n ? "-" : "+"}${rationalText(positive(im))}i` : rationalText(re),
    gainValue: toNumber(re),
    ...(k.imag ? { imagGainValue: toNumber(im) } : {}),
    absoluteSum: toNumber(absoluteSum(k, channel)) / divisor,
    peak: toNumber(peak(k, channel)) / divisor,
    rootEnergy: rootEnergy(k, channel) / divisor,
    ...(centre ? { centroid: centre } : {}),
  };
}

const positive = (r: Rational): Rational => (r.num < 0n ? { num: -r.num, den: r.den } : r);

function tapText(k: Kernel, i: number): string {
  if (k.imag) return complexText(k.taps[i], k.imag[i]);
  return k.exactTaps ? rationalText(k.exactTaps[i]) : numberText(k.taps[i]);
}

/** Tap `i` over the divisor, rounded once. */
const tapValue = (k: Pick<Kernel, "taps" | "exactTaps" | "divisor">, i: number): number =>
  toNumber(divide(k.exactTaps?.[i] ?? fromNumber(k.taps[i]), k.divisor));

function centroid(k: Kernel, channel: number, total: number): readonly [number, number] | undefined {
  if (k.imag || total === 0) return undefined;
  let [alongX, alongY] = [0, 0];
  // Counted from the middle, so that a symmetric kernel has it exactly there.
  const [middleX, middleY] = [(k.width - 1) / 2, (k.height - 1) / 2];
  for (let y = 0; y < k.height; y++) {
    for (let x = 0; x < k.width; x++) {
      const tap = k.taps[(y * k.width + x) * k.channels + channel];
      alongX += tap * (x - middleX);
      alongY += tap * (y - middleY);
    }
  }
  return [middleX + alongX / total, middleY + alongY / total];
}
