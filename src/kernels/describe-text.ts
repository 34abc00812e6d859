/** The description of a kernel as text for people: facts, then the taps as a grid. */
import type { ChannelDescription, KernelDescription } from "./describe.js";
import { grid } from "./grid.js";
import { complexText, numberText } from "./number.js";

/** Longer exact fractions are shown as the nearest f64. */
const SHORT = 24;

export interface KernelTextOptions {
  /** What was done to the kernel before, in words: `flipped`. */
  readonly changes?: readonly string[];
  /** All digits of every tap, however wide the grid becomes. */
  readonly exact?: boolean;
}

/** Lines of at most 100 characters, save where a name or an exact tap is longer by itself. */
export function kernelText(d: KernelDescription, options: KernelTextOptions = {}): string {
  const list = facts(d, options.changes ?? []);
  const wide = Math.max(...list.map(([name]) => name.length));
  const lines = list.map(([name, value]) => `${name.padEnd(wide)}  ${value}`);
  for (const [c, channel] of d.channels.entries()) {
    const of = d.channels.length === 1 ? "" : ` of channel ${c}`;
    lines.push("", ...grid(`taps${of}`, channel, d, options.exact === true));
  }
  return `${lines.join("\n")}\n`;
}

function facts(d: KernelDescription, changes: readonly string[]): [string, string][] {
  const { conv, xcorr } = d.defaultAnchors;
  const [inConv, inXcorr] = [pair(conv, d.rank), pair(xcorr, d.rank)];
  const defaults = inConv === inXcorr ? inConv : `${inConv} in conv, ${inXcorr} in xcorr`;
  const file = d.origin === "named" || d.origin === "inline" ? [] : [`read as ${d.origin}`];
  const list: [string, string | number | undefined][] = [
    ["kernel", [d.name, ...file, ...changes].join(", ")],
    ["size", d.shape],
    ["size rule", d.sizeRule],
    ["divisor", shortFraction(d.divisor, d.divisorValue)],
    ["scale", d.scale],
    ["offset", d.offset],
    ["sample rate", d.sampleRate],
    ...d.channels.flatMap((channel, c): [string, string | undefined][] => {
      const of = d.channels.length === 1 ? "" : ` ${c}`;
      return [
        [`gain${of}`, gainText(channel)],
        [`sum of |taps|${of}`, numberText(channel.absoluteSum)],
        [`noise gain${of}`, numberText(channel.rootEnergy)],
        [`centroid${of}`, channel.centroid && pair(channel.centroid, d.rank)],
      ];
    }),
    ["symmetry", d.symmetry],
    ["mode", modeText(d)],
    ["meant for", d.mode],
    ["anchor", d.anchor ? `${pair(d.anchor, d.rank)} (its own; the default is ${defaults})` : defaults],
  ];
  return list.flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
}

const pair = ([x, y]: readonly [number, number], rank: 1 | 2): string => (rank === 1 ? `${x}` : `${x},${y}`);

const shortFraction = (text: string, value: number): string =>
  text.length <= SHORT ? text : `about ${numberText(value)}`;

/** Exactly where that is short. */
function gainText({ gain, gainValue, imagGainValue }: ChannelDescription): string {
  if (gain.length <= SHORT) return gain;
  return `about ${imagGainValue === undefined ? numberText(gainValue) : complexText(gainValue, imagGainValue)}`;
}

function modeText(d: KernelDescription): string {
  if (!d.modeMatters) return "does not matter: conv and xcorr give the same";
  if (d.modeDifference > 0)
    return `matters: a tap differs from its counterpart in the flipped kernel by up to ${numberText(d.modeDifference)}`;
  return "matters: the anchor is off the middle";
}
