// Tables as text: columns as wide as they need be, numbers to the right, in Markdown.

/** Lines of a table; columns whose name ends with ">" are set to the right (the mark is not shown). */
export function table(columns, rows) {
  const right = columns.map((c) => c.endsWith(">"));
  const titles = columns.map((c) => c.replace(/>$/, ""));
  const widths = titles.map((title, i) => Math.max(3, title.length, ...rows.map((row) => String(row[i] ?? "").length)));
  const line = (cells) =>
    `| ${cells.map((cell, i) => (right[i] ? String(cell ?? "").padStart(widths[i]) : String(cell ?? "").padEnd(widths[i]))).join(" | ")} |`;
  const rule = `|${widths.map((w, i) => (right[i] ? `${"-".repeat(w + 1)}:` : "-".repeat(w + 2))).join("|")}|`;
  return [line(titles), rule, ...rows.map(line)].join("\n");
}

/** Three significant digits without an exponent; `-` for what is not there. */
export function digits(value) {
  if (value === undefined || !Number.isFinite(value)) return "-";
  if (value === 0) return "0";
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(places, 6));
}

/** Nanoseconds as milliseconds or seconds. */
export function duration(ns) {
  if (ns === undefined || !Number.isFinite(ns)) return "-";
  return ns >= 1e9 ? `${digits(ns / 1e9)} s` : `${digits(ns / 1e6)} ms`;
}

export const percent = (share) => (Number.isFinite(share) ? `${Math.round(100 * share)} %` : "-");
