/** Maps in characters: numbers where they have room, else coloured halves of cells, or shades. */
import { hex, isLight } from "../colours.js";
import type { HeatPanel, Limits } from "../figure.js";
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

/** A line that explains what is seen; nothing where the numbers stand there. */
export function heatKey(panel: HeatPanel, width: number, coloured: boolean): string | undefined {
  const { kind, limits } = colouringOf(panel);
  const [low, high] = limits.map((v) => numberText(v));
  if (numberCell(panel, width) !== undefined) return undefined;
  if (coloured) return `colours from ${low} to ${high}`;
  return kind === "diverging" ? `−9 is ${low}, +9 is ${high}, blank is 0` : `shades "${SHADES}" from ${low} to ${high}`;
}

const DIGITS = 3;

/** Characters that each number takes, where all have room. */
function numberCell({ values, width, height }: HeatPanel, room: number): number | undefined {
  if (width * height > 1000 || height > TALLEST) return undefined;
  const longest = Math.max(...Array.from(values, (v) => numberText(v, DIGITS).length));
  return (longest + 2) * width <= room ? longest + 2 : undefined;
}

function numbers(panel: HeatPanel, width: number, coloured: boolean): Canvas | undefined {
  const { values, height } = panel;
  const cell = numberCell(panel, width);
  if (cell === undefined) return undefined;
  const { colour } = colouringOf(panel);
  const canvas = new Canvas(cell * panel.width, height);
  for (let i = 0; i < panel.width * height; i++) {
    const text = numberText(values[i], DIGITS);
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
  const { kind, limits } = colouringOf(panel);
  const map = sized(panel, Math.floor(width / 2), TALLEST);
  const canvas = new Canvas(2 * map.width, map.height);
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < map.width; x++) {
      const value = map.at(x, y);
      const text = Number.isNaN(value) ? "??" : kind === "diverging" ? ninths(value, limits) : shade(value, limits);
      canvas.put(2 * x, y, text);
    }
  }
  return canvas;
}

function shade(value: number, [low, high]: Limits): string {
  const n = Math.floor(((value - low) / (high - low)) * SHADES.length);
  return SHADES[Math.min(Math.max(n, 0), SHADES.length - 1)].repeat(2);
}

/** Sign and size, in ninths of the greatest. */
function ninths(value: number, [low, high]: Limits): string {
  const n = Math.min(Math.round((9 * Math.abs(value)) / (value < 0 ? -low : high)), 9);
  return n === 0 ? "  " : `${value < 0 ? "−" : "+"}${n}`;
}
