/** The header of a PAM: lines of a word and its value, in any order, up to ENDHDR. */
import { quoted } from "../../base/text.js";
import { Scanner } from "./scan.js";

export interface PamHeader {
  /** Stands on the first sample. */
  readonly scanner: Scanner;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly maxval: number;
  /** Empty where none is given. */
  readonly tupleType: string;
}

const MOST: ReadonlyMap<string, number> = new Map([
  ["WIDTH", Number.MAX_SAFE_INTEGER],
  ["HEIGHT", Number.MAX_SAFE_INTEGER],
  ["DEPTH", 65535],
  ["MAXVAL", 65535],
]);

/** A header longer than this is none. */
const MOST_LINES = 1000;

export function pamHeader(bytes: Uint8Array, source: string): PamHeader {
  const scanner = new Scanner(bytes, source);
  if (scanner.line() !== "P7") throw scanner.fail(0, "the file does not start with P7", "A PAM starts with a line P7");
  const numbers = new Map<string, number>();
  const types: string[] = [];
  for (let n = 0; ; n++) {
    const start = scanner.at;
    const line = n < MOST_LINES ? scanner.line() : undefined;
    if (line === undefined) throw scanner.fail(start, "the header has no end", "A PAM header ends with a line ENDHDR");
    const [word, ...values] = line.trim().split(/\s+/);
    if (word === "ENDHDR" && values.length === 0) break;
    if (word === "" || word.startsWith("#")) continue;
    if (word === "TUPLTYPE") {
      types.push(values.join(" "));
      continue;
    }
    const most = MOST.get(word);
    if (most === undefined || numbers.has(word)) {
      throw scanner.fail(
        start,
        `${quoted(line)} ${most === undefined ? "is no line of a PAM header" : "is there twice"}`,
        "The header has WIDTH, HEIGHT, DEPTH and MAXVAL once each, TUPLTYPE and ENDHDR",
      );
    }
    const value = values.length === 1 && /^\d{1,15}$/.test(values[0]) ? Number(values[0]) : 0;
    if (value < 1 || value > most) {
      throw scanner.fail(start, `${quoted(line)} has no usable value`, `${word} is an integer from 1 to ${most}`);
    }
    numbers.set(word, value);
  }
  const end = scanner.at;
  const value = (word: string): number => {
    const found = numbers.get(word);
    if (found !== undefined) return found;
    throw scanner.fail(Math.max(0, end - 1), `the header ends without ${word}`, "Check that the file is whole");
  };
  return {
    scanner,
    width: value("WIDTH"),
    height: value("HEIGHT"),
    depth: value("DEPTH"),
    maxval: value("MAXVAL"),
    tupleType: types.join(" ").trim(),
  };
}
