/** Which axis of an array is which of a signal's. */
import { inputError, usageError } from "../../base/errors.js";
import { count, quoted } from "../../base/text.js";

/** Extents and, for each axis, the step in elements of the file. */
export interface AxisPlan {
  readonly rank: 1 | 2;
  readonly extent: Readonly<Record<"x" | "y" | "c", number>>;
  readonly step: Readonly<Record<"x" | "y" | "c", number>>;
}

const USUAL = ["", "x", "yx", "yxc"];

/**
 * @param axes letters from `x`, `y`, `c`, each once, `x` among them; one with `y` is a plane. Absent: `x`, `yx`, `yxc`.
 * @throws a usage error for letters that do not fit, an input error for shapes that no letters fit
 */
export function planAxes(
  shape: readonly number[],
  fortran: boolean,
  axes: string | undefined,
  source: string,
): AxisPlan {
  if (axes !== undefined && !/^(?=.*x)(?!.*(.).*\1)[xyc]{1,3}$/.test(axes))
    throw usageError(
      "--axes",
      `${quoted(axes)} is no order of axes`,
      "Give x and, if there are any, y and c, each once, such as yxc or xc",
    );
  if (shape.length < 1 || shape.length > 3)
    throw inputError(
      source,
      `an array of ${count(shape.length, "axis", "axes")}`,
      "Give one of 1 axis (a signal), 2 (a plane) or 3 (a plane with channels)",
    );
  const letters = axes ?? USUAL[shape.length];
  if (letters.length !== shape.length)
    throw usageError(
      "--axes",
      `${quoted(letters)} names ${count(letters.length, "axis", "axes")}, and the array in ${source} has ${shape.length}`,
      "Give one letter an axis",
    );
  const empty = shape.indexOf(0);
  if (empty >= 0)
    throw inputError(
      source,
      `the array is empty: its shape is (${shape.join(", ")})`,
      "Give an array with at least one number",
    );
  const extent = { x: 1, y: 1, c: 1 };
  const step = { x: 0, y: 0, c: 0 };
  let elements = 1;
  for (let i = 0; i < shape.length; i++) {
    const axis = fortran ? i : shape.length - 1 - i;
    const letter = letters[axis] as "x" | "y" | "c";
    extent[letter] = shape[axis];
    step[letter] = elements;
    elements *= shape[axis];
  }
  return { rank: letters.includes("y") ? 2 : 1, extent, step };
}
