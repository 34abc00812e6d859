/** Words of the command line to values; each refuses with what it found and what it takes. */
import { AMBIGUOUS_BORDERS, type AxisBorder, axisBorder, BORDER_PICTURES, borderKind } from "../../base/border.js";
import { usageError } from "../../base/errors.js";
import type { FilterOptions, Padding, Span } from "../../base/options.js";
import { nearest, quoted } from "../../base/text.js";
import { parseReal, parseTap } from "../../kernels/number.js";

/** A parser for one of `words`. */
export const wordParser =
  <T extends string>(option: string, words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((w) => w === text);
    if (found !== undefined) return found;
    const near = nearest(text, words);
    throw usageError(
      option,
      `there is no ${quoted(text)}`,
      `${near === undefined ? "" : `Did you mean ${near}? `}Use ${words.join(", ")}`,
    );
  };

/** A finite decimal number: the f64 nearest to its text. */
export const numberParser =
  (option: string) =>
  (text: string): number => {
    const real = parseReal(text.trim());
    if (typeof real !== "string" && !real.fraction) return real.value;
    const found = `${quoted(text)} ${typeof real === "string" ? real : "is a fraction"}`;
    throw usageError(option, found, "Give a decimal number such as 2, -0.5 or 1e-3");
  };

const UNITS = new Map([
  ["s", 1],
  ["ms", 1e3],
  ["us", 1e6],
  ["µs", 1e6],
]);

/** A length along a signal: `500` samples, `0.5s`, `20ms` or `50us`; at least `least` samples. */
export const spanParser =
  (option: string, least: number) =>
  (text: string): Span => {
    const match = /^(.*?)([muµ]?s)$/.exec(text.trim());
    if (!match) return wholeParser(option, least, FAR)(text);
    const seconds = numberParser(option)(match[1]) / UNITS.get(match[2])!;
    if (seconds > 0 || (seconds === 0 && least === 0)) return { seconds };
    const range = least === 0 ? "from 0 up" : "above 0";
    throw usageError(option, `${quoted(text)} is too short`, `Give a time ${range}, such as 0.5s or 20ms, or samples`);
  };

/** A whole number from `least` to `greatest`. */
export const wholeParser =
  (option: string, least: number, greatest: number) =>
  (text: string): number => {
    const whole = /^[+-]?\d+$/.test(text.trim());
    const value = Number(text);
    if (whole && value >= least && value <= greatest) return value;
    const range = rangeText(least, greatest, whole ? value : 0);
    if (whole) {
      throw usageError(option, `${quoted(text)} is too ${value < least ? "small" : "large"}`, `Give a number ${range}`);
    }
    throw usageError(option, `${quoted(text)} is not a whole number`, `Give one ${range}`);
  };

/** The bounds that nobody comes near are told only to those who do. */
function rangeText(least: number, greatest: number, value: number): string {
  const near = Math.abs(value) < FAR;
  if (near && least <= -FAR) return "such as 2 or -1";
  return near && greatest >= FAR ? `from ${least} up` : `from ${least} to ${greatest}`;
}

/** Where extents, anchors and pads end; far beyond any real one. */
const FAR = 1_000_000_000;

/** `n` for both axes, or `x,y`. */
export const pairParser =
  (option: string) =>
  (text: string): readonly [number, number] => {
    const parts = text.split(",").map(wholeParser(option, 1, FAR));
    if (parts.length === 1) return [parts[0], parts[0]];
    if (parts.length === 2) return [parts[0], parts[1]];
    throw usageError(option, `${quoted(text)} has ${parts.length} numbers`, "Give one number, or x,y");
  };

/** `x` or `x,y`, of any sign. */
export function parseAnchor(text: string): NonNullable<FilterOptions["anchor"]> {
  const parts = text.split(",").map(wholeParser("--anchor", -FAR, FAR));
  if (parts.length === 1) return [parts[0]];
  if (parts.length === 2) return [parts[0], parts[1]];
  throw usageError("--anchor", `${quoted(text)} has ${parts.length} numbers`, "Give x, or x,y");
}

/** `same-upper`, `same-lower`, or pads `left,top,right,bottom` (`left,right` for signals). */
export function parsePadding(text: string): Padding {
  if (text === "same-upper" || text === "same-lower") return text;
  const word = /^[a-z]/i.test(text.trim());
  const parts = word ? [] : text.split(",").map(wholeParser("--padding", -FAR, FAR));
  if (parts.length === 2) return { left: parts[0], right: parts[1] };
  if (parts.length === 4) return { left: parts[0], top: parts[1], right: parts[2], bottom: parts[3] };
  throw usageError(
    "--padding",
    `${quoted(text)} is no padding`,
    "Use same-upper, same-lower, left,top,right,bottom, or left,right for a signal",
  );
}

/** One rule for both axes, or `x=…,y=…`. */
export function parseBorder(text: string): NonNullable<FilterOptions["border"]> {
  if (!/^[xy]=/.test(text)) return parseAxisBorder(text);
  const given: { x?: AxisBorder; y?: AxisBorder } = {};
  for (const part of text.split(/,(?=[xy]=)/)) {
    const axis = part.startsWith("x") ? "x" : "y";
    if (given[axis]) throw usageError("--border", `the axis ${axis} stands twice`, "Give each axis one rule");
    given[axis] = parseAxisBorder(part.slice(2));
  }
  return given;
}

function parseAxisBorder(text: string): AxisBorder {
  const colon = text.indexOf(":");
  const word = (colon < 0 ? text : text.slice(0, colon)).trim().toLowerCase();
  if (AMBIGUOUS_BORDERS.has(word)) {
    const found = `${quoted(word)} means opposite things in different tools`;
    const both = `symmetric (${BORDER_PICTURES.symmetric}) or reflect101 (${BORDER_PICTURES.reflect101})`;
    throw usageError("--border", found, `Say ${both}`);
  }
  const kind = borderKind(word);
  if (kind === undefined) {
    const near = nearest(word, WORDS);
    throw usageError(
      "--border",
      `there is no rule ${quoted(word)}`,
      `${near === undefined ? "" : `Did you mean ${near}? `}Use ${WORDS.join(", ")}`,
    );
  }
  if (colon < 0) return axisBorder(kind);
  if (word !== "constant") throw usageError("--border", `${word} takes no value`, `Write ${word}, or constant:VALUE`);
  const value = parseTap(text.slice(colon + 1).trim());
  if (typeof value === "string")
    throw usageError(
      "--border",
      `${quoted(text.slice(colon + 1))} is not a number`,
      "Write constant:VALUE, such as constant:0.5",
    );
  return { ...axisBorder("constant", value.value), ...(value.imag ? { imag: value.imag } : {}) };
}

const WORDS = ["constant:VALUE", "zero", "replicate", "symmetric", "reflect101", "wrap", "odd", "renormalize", "keep"];

/** Comma-separated words, empty ones refused. */
export const listParser =
  (option: string) =>
  (text: string, before: readonly string[] = []): readonly string[] => {
    const parts = text.split(",").map((p) => p.trim());
    if (parts.includes(""))
      throw usageError(option, `${quoted(text)} has an empty entry`, "Separate entries by single commas");
    return [...before, ...parts];
  };
