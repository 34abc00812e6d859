/** What a kernel is, as plain data: for `kernel show`, its JSON and its text. */
import { equalsItsFlip, flipDifference, type Kernel, kernelShapeText } from "../base/kernel.js";
import type { Mode } from "../base/options.js";
import { type Rational, toNumber } from "../base/rational.js";
import { absoluteSum, gain, imagGain, peak, rootEnergy } from "./algebra.js";
import { complexText, numberText, rationalText } from "./number.js";
import { symmetry } from "./symmetry.js";

export interface ChannelDescription {
  /** Taps before the divisor, row by row: exact text. */
  readonly taps: readonly (readonly string[])[];
  /** Σ taps / divisor, exactly (`1`, `4/3`); the answer to a constant 1. With `i` where complex. */
  readonly gain: string;
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
  readonly name: string;
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
  /** Whether conv and xcorr differ, and by how much a tap over the divisor at most differs from its flip. */
  readonly modeMatters: boolean;
  readonly modeDifference: number;
  /** The mode it is meant for, where its file says so. */
  readonly mode?: Mode;
  /** The anchor from its file. */
  readonly anchor?: readonly [number, number];
  /** x,y of the tap that lies on the output sample in `same`, by mode, where no anchor is given. */
  readonly defaultAnchors: Readonly<Record<Mode, readonly [number, number]>>;
}

export function describeKernel(k: Kernel): KernelDescription {
  const divisorValue = toNumber(k.divisor);
  const optional = { scale: k.scale, offset: k.offset, sampleRate: k.sampleRate, mode: k.mode, anchor: k.anchor };
  const given = Object.entries({ ...optional, sizeRule: k.about.sizeRule }).filter(([, v]) => v !== undefined);
  return {
    name: k.name,
    origin: k.about.origin,
    shape: kernelShapeText(k),
    width: k.width,
    height: k.height,
    rank: k.rank,
    divisor: rationalText(k.divisor),
    divisorValue,
    smoothing: k.about.smoothing === true,
    channels: Array.from({ length: k.channels }, (_, c) => describeChannel(k, c, Math.abs(divisorValue))),
    symmetry: symmetry(k).text,
    modeMatters: !equalsItsFlip(k, true),
    modeDifference: flipDifference(k, true) / Math.abs(divisorValue),
    defaultAnchors: {
      conv: [Math.floor((k.width - 1) / 2), Math.floor((k.height - 1) / 2)],
      xcorr: [Math.floor(k.width / 2), Math.floor(k.height / 2)],
    },
    ...Object.fromEntries(given),
  };
}

function describeChannel(k: Kernel, channel: number, divisor: number): ChannelDescription {
  const [re, im] = [gain(k, channel), imagGain(k, channel)];
  const centre = centroid(k, channel, toNumber(re) * toNumber(k.divisor));
  const row = (y: number): string[] =>
    Array.from({ length: k.width }, (_, x) => tapText(k, (y * k.width + x) * k.channels + channel));
  return {
    taps: Array.from({ length: k.height }, (_, y) => row(y)),
    gain: k.imag ? `${rationalText(re)}${im.num < 0n ? "-" : "+"}${rationalText(positive(im))}i` : rationalText(re),
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

const LINE = 100;
/** Longer exact fractions are shown as the nearest f64. */
const SHORT = 24;

const shortFraction = (text: string, value: number): string =>
  text.length <= SHORT ? text : `about ${numberText(value)}`;

/** The description as text for people: facts, then the taps as an aligned grid (a list in lines of 100 characters). */
export function kernelText(d: KernelDescription): string {
  const facts: [string, string][] = [
    ["kernel", d.name],
    ["size", d.sizeRule === undefined ? d.shape : `${d.shape} (${d.sizeRule})`],
    ["divisor", shortFraction(d.divisor, d.divisorValue)],
  ];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) facts.push([name, `${value}`]);
  };
  add("scale", d.scale);
  add("offset", d.offset);
  add("sample rate", d.sampleRate);
  for (const [c, channel] of d.channels.entries()) {
    const of = d.channels.length === 1 ? "" : ` ${c}`;
    add(`gain${of}`, channel.gain.length <= SHORT ? channel.gain : `about ${gainValue(channel.gain)}`);
    add(`sum of |taps|${of}`, numberText(channel.absoluteSum));
    add(`root energy${of}`, numberText(channel.rootEnergy));
    add(`centroid${of}`, channel.centroid && pair(channel.centroid, d.rank));
  }
  add("symmetry", d.symmetry);
  add(
    "mode",
    d.modeMatters
      ? `conv and xcorr differ: a tap differs from its flip by up to ${numberText(d.modeDifference)}`
      : "conv and xcorr give the same",
  );
  add("meant for", d.mode);
  const { conv, xcorr } = d.defaultAnchors;
  add("anchor", d.anchor ? pair(d.anchor, d.rank) : `conv ${pair(conv, d.rank)}, xcorr ${pair(xcorr, d.rank)}`);
  const wide = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => `${name.padEnd(wide)}  ${value}`);
  for (const [c, { taps }] of d.channels.entries()) {
    const over = d.divisor === "1" ? "" : ", before the divisor";
    lines.push("", `taps${d.channels.length === 1 ? "" : ` of channel ${c}`}${over}:`, ...grid(taps, d.rank));
  }
  return `${lines.join("\n")}\n`;
}

/** The f64 of an exact gain whose text is long; complex gains as they are. */
function gainValue(text: string): string {
  const [num, den = "1"] = text.split("/");
  if (text.endsWith("i")) return text;
  return numberText(toNumber({ num: BigInt(num), den: BigInt(den) }));
}

const pair = ([x, y]: readonly [number, number], rank: 1 | 2): string => (rank === 1 ? `${x}` : `${x},${y}`);

function grid(rows: readonly (readonly string[])[], rank: 1 | 2): string[] {
  const wide = rows.flat().reduce((most, t) => Math.max(most, t.length), 0);
  const line = (cells: readonly string[]): string => cells.map((t) => t.padStart(wide)).join("  ");
  if (rank === 2) return rows.map(line);
  const perLine = Math.max(1, Math.floor((LINE + 2) / (wide + 2)));
  const [list] = rows;
  return Array.from({ length: Math.ceil(list.length / perLine) }, (_, i) =>
    line(list.slice(i * perLine, (i + 1) * perLine)),
  );
}
