/** Words of the options of `layer` to values. */
import { usageError } from "../../base/errors.js";
import { LAYER_PADDINGS, type LayerPaddingWord } from "../../base/layer.js";
import { count, nearest, quoted } from "../../base/text.js";
import { wholeParser } from "./parse.js";

const MOST = 2147483647;

/** One number for all axes, or x,y,z: then one an axis, in that order. */
export type AxesWord = readonly number[];

export const parseAxes =
  (option: string, least: number) =>
  (text: string): AxesWord => {
    const numbers = text.split(",").map((part) => wholeParser(option, least, MOST)(part.trim()));
    if (numbers.length <= 3) return numbers;
    throw usageError(option, `${quoted(text)} has ${numbers.length} numbers`, "Give one, or x,y or x,y,z");
  };

export type LayerPaddingValue = LayerPaddingWord | AxesWord;

export function parseLayerPadding(text: string): LayerPaddingValue {
  const word = LAYER_PADDINGS.find((w) => w === text);
  if (word !== undefined) return word;
  if (/[a-z]/i.test(text)) {
    const near = nearest(text, LAYER_PADDINGS);
    throw usageError(
      "--padding",
      `there is no ${quoted(text)}`,
      `${near === undefined ? "" : `Did you mean ${near}? `}Use ${LAYER_PADDINGS.join(", ")}, or numbers such as 1 or 1,0,1,0`,
    );
  }
  const numbers = text.split(",").map((part) => wholeParser("--padding", 0, MOST)(part.trim()));
  if ([1, 2, 3, 4, 6].includes(numbers.length)) return numbers;
  throw usageError("--padding", `${quoted(text)} has ${count(numbers.length, "number")}`, "Give l,r or l,t,r,b");
}

/** Numbers in the order of an array's axes. */
export function axesOf(option: string, given: AxesWord, rank: number): number | readonly number[] {
  if (given.length === 1) return given[0];
  if (given.length === rank) return given.toReversed();
  throw usageError(
    option,
    `${count(given.length, "number")} for kernels of ${count(rank, "axis", "axes")}`,
    rank === 1 ? "Give one" : `Give one, or ${["x", "y", "z"].slice(0, rank).join(",")}`,
  );
}

/** Pads in the order of an array's axes: as many everywhere, x,y,z on both sides, or all begins and then all ends. */
export function padsOf(
  given: LayerPaddingValue,
  rank: number,
): LayerPaddingWord | number | readonly { readonly before: number; readonly after: number }[] {
  if (typeof given === "string") return given;
  if (given.length === 1) return given[0];
  if (given.length !== rank && given.length !== 2 * rank) {
    const both = ["l,r", "l,t,r,b", "begins x,y,z and ends x,y,z"][rank - 1];
    throw usageError(
      "--padding",
      `${count(given.length, "number")} for kernels of ${count(rank, "axis", "axes")}`,
      `Give one, or ${both}`,
    );
  }
  return Array.from({ length: rank }, (_, i) => {
    const axis = rank - 1 - i;
    return { before: given[axis], after: given.length === rank ? given[axis] : given[rank + axis] };
  });
}
