/** Standard input can be read once only. */
import { usageError } from "../base/errors.js";

/** @throws UserError (2) where inputs and template name it more than once */
export function refuseTwoStdins(inputs: readonly string[], template: string): void {
  const isStdin = (path: string): boolean => path === "-" || /^-@[^@]*$/.test(path);
  if ([...inputs, template].filter(isStdin).length > 1)
    throw usageError("-", "stdin is asked for twice, and it can be read once only", "Give a file for one of them");
}
