/** JSON Lines: a number, an array of numbers, or a record a line; each line a frame. */
import { isUtf8 } from "node:buffer";
import { inputError } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { count, quoted } from "../../base/text.js";
import { type JsonNode, readJson } from "../../kernels/json-reader.js";
import { joinedBytes, type RowBlock, type RowDecoder, type RowHead, type RowOptions } from "../rows.js";
import { chooseColumns } from "../table/columns.js";
import type { ColumnKind } from "../table/detect.js";
import { checkedRate } from "../table/rate.js";

const LF = 10;
const NOTHING = new Uint8Array(0);

/** How the lines are laid out, by the first of them. */
interface Layout {
  readonly kind: "number" | "array" | "object";
  readonly names: readonly string[] | null;
  readonly width: number;
  readonly columns: readonly number[];
  readonly time?: number;
}

export class JsonLineRows implements RowDecoder {
  head: RowHead | undefined;
  private rest: Uint8Array = NOTHING;
  private line = 0;
  private layout: Layout | undefined;

  constructor(private readonly options: RowOptions) {}

  push(bytes: Uint8Array): RowBlock | undefined {
    const all = joinedBytes(this.rest, bytes);
    const end = all.lastIndexOf(LF) + 1;
    this.rest = all.subarray(end);
    if (this.rest.length > limits.line)
      throw inputError(this.place(1), `a line of more than ${limits.line} bytes`, "Write one sample a line");
    return this.read(all.subarray(0, end));
  }

  end(): RowBlock | undefined {
    const block = this.read(this.rest);
    if (!this.head) throw inputError(this.options.source, "there are no lines of data", "Give one JSON value a line");
    return block;
  }

  private place = (ahead = 0): string => `${this.options.source}:${this.line + ahead}`;

  private read(bytes: Uint8Array): RowBlock | undefined {
    if (bytes.length === 0) return undefined;
    const lines = textOf(bytes, this.place(1)).split("\n");
    if (lines.at(-1) === "") lines.pop();
    const values: number[] = [];
    const times: number[] = [];
    for (const text of lines) {
      this.line++;
      if (text.trim() === "") continue;
      const node = readJson(text, this.options.source, this.line);
      this.layout ??= this.begin(node);
      const { columns, time } = this.layout;
      const cells = this.cellsOf(node, this.layout);
      for (const c of columns) values.push(this.numberOf(cells[c]));
      if (time !== undefined) times.push(this.numberOf(cells[time]));
    }
    if (values.length === 0) return undefined;
    const timed = this.layout?.time === undefined ? {} : { times: Float64Array.from(times) };
    return { samples: Float64Array.from(values), ...timed };
  }

  private begin(node: JsonNode): Layout {
    const { source, table } = this.options;
    const kind = node.kind === "array" || node.kind === "object" ? node.kind : "number";
    const names = node.kind === "object" ? [...node.entries.keys()] : null;
    const cells = cellsIn(node);
    if (cells.length > limits.columns)
      throw inputError(this.place(), count(cells.length, "column"), `The limit is ${limits.columns}`);
    const kinds = cells.map((cell): ColumnKind => (numberIn(cell) === undefined ? "text" : "number"));
    const choice = chooseColumns(source, names, kinds, table, () => {
      throw inputError(this.place(), "the first line has no number", "Give lines with numbers in them");
    });
    const rate = checkedRate(table.rate);
    this.head = {
      channels: choice.filtered.length,
      ...(names ? { columns: choice.filtered.map((c) => names[c]) } : {}),
      ...(rate === undefined ? {} : { sampleRate: rate }),
    };
    const time = choice.time === undefined ? {} : { time: choice.time };
    return { kind, names, width: cells.length, columns: choice.filtered, ...time };
  }

  /** The cells of a line in the order of the first one. */
  private cellsOf(node: JsonNode, { kind, names, width }: Layout): readonly (JsonNode | undefined)[] {
    if (kind === "object" && node.kind === "object" && names) return names.map((name) => node.entries.get(name));
    const cells = cellsIn(node);
    const same = kind === "array" ? node.kind === "array" : node.kind !== "array" && node.kind !== "object";
    if (same && cells.length === width) return cells;
    throw inputError(
      this.place(),
      kind === "array"
        ? `no array of ${count(width, "number")}, as the first line is`
        : `no ${kind}, as the first line is`,
      "Give all lines the same form",
    );
  }

  /** A key that a line leaves out is missing there. */
  private numberOf(cell: JsonNode | undefined): number {
    if (!cell) return Number.NaN;
    const value = numberIn(cell);
    if (value !== undefined) return value;
    const what = cell.kind === "array" || cell.kind === "object" ? `an ${cell.kind}` : quoted(cell.text);
    throw inputError(
      `${this.place()}:${cell.column}`,
      `${what} stands where a number should be`,
      "Correct it, write null for a missing value, or choose other columns with --columns",
    );
  }
}

const cellsIn = (node: JsonNode): readonly JsonNode[] =>
  node.kind === "array" ? node.items : node.kind === "object" ? [...node.entries.values()] : [node];

/** Numbers, null and the words that JSON has no numbers for; undefined for all else. */
function numberIn(node: JsonNode): number | undefined {
  if (node.kind === "number") return Number(node.text);
  if (node.kind === "word" && node.text === "null") return Number.NaN;
  if (node.kind !== "string") return undefined;
  return new Map([
    ["nan", Number.NaN],
    ["inf", Infinity],
    ["-inf", -Infinity],
  ]).get(node.text.toLowerCase());
}

function textOf(bytes: Uint8Array, place: string): string {
  if (!isUtf8(bytes)) throw inputError(place, "bytes that are not UTF-8, here or below", "Write the file as UTF-8");
  return new TextDecoder().decode(bytes);
}
