/** The sample rate of a table: from its time column, else from `--rate`. */
import { inputError, usageError } from "../../base/errors.js";
import type { TableOptions } from "../format.js";
import type { TableBuilder } from "./builder.js";
import { rateOfTimes } from "./time.js";

/**
 * Samples per second, or undefined where nothing says. A rate that is given beside a time column must agree with it to
 * a thousandth.
 */
export function sampleRate(
  builder: Pick<TableBuilder, "choice" | "times" | "rows">,
  { rate: given, maxJitter }: TableOptions,
  source: string,
  place: (row: number) => string,
): number | undefined {
  const rate = checkedRate(given);
  if (builder.choice.time === undefined) return rate;
  const found = rateOfTimes(builder.times.subarray(0, builder.rows), place, maxJitter);
  if (found !== undefined && rate !== undefined && Math.abs(found - rate) > 1e-3 * rate)
    throw inputError(
      source,
      `the time column says ${found} samples per second, --rate says ${rate}`,
      "Leave one of them out",
    );
  return found ?? rate;
}

/** `--rate`, for all formats that do not say a rate themselves: finite and positive, else a usage error. */
export function checkedRate(given: number | undefined): number | undefined {
  if (given !== undefined && !(given > 0 && given < Infinity))
    throw usageError("--rate", `${given} is no sample rate`, "Give samples per second, more than 0");
  return given;
}
