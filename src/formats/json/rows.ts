/** The rows of JSON data in its three shapes: `[1, 2]`, `[[1, 2], [3, 4]]` and `[{"a": 1}, {"a": 2}]`. */
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { count, quoted } from "../../base/text.js";
import { placeAt } from "../table/source.js";
import { readJsonCell } from "./cell.js";
import type { JsonScanner } from "./scanner.js";

export interface JsonShape {
  readonly kind: "flat" | "rows" | "records";
  readonly width: number;
  /** Keys of the records. */
  readonly names: readonly string[] | null;
}

const ARRAY = 91;
const OBJECT = 123;
const NONE: ReadonlySet<string> = new Set();

/** The shape by the first element; the scanner ends where it began. */
export function findShape(scanner: JsonScanner): JsonShape {
  const start = scanner.pos;
  scanner.expect("[", "an array of numbers, rows or records");
  const first = scanner.peek();
  if (first === 93)
    throw inputError(placeAt(scanner.source, scanner.pos), "the array is empty", "Give at least one number");
  const element = scanner.pos;
  let shape: JsonShape = { kind: "flat", width: 1, names: null };
  if (first === ARRAY) {
    let width = 0;
    scanner.pos++;
    if (scanner.peek() === 93)
      throw inputError(placeAt(scanner.source, element), "the first row is empty", "Give at least one number a row");
    do {
      scanner.passValue();
      width++;
    } while (scanner.more("]"));
    shape = { kind: "rows", width, names: null };
  } else if (first === OBJECT && readJsonCell(scanner, NONE, 1).kind !== "number") {
    scanner.pos = element + 1;
    const names: string[] = [];
    if (scanner.peek() === 125)
      throw inputError(placeAt(scanner.source, element), "the first record is empty", "Give records with numbers");
    do {
      names.push(scanner.string());
      scanner.expect(":", "a colon");
      scanner.passValue();
    } while (scanner.more("}"));
    shape = { kind: "records", width: names.length, names };
  }
  if (shape.width > limits.columns)
    throw inputError(
      placeAt(scanner.source, element),
      count(shape.width, "column"),
      `The limit is ${limits.columns}: use NPY for wide data`,
    );
  scanner.pos = start;
  return shape;
}

/**
 * Reads the whole text. `cell(column)` reads one value and leaves the scanner behind it; `begin` and `end` stand around
 * each row. Where one of them returns true, reading stops.
 */
export function readRows(
  scanner: JsonScanner,
  shape: JsonShape,
  visit: { begin: () => void; cell: (column: number) => boolean; end: () => boolean },
): boolean {
  const keys = shape.names === null ? undefined : new Keys(scanner, shape.names);
  scanner.expect("[", "an array");
  do {
    const c = scanner.peek();
    const from = scanner.pos;
    visit.begin();
    if (keys !== undefined) {
      if (c !== OBJECT) throw scanner.wrong("a record, as the first element is,");
      if (keys.record(visit.cell)) return true;
    } else if (shape.kind === "rows") {
      if (c !== ARRAY) throw scanner.wrong("a row, as the first element is,");
      scanner.pos++;
      let column = 0;
      if (scanner.peek() === 93) scanner.pos++;
      else
        do {
          if (column < shape.width ? visit.cell(column) : passed(scanner)) return true;
          column++;
        } while (scanner.more("]"));
      if (column !== shape.width)
        throw inputError(
          placeAt(scanner.source, from),
          `a row of ${count(column, "value")} where the first has ${shape.width}`,
          "Give each row the same number of values, null where one is missing",
        );
    } else if (visit.cell(0)) return true;
    if (visit.end()) return true;
  } while (scanner.more("]"));
  if (scanner.peek() >= 0) throw scanner.wrong("the end of the text");
  return false;
}

function passed(scanner: JsonScanner): boolean {
  scanner.passValue();
  return false;
}

/** The keys of records: the same set in each, in any order. */
class Keys {
  readonly #columns: Map<string, number>;
  readonly #seen: Float64Array;
  /** Columns in the order of the first record, and its keys as they are written: most records look like it. */
  readonly #order: number[] = [];
  readonly #raw: Uint8Array[] = [];
  #row = 0;

  constructor(
    readonly scanner: JsonScanner,
    readonly names: readonly string[],
  ) {
    this.#columns = new Map(names.map((name, column) => [name, column]));
    this.#seen = new Float64Array(names.length);
  }

  /** Passes the key that the first record has in this place, if it stands here. */
  #samePlace(place: number): boolean {
    const { bytes, pos } = this.scanner;
    const raw = this.#raw[place];
    for (let i = 0; i < raw.length; i++) if (bytes[pos + i] !== raw[i]) return false;
    this.scanner.pos += raw.length;
    return true;
  }

  record(cell: (column: number) => boolean): boolean {
    const { scanner, names } = this;
    const from = scanner.pos;
    let keys = 0;
    this.#row++;
    scanner.pos++;
    if (scanner.peek() === 125) scanner.pos++;
    else
      do {
        scanner.peek();
        const at = scanner.pos;
        const known = keys < this.#order.length && this.#samePlace(keys);
        const name = known ? names[this.#order[keys]] : scanner.string();
        const column = known ? this.#order[keys] : this.#columns.get(name);
        if (column === undefined)
          throw inputError(
            placeAt(scanner.source, at),
            `the key ${quoted(name)}, which the first record does not have`,
            "Give all records the same keys, null where a value is missing",
          );
        if (this.#seen[column] === this.#row)
          throw inputError(
            placeAt(scanner.source, at),
            `the key ${quoted(name)} stands twice in one record`,
            "Give each key once",
          );
        this.#seen[column] = this.#row;
        if (this.#row === 1) {
          this.#order.push(column);
          this.#raw.push(scanner.bytes.subarray(at, scanner.pos));
        }
        keys++;
        scanner.expect(":", "a colon");
        if (cell(column)) return true;
      } while (scanner.more("}"));
    if (keys !== names.length) {
      const missing = names[this.#seen.findIndex((row) => row !== this.#row)];
      throw inputError(
        placeAt(scanner.source, from),
        `a record without the key ${quoted(missing)}`,
        "Give all records the same keys, null where a value is missing",
      );
    }
    return false;
  }
}
