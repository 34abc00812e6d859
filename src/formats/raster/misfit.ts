/** Why a signal does not fit into a picture format: one rule set for all of them. */

import type { ElementType } from "../../base/element.js";
import type { Signal } from "../../base/signal.js";
import { count } from "../../base/text.js";

export interface PictureLimits {
  readonly types: readonly ElementType[];
  readonly channels: readonly number[];
  /** The channels in words: "grey, RGB". */
  readonly colours: string;
  /** Largest width or height. */
  readonly extent?: number;
  /** What to use where this does not fit, in words that follow "use": "PNG". */
  readonly instead: string;
}

type Shape = Pick<Signal, "type" | "channels" | "width" | "height" | "rank">;

/** Words that complete "FORMAT …", or undefined where the signal fits. */
export function pictureMisfit(s: Shape, limits: PictureLimits): string | undefined {
  if (s.rank === 1) return "holds pictures, not signals of rank 1 (use CSV, NPY or WAV)";
  if (!limits.types.includes(s.type)) return `holds ${listed(limits.types)}, not ${s.type} (use ${limits.instead})`;
  if (!limits.channels.includes(s.channels)) {
    return `holds ${limits.colours}, not ${count(s.channels, "channel")} (use ${limits.instead})`;
  }
  if (limits.extent !== undefined && Math.max(s.width, s.height) > limits.extent) {
    return `holds at most ${limits.extent} pixels along one axis, not ${s.width}×${s.height} (use ${limits.instead})`;
  }
  return undefined;
}

/** `u8`, `u8 and u16`, `u8, u16 and f32`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
