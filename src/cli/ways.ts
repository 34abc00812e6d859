/** The ways that were considered for a stage, as `--explain` lists them. */
import type { StageReport } from "../tasks/filter/report.js";

/**
 * A line for each way that is possible, quickest first, the one that was taken with a star; then, in one line a reason, those
 * that are not.
 */
export function waysText({ candidates, method, forced }: StageReport): string[] {
  const possible = candidates
    .flatMap(({ name, milliseconds, because }) =>
      milliseconds === undefined ? [] : [{ name, milliseconds, because, time: timeText(milliseconds) }],
    )
    .sort((a, b) => a.milliseconds - b.milliseconds);
  const nameWidth = Math.max(...possible.map(({ name }) => name.length));
  const timeWidth = Math.max(...possible.map(({ time }) => time.length));
  const lines = possible.map(({ name, time, because }) => {
    const mark = name === method ? "*" : "-";
    return `${mark} ${name.padEnd(nameWidth)}  ${time.padStart(timeWidth)}  ${because}`;
  });
  // Sums that are not rounded may differ in their last bits between ways.
  if (!forced && possible[0].name !== method)
    lines.push(`- ${method} is the quickest on large data, and parts are to give the bits of the whole`);
  const reasons = new Map<string, string[]>();
  for (const { name, milliseconds, because } of candidates) {
    if (milliseconds === undefined) reasons.set(because, [...(reasons.get(because) ?? []), name]);
  }
  for (const [because, names] of reasons) lines.push(`- not ${names.join(", ")}: ${because}`);
  return lines;
}

/** Two or three digits, which is more than an estimate is worth. */
function timeText(milliseconds: number): string {
  const [value, unit] =
    milliseconds < 1
      ? [milliseconds * 1000, "µs"]
      : milliseconds < 1000
        ? [milliseconds, "ms"]
        : [milliseconds / 1000, "s"];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
