/** One cell of JSON data: a number, null, a complex number as `"1+2i"` or `{"re": 1, "im": 2}`, or something kept. */
import { type Cell, readCell } from "../table/cell.js";
import type { JsonScanner } from "./scanner.js";

const QUOTE = 34;
const OBJECT = 123;
const MISSING: Cell = { kind: "missing" };
const TEXT: Cell = { kind: "text" };

/**
 * Reads the value at the scanner, whatever it is, and leaves the scanner behind it. Strings count as numbers only where
 * JSON has no number for them: complex, `"inf"`, `"nan"`. `depth`: arrays and objects around the value.
 */
export function readJsonCell(scanner: JsonScanner, na: ReadonlySet<string>, depth = 2): Cell {
  const c = scanner.peek();
  const from = scanner.pos;
  if (c === OBJECT) {
    const complex = readComplex(scanner);
    if (complex !== undefined) return complex;
    scanner.pos = from;
  }
  if (c === QUOTE) {
    const text = scanner.string();
    const cell = readCell(text.trim(), false, na);
    return cell.kind === "number" && cell.im === undefined && Number.isFinite(cell.re) ? TEXT : cell;
  }
  if (scanner.passWord("null")) return MISSING;
  if (c === 45 || (c >= 48 && c <= 57)) {
    const out = new Float64Array(1);
    scanner.number(out, 0);
    const word = na.size > 0 ? String.fromCharCode(...scanner.bytes.subarray(from, scanner.pos)) : "";
    return na.has(word) ? MISSING : { kind: "number", re: out[0] };
  }
  scanner.passValue(depth);
  return TEXT;
}

/** `{"re": 1, "im": 2}` in either order, or undefined where the object is something else. */
function readComplex(scanner: JsonScanner): Cell | undefined {
  const parts = new Float64Array(2);
  let seen = 0;
  scanner.pos++;
  if (scanner.peek() !== QUOTE) return undefined;
  do {
    const part = ["re", "im"].indexOf(scanner.string());
    if (part < 0 || (seen & (part + 1)) !== 0) return undefined;
    scanner.expect(":", "a colon");
    const c = scanner.peek();
    if (c !== 45 && !(c >= 48 && c <= 57)) return undefined;
    scanner.number(parts, part);
    seen |= part + 1;
  } while (scanner.more("}"));
  return seen === 3 ? { kind: "number", re: parts[0], im: parts[1] } : undefined;
}
