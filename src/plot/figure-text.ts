/** A figure as text for a terminal. */
import { printable } from "../base/text.js";
import type { Figure, Limits, LinePanel, Panel } from "./figure.js";
import { areNumbered, xLimits, yLimits } from "./limits.js";
import { legendOf } from "./line-panel.js";
import type { Canvas, Ink } from "./text/canvas.js";
import { heatKey, heatText } from "./text/heat-text.js";
import { linePanelText, markOf, yTextTicks } from "./text/line-text.js";

export interface TextOptions {
  /** Cells of a line; default 80. */
  readonly width?: number;
  /** Cells of the height of a plot; default by the number of panels. */
  readonly height?: number;
  /** Colours; absent where there are none. */
  readonly ink?: Ink;
}

const NARROWEST = 30;
const LOWEST = 3;

/** The figure in lines of at most `width` characters, each ended by a line feed. */
export function figureText(figure: Figure, options: TextOptions = {}): string {
  const { title, panels, x = {} } = figure;
  const { ink } = options;
  const width = Math.max(options.width ?? 80, NARROWEST);
  const lines = panels.filter((p) => p.kind === "lines");
  const sharing = lines.filter((p) => p.x === undefined);
  const shared = x.limits ?? xLimits(sharing);
  const height = Math.max(options.height ?? (lines.length < 2 ? 16 : lines.length < 4 ? 9 : 6), LOWEST);
  const limitsOf = (p: LinePanel): Limits => (p.x === undefined ? shared : (p.x.limits ?? xLimits([p])));
  const upright = (p: LinePanel): Limits => p.y?.limits ?? yLimits(p, limitsOf(p));
  const numbers = lines.flatMap((p) => yTextTicks(upright(p), height).map(({ text }) => text.length));
  const left = Math.max(0, ...numbers) + 1;

  const textOf = (panel: Panel): string[] => {
    if (panel.kind === "heat") {
      const canvas = heatText(panel, width, ink !== undefined);
      return [
        ...plain(panel.title, width),
        ...drawn(canvas, ink),
        ...plain(heatKey(panel, width, ink !== undefined), width),
      ];
    }
    const numbered = panel.x !== undefined || panel === sharing.at(-1);
    const canvas = linePanelText(panel, {
      left,
      width: width - left - 1,
      height,
      x: limitsOf(panel),
      y: upright(panel),
      whole: areNumbered(panel.x === undefined ? sharing : [panel]),
      numbered,
      coloured: ink !== undefined,
    });
    const label = numbered ? (panel.x ?? x).label : undefined;
    const side = panel.y?.label === undefined ? "" : ` (${panel.y.label})`;
    const head = panel.title === undefined && side === "" ? undefined : `${panel.title ?? ""}${side}`.trimStart();
    return [...plain(head, width), ...legend(panel, width, ink), ...drawn(canvas, ink), ...plain(label, width)];
  };
  return [...plain(title, width), ...panels.flatMap(textOf)].map((line) => `${line}\n`).join("");
}

const drawn = (canvas: Canvas, ink: Ink | undefined): string[] => canvas.lines(ink ?? ((text) => text));

/** A line in the middle, cut where it is too long. */
function plain(text: string | undefined, width: number): string[] {
  if (text === undefined) return [];
  const cut = cutTo(text, width);
  return [" ".repeat(Math.floor((width - Array.from(cut).length) / 2)) + cut];
}

/** At most so many characters, none of which a terminal would obey. */
function cutTo(text: string, width: number): string {
  const safe = printable(text);
  const characters = Array.from(safe);
  return characters.length <= width ? safe : `${characters.slice(0, width - 1).join("")}…`;
}

/** The names of the series, each with its mark, as many in a line as there is room for. */
function legend(panel: LinePanel, width: number, ink: Ink | undefined): string[] {
  const lines: { text: string; length: number }[] = [];
  for (const { name, style, colour, n } of legendOf(panel)) {
    const mark = style !== "line" ? "●" : ink !== undefined || n === 0 ? "⠒⠒" : markOf(n);
    const label = cutTo(name, width - mark.length - 3);
    const text = `${ink?.(mark, colour, undefined) ?? mark} ${label}`;
    const length = mark.length + 1 + Array.from(label).length;
    const last = lines.at(-1);
    if (last && last.length + 3 + length <= width) {
      last.text += `   ${text}`;
      last.length += 3 + length;
    } else lines.push({ text, length });
  }
  return lines.map(({ text, length }) => " ".repeat(Math.floor((width - length) / 2)) + text);
}
