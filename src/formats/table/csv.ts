/** Comma-separated values and their kin: the delimiter is found out. */
import { ELEMENT_TYPES } from "../../base/element.js";
import type { Format } from "../format.js";
import { settle } from "../settle.js";
import { decodeDelimited } from "./decode.js";
import { encodeDelimited } from "./encode.js";
import { tableCannotHold } from "./layout.js";
import { TableRows } from "./stream.js";

export const csv: Format = {
  name: "csv",
  title: "Delimited text: commas, semicolons, tabs, pipes or blanks (found out)",
  medium: "table",
  suffixes: [".csv", ".txt", ".dat"],
  sniff: () => false,
  decode: (bytes, options) => settle(() => decodeDelimited(bytes, options, "csv")),
  rows: (options) => new TableRows(options),
  encode: (signal, options) =>
    settle(() => encodeDelimited(signal, options, options.decimalComma === true ? ";" : ",", "csv")),
  cannotHold: tableCannotHold,
  holds: ELEMENT_TYPES,
};
