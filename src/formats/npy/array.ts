/** NPY arrays of any number of axes, as they lie: those of neural networks. */
import { allocate, isComplex, type Samples, typeOfSamples, viewOf } from "../../base/element.js";
import { inputError } from "../../base/errors.js";
import { sizeOfShape, type TypedTensor } from "../../base/tensor.js";
import { HOST_IS_LITTLE, littleEndian } from "../bytes.js";
import { checkSize } from "./decode.js";
import { DESCR, type Dtype, dtypeOf } from "./dtypes.js";
import { readHeader, writeHeader } from "./header.js";

/**
 * Reads an array of real numbers, in C order whatever order the file has.
 * @throws inputError for damaged files and complex numbers
 */
export function decodeArray(bytes: Uint8Array, source: string): TypedTensor {
  const header = readHeader(bytes, source);
  const { dtype, little } = dtypeOf(header.descr, source);
  if (isComplex(dtype.type)) throw inputError(source, "the array is complex", "Give real numbers");
  checkSize(header, dtype, bytes.length - header.dataAt, source);
  const { shape, fortran } = header;
  const length = sizeOfShape(shape);
  const at = bytes.byteOffset + header.dataAt;
  const inOrder = (dtype.size === 1 || (little && HOST_IS_LITTLE)) && dtype.wide !== true && at % dtype.size === 0;
  const there = inOrder ? viewOf(dtype.type, bytes.buffer, at, length, dtype.size) : undefined;
  const data = there ?? converted(new DataView(bytes.buffer, at), dtype, little, length);
  if (dtype.wide === true && data.includes(Infinity))
    throw inputError(
      source,
      "an integer beyond 2^53, where f64 no longer holds every integer",
      "Scale the data, or convert them to f64 if rounding is right",
    );
  return { shape, data: fortran ? turned(data, shape) : data };
}

function converted(view: DataView, { type, size, get }: Dtype, little: boolean, length: number): Samples {
  const out = allocate(type, length);
  for (let i = 0; i < length; i++) out[i] = get(view, i * size, little);
  return out;
}

/** From Fortran order, the first axis fastest, to C order. */
function turned(data: Samples, shape: readonly number[]): Samples {
  const out = allocate(typeOfSamples(data), data.length);
  const at = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    out[at.reduce((n, p, axis) => n * shape[axis] + p, 0)] = data[i];
    for (let axis = 0; axis < shape.length && ++at[axis] === shape[axis]; axis++) at[axis] = 0;
  }
  return out;
}

/** Version 1.0, C order, little-endian, in the element type that the array has. */
export const encodeArray = ({ shape, data }: TypedTensor): Uint8Array[] => [
  writeHeader(DESCR[typeOfSamples(data)], shape),
  littleEndian(data),
];
