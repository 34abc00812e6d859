/** Tab-separated values. */
import { ELEMENT_TYPES } from "../../base/element.js";
import type { Format } from "../format.js";
import { settle } from "../settle.js";
import { decodeDelimited } from "./decode.js";
import { encodeDelimited } from "./encode.js";
import { tableCannotHold } from "./layout.js";
import { TableRows } from "./stream.js";

export const tsv: Format = {
  name: "tsv",
  title: "Tab-separated values",
  medium: "table",
  suffixes: [".tsv", ".tab"],
  sniff: () => false,
  decode: (bytes, options) => settle(() => decodeDelimited(bytes, options, "tsv", "\t")),
  rows: (options) => new TableRows(options, "\t"),
  encode: (signal, options) => settle(() => encodeDelimited(signal, options, "\t", "tsv")),
  cannotHold: tableCannotHold,
  holds: ELEMENT_TYPES,
};
