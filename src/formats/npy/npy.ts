/** NumPy arrays. */
import { ELEMENT_TYPES, isComplex } from "../../base/element.js";
import type { Format } from "../format.js";
import { settle } from "../settle.js";
import { decodeNpy } from "./decode.js";
import { encodeNpy } from "./encode.js";
import { isNpy } from "./header.js";
import { NpyRows } from "./stream.js";

export const npy: Format = {
  name: "npy",
  title: "NumPy array: 1-D a signal, 2-D a plane, 3-D height × width × channels",
  medium: "array",
  suffixes: [".npy"],
  sniff: isNpy,
  decode: (bytes, options) => settle(() => decodeNpy(bytes, options)),
  rows: (options) => new NpyRows(options),
  encode: (signal, options) => settle(() => encodeNpy(signal, options)),
  grows: ({ type }) => !isComplex(type),
  holds: ELEMENT_TYPES,
};
