/** How much room a text takes. */
import { printable } from "../../base/text.js";
import { GLYPHS, UNITS_PER_EM } from "./glyphs.js";

/** A character that the table does not have is drawn as an open box, so that nothing vanishes. */
export const BOX: readonly [advance: number, path: string] = [1229, "M123 0v-1493h983v1493zM246-123h737v-1247h-737z"];

export const glyphOf = (character: string): readonly [advance: number, path: string] => GLYPHS.get(character) ?? BOX;

/** Of the font: letters reach so far above and below the baseline, in parts of the size. */
export const ASCENT = 0.76;
export const DESCENT = 0.24;

/** The width of a text of a size, in the unit of the size. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const character of text) units += glyphOf(character)[0];
  return (units * size) / UNITS_PER_EM;
}

/** The text, control characters as escapes, cut with `…` where it is wider than `width`; empty where not even that fits. */
export function fitted(foreign: string, size: number, width: number): string {
  const text = printable(foreign);
  if (textWidth(text, size) <= width) return text;
  const characters = Array.from(text);
  let room = width - textWidth("…", size);
  if (room < 0) return "";
  let n = 0;
  for (; n < characters.length; n++) {
    room -= textWidth(characters[n], size);
    if (room < 0) break;
  }
  return `${characters.slice(0, n).join("").trimEnd()}…`;
}
