/** JSON arrays: numbers, rows, or records. A table, as CSV is. */
import { ELEMENT_TYPES } from "../../base/element.js";
import type { Format } from "../format.js";
import { settle } from "../settle.js";
import { tableCannotHold } from "../table/layout.js";
import { decodeJson } from "./decode.js";
import { encodeJson } from "./encode.js";

export const json: Format = {
  name: "json",
  title: "JSON arrays: numbers, rows or records",
  medium: "table",
  suffixes: [".json"],
  sniff: (head) => {
    let p = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    while (p < head.length && (head[p] === 32 || (head[p] >= 9 && head[p] <= 13))) p++;
    return p < head.length && head[p] === 91;
  },
  decode: (bytes, options) => settle(() => decodeJson(bytes, options)),
  encode: (signal, options) => settle(() => encodeJson(signal, options)),
  cannotHold: tableCannotHold,
  holds: ELEMENT_TYPES,
};
