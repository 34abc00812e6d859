/** `--plot` of `match`: the picture with its matches in frames, and the score of each place. */
import { isDistance } from "../base/match.js";
import type { Signal } from "../base/signal.js";
import { count } from "../base/text.js";
import type { Box, Figure, HeatPanel } from "../plot/figure.js";
import type { Matched } from "../tasks/match/match.js";
import type { Match, MatchReport } from "../tasks/match/report.js";
import { meanPanel } from "./plot-plane.js";

/** Vermilion for the best match, sky blue for the others, as in annotated pictures. */
const [BEST, OTHER] = ["#d65e00", "#57b5e8"];
/** Matches that get a number: of more one sees where they are, and could not read them. */
const NUMBERED = 50;

/** Where several matches are, they have the numbers of their lines. Without a match: the scores that there were. */
export function matchFigure(image: Signal, { report, map }: Matched): Figure {
  const { matches, method, template } = report;
  const numbered = matches.length > 1 && matches.length <= NUMBERED;
  const picture: HeatPanel = {
    ...meanPanel(image, report.image.source),
    colours: "grey",
    reduce: "mean",
    boxes: matches.map((match, i) => boxOf(match, i, numbered)),
  };
  const scores: HeatPanel = {
    kind: "heat",
    title: `${method} score by the place of the template's top-left corner`,
    values: map.data,
    width: map.width,
    height: map.height,
    // Small distances are the good ones.
    ...(isDistance(method) ? { colours: "sequential", reduce: "least" } : {}),
    marks: matches.map(({ x, y, subpixel }) => subpixel ?? { x, y }),
  };
  const extent = `${template.source}, ${template.width}×${template.height}`;
  return { title: `${extent}: ${answer(report)}`, panels: [picture, scores] };
}

/** A frame round the whole cells of a match. */
function boxOf({ x, y, width, height }: Match, i: number, numbered: boolean): Box {
  const label = numbered ? { label: `${i + 1}` } : {};
  return { x: x - 0.5, y: y - 0.5, width, height, colour: i === 0 ? BEST : OTHER, ...label };
}

function answer({ matches, method, best }: MatchReport): string {
  const found = matches.length === 0 ? "no match" : count(matches.length, "match", "matches");
  return `${found} by ${method}${best === null ? "" : `, best score ${Number(best.score.toPrecision(4))} at ${best.x},${best.y}`}`;
}
