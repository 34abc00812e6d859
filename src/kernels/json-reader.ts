/** JSON (RFC 8259) read into nodes that know their line and column, for messages that point at the mistake. */
import { inputError, type UserError } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { quoted } from "../base/text.js";

export interface Spot {
  readonly line: number;
  readonly column: number;
}

export type JsonNode = Spot &
  (
    | {
        readonly kind: "object";
        readonly entries: ReadonlyMap<string, JsonNode>;
        readonly keys: ReadonlyMap<string, Spot>;
      }
    | { readonly kind: "array"; readonly items: readonly JsonNode[] }
    | { readonly kind: "string"; readonly text: string }
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "word"; readonly text: "true" | "false" | "null" }
  );

/** An input error at a place in the file. */
export const jsonError = (file: string, at: Spot, found: string, remedy: string): UserError =>
  inputError(`${file}:${at.line}:${at.column}`, found, remedy);

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * @param line the number of the first line of `text` in its file
 * @throws UserError (input) for anything that is no JSON, for a key that stands twice in an object, and for more levels
 * than `limits.jsonDepth`
 */
export function readJson(text: string, file: string, line = 1): JsonNode {
  const reader = new Reader(text.startsWith("\ufeff") ? text.slice(1) : text, file, line);
  const node = reader.value(0);
  reader.blanks();
  if (reader.next() !== "") throw reader.unexpected("the end");
  return node;
}

class Reader {
  private at = 0;
  private lineStart = 0;

  constructor(
    private readonly text: string,
    private readonly file: string,
    private line: number,
  ) {}

  next(): string {
    return this.text.charAt(this.at);
  }

  blanks(): void {
    for (; ; this.at++) {
      const c = this.text.charCodeAt(this.at);
      if (c === 0x0a) {
        this.line++;
        this.lineStart = this.at + 1;
      } else if (c !== 0x20 && c !== 0x09 && c !== 0x0d) return;
    }
  }

  spot(): Spot {
    return { line: this.line, column: this.at - this.lineStart + 1 };
  }

  unexpected(expected: string): UserError {
    const word = /[^\s,:[\]{}]{1,40}|\S?/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0] ?? "";
    const what = found === "" ? "the text ends" : `${quoted(found)} stands`;
    return jsonError(this.file, this.spot(), `${what} where ${expected} should be`, "Mend the JSON");
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private take(c: string): boolean {
    this.blanks();
    if (this.next() !== c) return false;
    this.at++;
    return true;
  }

  value(depth: number): JsonNode {
    this.blanks();
    const spot = this.spot();
    if (depth > limits.jsonDepth) {
      throw jsonError(this.file, spot, `the nesting is deeper than ${limits.jsonDepth}`, "Give a flatter file");
    }
    if (this.next() === "{") return { ...spot, kind: "object", ...this.object(depth) };
    if (this.next() === "[") return { ...spot, kind: "array", items: this.array(depth) };
    if (this.next() === '"') return { ...spot, kind: "string", text: this.string() };
    const number = this.match(NUMBER);
    if (number !== undefined) {
      if (/[\w.+-]/.test(this.next())) {
        this.at -= number.length;
        throw this.unexpected("a number");
      }
      return { line: spot.line, column: spot.column, kind: "number", text: number };
    }
    const word = this.match(WORD);
    if (word !== undefined) return { ...spot, kind: "word", text: word as "true" | "false" | "null" };
    throw this.unexpected("a value");
  }

  private string(): string {
    // By a loop: a pattern would run out of stack on a long string.
    let end = this.at + 1;
    for (; this.text[end] !== '"'; end += this.text[end] === "\\" ? 2 : 1) {
      if (!(this.text.charCodeAt(end) >= 0x20)) throw this.unexpected("a complete string");
    }
    try {
      const text = JSON.parse(this.text.slice(this.at, end + 1)) as string;
      this.at = end + 1;
      return text;
    } catch {
      throw this.unexpected("a complete string");
    }
  }

  private array(depth: number): JsonNode[] {
    this.at++;
    const items: JsonNode[] = [];
    if (this.take("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.take(","));
    if (!this.take("]")) throw this.unexpected('"," or "]"');
    return items;
  }

  private object(depth: number): { entries: Map<string, JsonNode>; keys: Map<string, Spot> } {
    this.at++;
    const entries = new Map<string, JsonNode>();
    const keys = new Map<string, Spot>();
    if (this.take("}")) return { entries, keys };
    do {
      this.blanks();
      const spot = this.spot();
      if (this.next() !== '"') throw this.unexpected("a key in quotes");
      const key = this.string();
      if (entries.has(key)) throw jsonError(this.file, spot, `the key ${quoted(key)} stands twice`, "Keep one of them");
      if (!this.take(":")) throw this.unexpected('":"');
      entries.set(key, this.value(depth + 1));
      keys.set(key, spot);
    } while (this.take(","));
    if (!this.take("}")) throw this.unexpected('"," or "}"');
    return { entries, keys };
  }
}
