/** Text without a telling name: is it a table, and in which of the text formats? */
import { textOf } from "../base/text.js";
import type { Format } from "../formats/format.js";

/** How many bytes from the start of a file decide what it is. */
export const HEAD = 4096;

/**
 * Whether the start of a file is text with a digit in it (a head that is cut may have its digits later). Latin-1 and
 * UTF-16 with its mark count as well: the reader of tables then says what is wrong with them.
 */
export function looksLikeTable(head: Uint8Array): boolean {
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) return true;
  const text = textOf(head);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells data from text
  return (/[0-9]/.test(text) || head.length >= HEAD) && !/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text);
}

/** JSON begins with a bracket; a table whose first line with a number has tabs and no comma or semicolon is TSV; else CSV. */
export function textFormat(head: Uint8Array, formats: readonly Format[]): Format | undefined {
  const text = textOf(head);
  const line = text.split(/\r\n|\r|\n/).find((l) => !l.startsWith("#") && /[0-9]/.test(l)) ?? "";
  const name = /^\s*[[{]/.test(text) ? "json" : line.includes("\t") && !/[,;]/.test(line) ? "tsv" : "csv";
  return formats.find((f) => f.name === name);
}

const startsWith = (head: Uint8Array, a: number, b: number): boolean => head[0] === a && head[1] === b;
