import { digits, duration, table } from "../../table.js";

/** One line a cell and program; the ratio is theirs to ours: above 1 we are faster. */
export function commandTable({ results, skipped, versions, missing, knowsMemory }) {
  const known = Object.entries(versions).map(([name, version]) => `${name}: ${version}`);
  const notes = [
    ...(missing.length > 0 ? [`not here: ${missing.join(", ")}`] : []),
    ...(knowsMemory ? [] : ["GNU time is not here: no processor time and no memory"]),
    ...skipped.map((text) => `left out, too slow on the kernel before: ${text}`),
  ];
  const columns = ["cell", "program", "n>", "median>", "min>", "cpu>", "MB>", "ratio>", "agreement"];
  const rows = results.map((r) => [
    r.cell,
    r.program,
    r.runs,
    duration(r.median),
    duration(r.least),
    duration(r.cpu),
    r.memory === undefined ? "-" : digits(r.memory),
    r.program === "convxcorr" ? "" : digits(r.ratio),
    r.agreement,
  ]);
  return [...known, ...notes, "", table(columns, rows)].join("\n");
}
