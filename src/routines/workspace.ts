/** Memory that the compiled routines work in, as typed arrays; an array's address is its `byteOffset`. */
import type { Inspected } from "./routines.js";
import { routinesModule } from "./station.js";

/** What `assembly/` exports for f64 data; addresses and counts are numbers. */
export interface DoubleRoutines {
  accumulate(out: number, count: number, source: number, taps: number, offsets: number, n: number): void;
  inspect(samples: number, n: number, flags: number): number;
}

const PAGE = 65536;
/** Taps that `accumulate` takes at once. */
const TAPS = 1024;
/** Bytes that a memory may have: addresses are unsigned 32-bit numbers. */
const MOST = 4294967296 - PAGE;

/** The workspace that an array lies in, by its buffer. */
const owners = new WeakMap<ArrayBufferLike, Workspace>();

export class Workspace {
  readonly routines: DoubleRoutines;
  private readonly buffer: SharedArrayBuffer;
  private readonly taps: Float64Array;
  private readonly offsets: Int32Array;
  private next = 64;

  /** Room for `bytes`, taken once: views stay valid. Throws a RangeError where there is no such memory. */
  private constructor(bytes: number) {
    const pages = Math.ceil(bytes / PAGE);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const instance = new WebAssembly.Instance(routinesModule("numbers"), { env: { memory } });
    this.routines = instance.exports as unknown as DoubleRoutines;
    this.buffer = memory.buffer;
    owners.set(this.buffer, this);
    this.taps = this.doubles(TAPS);
    this.offsets = this.ints(TAPS);
  }

  /** A workspace for arrays of the given lengths (f64), or undefined where they do not fit one memory. */
  static forDoubles(lengths: readonly number[]): Workspace | undefined {
    const bytes = lengths.reduce((sum, n) => sum + n * 8 + 64, 64 + TAPS * 12 + 256);
    return bytes < MOST ? new Workspace(bytes) : undefined;
  }

  /** The workspace that an array lies in, if it lies in one. */
  static of(array: Float64Array): Workspace | undefined {
    return owners.get(array.buffer);
  }

  /** Zeroed f64, the address a multiple of 64. */
  doubles(length: number): Float64Array {
    return new Float64Array(this.buffer, this.take(length * 8), length);
  }

  ints(length: number): Int32Array {
    return new Int32Array(this.buffer, this.take(length * 4), length);
  }

  /** `accumulate` of the façade for step 1 and arrays of this workspace. */
  accumulate(
    out: Float64Array,
    outAt: number,
    count: number,
    source: Float64Array,
    at: number,
    taps: Float64Array,
    offsets: Int32Array,
  ): void {
    // Sums go through memory between runs of taps, which rounds nothing.
    for (let from = 0; from < taps.length; from += TAPS) {
      const n = Math.min(TAPS, taps.length - from);
      for (let t = 0; t < n; t++) {
        this.taps[t] = taps[from + t];
        this.offsets[t] = offsets[from + t] * 8;
      }
      this.routines.accumulate(
        out.byteOffset + outAt * 8,
        count,
        source.byteOffset + at * 8,
        this.taps.byteOffset,
        this.offsets.byteOffset,
        n,
      );
    }
  }

  /** `inspect` of the façade for an array of this workspace. */
  inspect(samples: Float64Array): Inspected {
    const largest = this.routines.inspect(samples.byteOffset, samples.length, this.offsets.byteOffset);
    return { largest, finite: this.offsets[0] === 1, whole: this.offsets[1] === 1 };
  }

  private take(bytes: number): number {
    const at = this.next;
    this.next = Math.ceil((at + bytes) / 64) * 64;
    if (at + bytes > this.buffer.byteLength) throw new RangeError("a workspace is too small for its arrays");
    return at;
  }
}
