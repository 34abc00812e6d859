/** The memory of a station as a row of areas: what is taken stays where it is until the station goes back. */
import type { Inspected } from "./routines.js";
import { RESERVED, returnStation, type Station } from "./station.js";

/** The arena that an array lies in, by its buffer; a memory has one buffer more each time that it grows. */
const owners = new WeakMap<ArrayBufferLike, Arena>();

const SLACK = 128;

export class Arena {
  /** Where `inspect` puts what it finds. */
  private readonly flags: Int32Array;
  private next = RESERVED;

  constructor(readonly station: Station) {
    this.flags = this.ints(2);
  }

  /** The arena that an array lies in, if it lies in one. */
  static of(array: Float64Array): Arena | undefined {
    return owners.get(array.buffer);
  }

  /**
   * The address of so many bytes, a multiple of 64.
   * @throws RangeError where the memory cannot have them
   */
  take(bytes: number): number {
    const at = this.next;
    this.next = Math.ceil((at + bytes) / 64) * 64;
    // Vectors may read a little beyond an area's end.
    this.station.reserve(this.next + SLACK);
    owners.set(this.station.buffer, this);
    return at;
  }

  /** f64 that hold what was there before. */
  doubles(length: number): Float64Array {
    const at = this.take(length * 8);
    return new Float64Array(this.station.buffer, at, length);
  }

  ints(length: number): Int32Array {
    const at = this.take(length * 4);
    return new Int32Array(this.station.buffer, at, length);
  }

  /** Copies a table there and returns its address. */
  place(table: Float64Array): number {
    const area = this.doubles(table.length);
    area.set(table);
    return area.byteOffset;
  }

  /** `inspect` of the façade for an array of this arena. */
  inspect(samples: Float64Array): Inspected {
    const { flags } = this;
    const largest = this.station.routines.inspect(samples.byteOffset, samples.length, flags.byteOffset);
    return { largest, finite: flags[0] === 1, whole: flags[1] === 1 };
  }

  /** Gives the memory back; none of its arrays is used after that. */
  end(): void {
    returnStation(this.station);
  }
}
