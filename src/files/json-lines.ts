/** JSON Lines: one JSON value a line, read as they come. */
import { isUtf8 } from "node:buffer";
import { inputError, UserError } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { type JsonNode, readJson } from "../kernels/json-reader.js";
import { linesOf } from "./lines.js";
import { inputName, streamBytes } from "./read.js";
import type { ByteSource } from "./stdin.js";

export type { JsonNode } from "../kernels/json-reader.js";

export interface JsonLine {
  /** `FILE:LINE`, for messages. */
  readonly place: string;
  /** The value, or what is wrong with the line. */
  readonly value: JsonNode | UserError;
  /** Bytes of the file up to the end of this line. */
  readonly end: number;
}

/**
 * The values of a file, or of standard input for `-`, each as soon as its line is there. Blank lines are skipped. A line
 * that is no JSON, no UTF-8, or longer than `limits.line` is told in its place; the lines after it follow.
 * @throws inputError when the file itself cannot be read
 */
export async function* readJsonLines(path: string, stdin?: ByteSource): AsyncGenerator<JsonLine> {
  const file = inputName(path);
  for await (const { number, bytes, end } of linesOf(streamBytes(path, stdin), limits.line)) {
    const place = `${file}:${number}`;
    if (bytes === undefined) {
      const error = inputError(place, `the line has more than ${limits.line} bytes`, "Give a shorter line");
      yield { place, value: error, end };
    } else if (!isUtf8(bytes)) {
      yield { place, value: inputError(place, "the line is not UTF-8", "Write the file as UTF-8"), end };
    } else {
      const text = new TextDecoder().decode(bytes);
      if (text.trim() !== "") yield { place, value: parsed(text, file, number), end };
    }
  }
}

function parsed(text: string, file: string, line: number): JsonNode | UserError {
  try {
    return readJson(text, file, line);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
