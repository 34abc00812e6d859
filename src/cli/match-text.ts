/** What `match` found, in words. */
import { isBounded, isDistance, MATCH_FORMULAS } from "../base/match.js";
import { count } from "../base/text.js";
import type { Match, MatchReport, Place } from "../tasks/match/report.js";

/** One line a match, aligned: `x  75  y 170  centre 92.5,190  score 1.000000`. */
export function matchLines(report: MatchReport): string {
  const rows = report.matches.map((m) => cells(m, report));
  const widths = (rows.at(0) ?? []).map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => `${row.map((cell, i) => align(cell, widths[i], i)).join("  ")}\n`).join("");
}

/** Numbers end at the same place; pairs begin there. */
const align = (cell: string, width: number, i: number): string => {
  const [label, value] = cell.split(" ");
  const room = width - label.length - 1;
  return `${label} ${i === 2 || i === 3 ? value.padEnd(room) : value.padStart(room)}`;
};

const pair = ({ x, y }: Place): string => `${x},${y}`;

function cells(m: Match, report: MatchReport): string[] {
  const fine = m.subpixel;
  return [
    `x ${m.x}`,
    `y ${m.y}`,
    `centre ${pair(m.centre)}`,
    ...(fine ? [`subpixel ${fine.x.toFixed(3)},${fine.y.toFixed(3)}`] : []),
    `score ${scoreText(m.score, report)}`,
  ];
}

const scoreText = (score: number, { method }: MatchReport): string =>
  isBounded(method) || method === "ssd-norm" ? score.toFixed(6) : `${score}`;

/** Why nothing matched, and what would. */
export function noMatch(report: MatchReport): string {
  const { best, image, limit, method, template, windows } = report;
  const place = template.source;
  if (template.flat && !isDistance(method)) {
    return `${place}: the template has no contrast, so ${method} cannot tell any place from another. Use --method ssd, or a template with more around it.`;
  }
  if (best === null || limit === null) {
    return `${place}: no place in ${image.source} has a score: ${windows.missing} of ${count(windows.total, "place")} hold samples that are missing. Give a picture with fewer of them.`;
  }
  const option = isDistance(method) ? "--max-score" : "--min-score";
  const than = isDistance(method) ? "or less" : "or more";
  return `${place}: nothing in ${image.source} scores ${limit} ${than}. The best is ${scoreText(best.score, report)}, at ${pair(best)}: ${option} sets what is enough.`;
}

/** `--explain`. */
export function explainMatch(report: MatchReport): string {
  const { computed, image, mask, method, second, template, windows, ratio } = report;
  const size = (s: MatchReport["image"]): string =>
    `${s.source}: ${s.width}×${s.height}${s.channels === 1 ? "" : ` × ${s.channels} channels`} of ${s.type}`;
  const sums = computed.errorBound === 0 ? "every sum is exact" : `sums within ${computed.errorBound.toPrecision(2)}`;
  const again = computed.recomputed === 0 ? "" : `, ${count(computed.recomputed, "place")} summed again by themselves`;
  return [
    `method    ${method}: ${MATCH_FORMULAS[method]}`,
    `picture   ${size(image)}`,
    `template  ${size(template)}${template.flat ? ", without contrast" : ""}`,
    ...(mask ? [`mask      from the ${mask.from}: ${mask.pixels} of ${template.width * template.height} pixels`] : []),
    ...(report.colours === "luminance" ? ["colours   compared as luminance"] : []),
    `places    ${windows.total}, ${windows.flat} without contrast, ${windows.missing} with missing samples`,
    `computed  ${computed.algorithm}${computed.forced ? " (as asked)" : ""}: ${sums}${again}`,
    second
      ? `second    ${scoreText(second.score, report)} at ${pair(second)}${ratio === null ? "" : `, ${ratio.toFixed(4)} of the best`}`
      : "second    there is no other place",
  ].join("\n");
}
