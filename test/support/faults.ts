/** What is wrong with a drawing to the eye, as far as a test can see it. */
import { type Rect, type TextShape, textBox } from "../../src/plot/drawing.js";
import type { Figure } from "../../src/plot/figure.js";
import { layout } from "../../src/plot/layout.js";

const overlap = (a: Rect, b: Rect): boolean =>
  Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 0.01 &&
  Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 0.01;

/** What is wrong with the texts of a figure: those that leave it, and pairs that overlap. */
export function faults(figure: Figure): string[] {
  const { width, height, shapes } = layout(figure);
  const texts = shapes.filter((s): s is TextShape => s.kind === "text").map((s) => ({ text: s.text, box: textBox(s) }));
  const outside = texts.filter(
    ({ box }) => box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height,
  );
  const pairs = texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => overlap(a.box, b.box))
      .map((b) => [a, b]),
  );
  return [
    ...outside.map(({ text, box }) => `outside: ${text} ${JSON.stringify(box)}`),
    ...pairs.map(([a, b]) => `overlap: ${a.text} ${JSON.stringify(a.box)} and ${b.text} ${JSON.stringify(b.box)}`),
  ];
}
