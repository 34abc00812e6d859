import { digits, duration, percent, table } from "../../table.js";

/** One line a cell and peer; the ratio is theirs to ours: above 1 we are faster. */
export function inProcessTable({ results, versions, missing }) {
  const known = Object.entries(versions).map(([peer, v]) => `${peer}: ${Object.entries(v).flat().join(" ")}`);
  const absent = Object.entries(missing).map(([peer, why]) => `not here: ${peer} (${why})`);
  const columns = [
    "cell",
    "peer",
    "of data>",
    "n>",
    "theirs>",
    "ours>",
    "ratio>",
    "cpu ratio>",
    "our way",
    "agreement",
  ];
  const rows = results.map((r) => [
    r.cell,
    r.peer,
    percent(r.part),
    r.rounds,
    duration(r.theirs),
    duration(r.ours),
    digits(r.ratio),
    digits(r.cpuRatio),
    r.method,
    r.agreement,
  ]);
  return [...known, ...absent, "", table(columns, rows)].join("\n");
}
