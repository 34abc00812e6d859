/** Decoded pictures in memory that threads share, and the memory that their decoding took given back. */
import { collector } from "../base/collector.js";
import { copyInto } from "../base/copy.js";
import { allocate, isShared, type Samples, WORTH_SHARING } from "../base/element.js";
import type { Signal } from "../base/signal.js";
import { turn } from "../base/turn.js";

/** Something to be taken out once: a function that waits keeps its own arguments alive, but not what was in them. */
export class Taken<T> {
  constructor(private value: T | undefined) {}

  take(): T {
    const { value } = this;
    this.value = undefined;
    return value as T;
  }
}

/** Bytes from which memory is worth a collection (milliseconds). */
const HUGE = 1 << 26;

/**
 * Memory that threads share, for the samples of a picture that is being decoded; undefined where a copy into it is not worth
 * making, or would have to wait until other memory is given back. Writing into it once makes the system provide it, which
 * takes longer than the copy does.
 */
export function sharedRoom(type: "u8" | "u16", length: number): Samples | undefined {
  const bytes = type === "u8" ? length : 2 * length;
  return bytes < WORTH_SHARING || bytes >= HUGE ? undefined : allocate(type, length, true).fill(0);
}

/**
 * The signal with its samples where threads reach them, so that they are not copied again and the output need not be
 * copied at all. Of a huge one nothing else is left: not the file, not what the codec had. The engine sees only the
 * small objects that stand for them, so by itself it would let them lie.
 */
export async function inSharedMemory(decoding: Taken<Promise<Signal>>): Promise<Signal> {
  const { signal, huge } = await copied(await decoding.take());
  if (huge) await collect();
  return signal;
}

async function copied(signal: Signal): Promise<{ signal: Signal; huge: boolean }> {
  const { data, type, about } = signal;
  const threads = about.medium === "raster" && (type === "u8" || type === "u16");
  // Samples that stayed where they were read have parts of the file around them; others have left something behind.
  const huge = data.byteLength >= HUGE && data.byteLength === data.buffer.byteLength;
  if (isShared(data)) return { signal, huge };
  if (!threads || data.byteLength < WORTH_SHARING) return { signal, huge: false };
  if (huge) await collect();
  const shared = allocate(type, data.length, true);
  copyInto(shared, data);
  return { signal: { ...signal, data: shared }, huge };
}

/** Frees what nobody can reach; a codec's memory goes at the next turn of the event loop. */
async function collect(): Promise<void> {
  collector()?.();
  await turn();
}
