/** NPY arrays as their bytes come: signals whose frames lie one behind the other. */
import { allocate, type Samples, viewOf } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import { HOST_IS_LITTLE } from "../bytes.js";
import { joinedBytes, type RowBlock, type RowDecoder, type RowHead, type RowOptions } from "../rows.js";
import { checkedRate } from "../table/rate.js";
import { planAxes } from "./axes.js";
import { type Dtype, dtypeOf } from "./dtypes.js";
import { headerLength, readHeader } from "./header.js";

const NOTHING = new Uint8Array(0);

export class NpyRows implements RowDecoder {
  head: RowHead | undefined;
  private rest: Uint8Array = NOTHING;
  private array:
    | { readonly dtype: Dtype; readonly little: boolean; readonly frame: number; readonly bytes: number }
    | undefined;
  private taken = 0;

  constructor(private readonly options: RowOptions) {}

  push(bytes: Uint8Array): RowBlock | undefined {
    let all = joinedBytes(this.rest, bytes);
    if (!this.array) {
      const length = headerLength(all);
      if (length === undefined || all.length < length) {
        this.rest = all;
        return undefined;
      }
      all = all.subarray(this.begin(all));
    }
    return this.frames(all);
  }

  end(): RowBlock | undefined {
    // A header that is cut off is told by its reader.
    if (!this.array) this.begin(this.rest);
    const { source } = this.options;
    const { bytes } = this.array!;
    const found = this.taken + this.rest.length;
    if (found < bytes)
      throw inputError(source, `expected ${bytes} bytes of data, got ${found}`, "Copy or save the file again");
    return undefined;
  }

  /** Reads the header; returns where the data begin. */
  private begin(bytes: Uint8Array): number {
    const { axes, source, table } = this.options;
    const { descr, fortran, shape, dataAt } = readHeader(bytes, source);
    const { dtype, little } = dtypeOf(descr, source);
    const { rank, extent, step } = planAxes(shape, fortran, axes, source);
    if (rank === 2)
      throw inputError(
        source,
        `the array has ${shape.length} axes, so it is a plane`,
        "Give an array of one axis, or say --axes xc or cx where they are samples and channels",
      );
    if (dtype.imagAt !== undefined)
      throw inputError(source, "the samples are complex", "Give real ones, such as magnitudes");
    if ((extent.c > 1 && step.c !== 1) || (extent.x > 1 && step.x !== extent.c))
      throw inputError(
        source,
        "the channels lie one behind the other, and frames are read as they come",
        "Save the array the other way round: samples × channels in C order",
      );
    this.array = { dtype, little, frame: dtype.size * extent.c, bytes: dtype.size * extent.c * extent.x };
    const rate = checkedRate(table.rate);
    this.head = { channels: extent.c, ...(rate === undefined ? {} : { sampleRate: rate }) };
    return dataAt;
  }

  private frames(bytes: Uint8Array): RowBlock | undefined {
    const { dtype, little, frame, bytes: all } = this.array!;
    const { source } = this.options;
    if (this.taken + bytes.length > all)
      throw inputError(
        source,
        `${this.taken + bytes.length - all} or more bytes after the data of the array`,
        "Save one array a file",
      );
    const used = bytes.length - (bytes.length % frame);
    this.rest = bytes.subarray(used);
    this.taken += used;
    if (used === 0) return undefined;
    return { samples: samplesOf(bytes.slice(0, used), dtype, little, source) };
  }
}

/** @param bytes a copy of its own */
function samplesOf(bytes: Uint8Array, dtype: Dtype, little: boolean, source: string): Samples {
  const { type, size, get, wide } = dtype;
  const length = bytes.length / size;
  const inOrder = (size === 1 || (little && HOST_IS_LITTLE)) && wide !== true;
  const view = inOrder ? viewOf(type, bytes.buffer, bytes.byteOffset, length, size) : undefined;
  if (view) return view;
  const data = new DataView(bytes.buffer, bytes.byteOffset);
  const out = allocate(type, length);
  for (let i = 0; i < length; i++) out[i] = get(data, i * size, little);
  if (wide === true && out.includes(Infinity))
    throw inputError(
      source,
      "an integer beyond 2^53, where f64 no longer holds every integer",
      "Scale the data, or convert them to f64 if rounding is right",
    );
  return out;
}
