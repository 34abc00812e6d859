/** How a PNG is refused. */
import { inputError, type UserError } from "../../base/errors.js";

/** @param why what is wrong with the file, in words that stand in brackets */
export const damage = (source: string, why: string, cause?: unknown): UserError =>
  inputError(
    source,
    `the PNG cannot be decoded (${why})`,
    "Check that the file is whole, or convert it with another program",
    cause,
  );
