/** Maps in characters: numbers where they have room, else coloured halves of cells, or shades. */
import { hex, isLight } from "../colours.js";
import type { HeatPanel } from "../figure.js";
import { colouringOf, reduced } from "../heat-cells.js";
import { numberText } from "../ticks.js";
import { Canvas } from "./canvas.js";

/** Rows of a map, at most. */
const TALLEST = 30;
/** From the least value to the greatest, on a map without colours. */
const SHADES = " .:-=+*#%@";

/** @param width cells of the terminal @param coloured whether there are colours */
export function heatText(panel: HeatPanel, width: number, coloured: boolean): Canvas {
  return numbers(panel, width, coloured) ?? (coloured ? halves(panel, width) : shades(panel, width));
}

/** A line that explains what is seen. */
export function heatKey(panel: HeatPanel, coloured: boolean): string {
  const [low, high] = colouringOf(panel).limits.map((v) => numberText(v));
  return coloured ? `colours from ${low} to ${high}` : `shades "${SHADES}" from ${low} to ${high}`;
}

function numbers(panel: HeatPanel, width: number, coloured: boolean): Canvas | undefined {
  const { values, height } = panel;
  if (panel.width * height > 1000 || height > TALLEST) return undefined;
  const texts = Array.from({ length: panel.width * height }, (_, i) => numberText(values[i], 3));
  const cell = Math.max(...texts.map((text) => text.length)) + 2;
  if (cell * panel.width > width) return undefined;
  const { colour } = colouringOf(panel);
  const canvas = new Canvas(cell * panel.width, height);
  for (const [i, text] of texts.entries()) {
    const ground = colour(values[i]);
    const colours = coloured ? ([isLight(ground) ? "#000000" : "#ffffff", hex(ground)] as const) : ([] as const);
    canvas.put((i % panel.width) * cell, Math.floor(i / panel.width), `${text.padStart(cell - 1)} `, ...colours);
  }
  return canvas;
}

/** The map at the size of the terminal, cells of small maps several pixels large. */
function sized(
  panel: HeatPanel,
  width: number,
  rows: number,
): { width: number; height: number; at: (x: number, y: number) => number } {
  const times = Math.max(Math.floor(Math.min(width / panel.width, rows / panel.height)), 1);
  // Both axes are reduced alike.
  const share = Math.min(width / panel.width, rows / panel.height, 1);
  const map = reduced(
    panel,
    Math.max(Math.floor(panel.width * share), 1),
    Math.max(Math.floor(panel.height * share), 1),
  );
  const at = (x: number, y: number): number => map.values[Math.floor(y / times) * map.width + Math.floor(x / times)];
  return { width: map.width * times, height: map.height * times, at };
}

/** Each cell of the terminal shows two pixels, one above the other. */
function halves(panel: HeatPanel, width: number): Canvas {
  const { colour } = colouringOf(panel);
  const map = sized(panel, width, 2 * TALLEST);
  const canvas = new Canvas(map.width, Math.ceil(map.height / 2));
  for (let y = 0; y < map.height; y += 2) {
    for (let x = 0; x < map.width; x++) {
      const [upper, lower] = [y, y + 1].map((row) => (row < map.height ? hex(colour(map.at(x, row))) : undefined));
      canvas.put(x, y / 2, "▀", upper, lower);
    }
  }
  return canvas;
}

/** Two characters are about a square. */
function shades(panel: HeatPanel, width: number): Canvas {
  const [low, high] = colouringOf(panel).limits;
  const map = sized(panel, Math.floor(width / 2), TALLEST);
  const canvas = new Canvas(2 * map.width, map.height);
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < map.width; x++) {
      const value = map.at(x, y);
      const n = Math.floor(((value - low) / (high - low)) * SHADES.length);
      const shade = Number.isNaN(value) ? "?" : SHADES[Math.min(Math.max(n, 0), SHADES.length - 1)];
      canvas.put(2 * x, y, shade.repeat(2));
    }
  }
  return canvas;
}
